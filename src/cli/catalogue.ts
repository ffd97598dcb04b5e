import { join } from 'node:path';
import type { Result } from '../domain/failure.ts';
import { type Draft, type DraftLaw, readDraft } from '../payroll/draft-law.ts';
import {
  type NumberedDraft,
  activateAmendment,
  proposeAmendment,
  readAmendmentAgain,
} from '../payroll/catalogue-amendments.ts';
import type { LawBook } from '../payroll/context.ts';
import { readLawBook } from '../payroll/law-book.ts';
import { type CatalogueState, catalogueJson, catalogueState } from '../payroll/show-catalogue.ts';
import { openStore } from '../start.ts';
import type { Amendment } from '../store/amendments.ts';
import type { Access, Database } from '../store/database.ts';
import { writeFileWhole } from '../store/files.ts';
import { listRuns } from '../store/runs.ts';
import { ACTOR_OPTION, type Call, type Command, type ExitCode, JSON_OPTION, actorOf, refuse } from './command.ts';
import { draftText } from './draft.ts';

interface Desk {
  readonly database: Database;
  /** The program's own law; the amendments are in the database. */
  readonly program: LawBook;
}

async function atDesk(
  call: Call,
  work: (desk: Desk) => Promise<ExitCode>,
  access: Access = 'write',
): Promise<ExitCode> {
  const program = await readLawBook(call.config.province, call.config.overlay);
  if (!program.ok) return refuse(call, program.failure);
  const opened = await openStore(call, access);
  if (!opened.ok) return refuse(call, opened.failure);
  try {
    return await work({ database: opened.value.value, program: program.value });
  } finally {
    await opened.value.close();
  }
}

function told(call: Call, result: Result<NumberedDraft>, what: string): ExitCode {
  if (!result.ok) return refuse(call, result.failure);
  const { amendmentNo, draft } = result.value;
  const json = {
    amendment: amendmentNo,
    sha256: draft.sha256,
    catalogue_sha256: draft.law.sha256,
  };
  call.terminal.print(
    call.flag('json')
      ? JSON.stringify(json, null, 2)
      : `${what.replaceAll('{no}', String(amendmentNo))}\n${draftText(draft)}`,
  );
  return 0;
}

const REQUIRED_ACTOR = { ...ACTOR_OPTION, required: true };

export const propose: Command = {
  name: 'catalogue propose',
  arguments: ['PATH'],
  summary: 'đề xuất sửa đổi danh mục luật / propose a draft of the catalogue; nobody is paid by it yet',
  options: { actor: REQUIRED_ACTOR, json: JSON_OPTION },
  run: (call) =>
    atDesk(call, async ({ database, program }) => {
      const draft: Result<Draft> = await readDraft(call.arguments[0] ?? '');
      if (!draft.ok) return refuse(call, draft.failure);
      const proposed = await proposeAmendment(database, program, draft.value, actorOf(call));
      const what =
        'Đã đề xuất, số {no}; người khác kích hoạt / proposed as number {no}; another person puts it into force: chitra catalogue activate {no} --actor NAME';
      return told(call, proposed, what);
    }),
};

/** Says which runs that are not approved yet were computed by the law before. */
async function tellOldDrafts(call: Call, database: Database, { law }: DraftLaw): Promise<void> {
  const open = (await listRuns(database, null)).filter(
    (run) => ['queued', 'computing', 'draft'].includes(run.status) && run.catalogueSha256 !== law.sha256,
  );
  for (const run of open)
    call.terminal.error(
      `${run.runId}: vẫn theo danh mục cũ; lập lại đợt để tính theo danh mục mới / is still by the law before; run the month again to use the new one.`,
    );
}

export const activate: Command = {
  name: 'catalogue activate',
  arguments: ['NUMBER'],
  summary: 'kích hoạt sửa đổi (người khác người đề xuất) / put a draft into force, as another person than its proposer',
  options: { actor: REQUIRED_ACTOR, json: JSON_OPTION },
  run: (call) =>
    atDesk(call, async ({ database, program }) => {
      const activated = await activateAmendment(database, program, call.arguments[0] ?? '', actorOf(call));
      const code = told(
        call,
        activated,
        'Đã kích hoạt số {no}; mọi đợt lập từ nay tính theo danh mục này / number {no} is in force for every run opened from now on',
      );
      if (activated.ok) await tellOldDrafts(call, database, activated.value.draft);
      return code;
    }),
};

/** One line that says which catalogue is in force. */
export function catalogueLine({ law, amendments }: CatalogueState): string {
  const active = amendments.filter((one) => one.activationNo !== null).length;
  const waiting = amendments.length - active;
  return `danh mục luật / catalogue in force: ${law.sha256}; sửa đổi đã kích hoạt / active amendments: ${active}; chờ kích hoạt / waiting: ${waiting}`;
}

function amendmentLine(one: Amendment): string {
  const state =
    one.activationNo === null
      ? 'chờ kích hoạt / waits for activation'
      : `kích hoạt thứ / activation ${one.activationNo}: ${one.activatedBy ?? ''}, ${one.activatedAt ?? ''}`;
  return `${one.amendmentNo}  ${one.sha256}  đề xuất / proposed: ${one.proposedBy}, ${one.proposedAt}; ${state}`;
}

export const list: Command = {
  name: 'catalogue list',
  arguments: [],
  summary: 'danh mục đang áp dụng và các sửa đổi / the catalogue in force, and every amendment',
  options: { json: JSON_OPTION },
  run: (call) =>
    atDesk(
      call,
      async ({ database, program }) => {
        const state = await catalogueState(database, program, call.config.timeZone);
        if (!state.ok) return refuse(call, state.failure);
        call.terminal.print(
          call.flag('json')
            ? JSON.stringify(catalogueJson(state.value), null, 2)
            : [catalogueLine(state.value), ...state.value.amendments.map(amendmentLine)].join('\n'),
        );
        return 0;
      },
      'read',
    ),
};

export const show: Command = {
  name: 'catalogue show',
  arguments: ['NUMBER'],
  summary: 'nguyên văn một sửa đổi / the words of an amendment as they were proposed',
  options: { out: { type: 'string', value: 'DIR', help: 'write its files there, for a dry run or simulate' } },
  run: (call) =>
    atDesk(
      call,
      async ({ database }) => {
        const found = await readAmendmentAgain(database, call.arguments[0] ?? '');
        if (!found.ok) return refuse(call, found.failure);
        const out = call.text('out');
        for (const file of found.value.draft.files) {
          if (out === null) call.terminal.print(`# ${file.name}\n${file.text}`);
          else await writeFileWhole(join(out, file.name), [file.text]);
        }
        if (out !== null) call.terminal.print(out);
        return 0;
      },
      'read',
    ),
};

import { basename } from 'node:path';
import type { Answer } from '../domain/answer.ts';
import { type Result, refused } from '../domain/failure.ts';
import { reasonText } from '../domain/return-reason.ts';
import type { SettlementNote } from '../domain/settlement.ts';
import type { FileProblem, IsoStatement } from '../formats/iso-message.ts';
import type { StagedRow } from '../store/settlement-stage.ts';

/** What a file says beside its rows, once they were all read. */
export interface SourceEnd {
  readonly statements: readonly IsoStatement[];
  readonly notes: readonly SettlementNote[];
  /** What a status report says that a file of ours asked for. */
  readonly originals: readonly Original[];
}

/** A message or block of ours as a bank tells it; empty: not said. */
export interface Original {
  readonly name: string;
  readonly count: string;
  readonly sum: string;
}

/** A file that came back, recognised by its content. */
export interface SettlementSource {
  readonly format: string;
  /** Rows as they are staged, some thousand at a time. */
  readonly rows: AsyncIterable<readonly StagedRow[]>;
  /** Asked when all rows were read. Refuses a file that cannot be trusted: nothing of it may count. */
  end(): Result<SourceEnd>;
}

/** The end of a file that says nothing beside its rows. */
export const NOTHING_MORE: SourceEnd = { statements: [], notes: [], originals: [] };

/** Rows to be staged from answers of a message or list. */
export function stagedAnswers(answers: readonly Answer[], statementNo = 0): readonly StagedRow[] {
  return answers.map((one) => ({
    row: one.row,
    scope: one.scope,
    name:
      one.scope === 'payment'
        ? one.endToEndId || one.instructionId || one.uetr
        : one.scope === 'block'
          ? one.blockId
          : one.messageId,
    status: one.status,
    date: one.date,
    amount: one.amount,
    reason: reasonText(one.reasonList, one.reason),
    finding: one.fault?.code ?? null,
    statementNo,
  }));
}

const SHOWN = 5;

/** The refusal of a file that contradicts itself, with its first problems. */
export function untrusted(path: string, problems: readonly FileProblem[]): ReturnType<typeof refused> {
  const shown = problems.slice(0, SHOWN).map(({ code, message }) => `${code}: ${message}`);
  const more = problems.length - shown.length;
  const text = [...shown, ...(more > 0 ? [`còn ${more} lỗi nữa (more faults): chitra inspect`] : [])].join('; ');
  return refused(
    'untrusted_file',
    `${basename(path)} không đáng tin, không nạp gì (cannot be trusted, nothing was loaded): ${text}. Hỏi nơi gửi tệp đúng (ask the sender for the right file).`,
  );
}

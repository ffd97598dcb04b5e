import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { NO_TRAIL } from '../../src/payroll/audit-trail.ts';
import { activateAmendment, proposeAmendment, readAmendmentAgain } from '../../src/payroll/catalogue-amendments.ts';
import { computeShard } from '../../src/payroll/compute-shard.ts';
import type { Context } from '../../src/payroll/context.ts';
import { doWork } from '../../src/payroll/do-work.ts';
import { lawOf } from '../../src/payroll/law-book.ts';
import { OtherLaw, currentLaw, lawOfRun } from '../../src/payroll/law-in-force.ts';
import { listBalances } from '../../src/payroll/list-balances.ts';
import { openContext } from '../../src/start.ts';
import { getRun } from '../../src/store/runs.ts';
import { claimItem } from '../../src/store/work.ts';
import { openConsole } from '../support/console.ts';
import { aDraft, DRAFT_TEXT, raiseOf } from '../support/draft.ts';
import { granted, type Office, openOffice, openedRun, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

afterEach(() => office.close());

async function propose(text: string, actor = 'lan'): Promise<number> {
  const { database, law } = office.context;
  return granted(await proposeAmendment(database, law, aDraft(text), actor)).amendmentNo;
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** Proposes and activates; answers the hash of the law from then on. */
async function enact(text: string): Promise<string> {
  const { database, law } = office.context;
  const no = await propose(text);
  return granted(await activateAmendment(database, law, String(no), 'minh')).draft.law.sha256;
}

/** A context as a process has it that starts now. */
async function laterContext(): Promise<{ context: Context; close: () => Promise<void> }> {
  const config = granted(readConfig(office.at.environment));
  const { databaseUrl, redisUrl } = office.at;
  const opened = granted(
    await openContext({ config, trail: NO_TRAIL }, { databaseUrl, redisUrl, release: () => Promise.resolve() }),
  );
  return { context: opened.value, close: () => opened.close() };
}

describe('an amendment of the catalogue', () => {
  beforeEach(async () => {
    office = await openOffice();
    await office.load(VILLAGE);
  });

  test('is kept word for word, with who proposed and who activated it', async () => {
    const { database } = office.context;
    const no = await propose(DRAFT_TEXT, ' lan ');
    const { amendment, draft } = granted(await readAmendmentAgain(database, String(no)));
    expect(draft.files).toEqual([{ name: 'draft.yaml', text: DRAFT_TEXT }]);
    expect(amendment).toMatchObject({ amendmentNo: 1, sha256: aDraft().sha256, proposedBy: 'lan', activationNo: null });
    granted(await activateAmendment(database, office.context.law, amendment.sha256.slice(0, 8), 'minh'));
    const law = granted(await currentLaw(office.context.law, database));
    expect(granted(await readAmendmentAgain(database, amendment.sha256)).amendment).toMatchObject({
      activationNo: 1,
      activatedBy: 'minh',
      catalogueSha256: law.sha256,
    });
    expect(law.sha256).not.toBe(office.context.law.sha256);
  });

  test('counts for the next run of workers that were there before, and the run carries its hash', async () => {
    const before = await office.run();
    expect(before.catalogueSha256).toBe(office.context.law.sha256);
    const sha256 = await enact(raiseOf(600_000, '2026-11', '2026-10-15'));
    const after = await office.run();
    expect(after).toMatchObject({ runId: before.runId, catalogueSha256: sha256, status: 'draft' });
    // Hoa 1.5 and Mai 1.0 get 60,000 more for each whole of the coefficient; Bình's pension is another standard.
    expect(after.totals).toMatchObject({ amount: 2_450_000 + 90_000 + 60_000, current: 1_890_000 + 150_000 });
    const texts = await office.ask(
      `SELECT amendment, name FROM law_text WHERE catalogue_sha256 = $1 AND amendment > 0`,
      sha256,
    );
    expect(texts).toEqual([{ amendment: 1, name: 'draft.yaml' }]);
  });

  test('is shown by a console that was there before', async () => {
    const web = await openConsole(office.at);
    const lan = await web.guest('lan', 'auditor');
    const page = (): Promise<string> => lan.text('/law?date=2026-11-01');
    expect(await page()).not.toContain('612.340');
    await enact(raiseOf(612_340, '2026-11', '2026-10-15'));
    expect(await page()).toContain('612.340');
    await web.close();
  });

  test('several count in the order of their activation, not of their proposal', async () => {
    const { database, law } = office.context;
    await propose(raiseOf(600_000, '2026-11', '2026-10-15'));
    await propose(raiseOf(620_000, '2026-11', '2026-10-16'));
    for (const no of ['2', '1']) granted(await activateAmendment(database, law, no, 'minh'));
    expect((await office.run({ knownAt: '2026-10-15' })).totals).toMatchObject({ current: 2_040_000 });
    expect((await office.run()).totals).toMatchObject({ current: 540_000 + (620_000 * 25) / 10 });
    const names = await office.ask('SELECT amendment_no FROM catalogue_activation ORDER BY activation_no');
    expect(names).toEqual([{ amendment_no: 2 }, { amendment_no: 1 }]);
  });

  test('needs two persons, says the program', async () => {
    await propose(DRAFT_TEXT, 'Lê Văn An');
    const { database, law } = office.context;
    for (const name of ['Lê Văn An', ' lê văn an ', 'LÊ VĂN AN'])
      expect(refusalOf(await activateAmendment(database, law, '1', name)).code).toBe('proposer_is_activator');
    const both = await Promise.all(['binh', 'chi'].map((name) => activateAmendment(database, law, '1', name)));
    expect(both.map((one) => (one.ok ? 'active' : one.failure.code)).toSorted(inOrder)).toEqual([
      'active',
      'already_active',
    ]);
  });

  test('and the database, whoever asks it; nothing of it can be altered', async () => {
    await propose(DRAFT_TEXT, 'An');
    const insert = (proposer: string, activator: string | null): Promise<unknown> =>
      office.ask(
        `INSERT INTO catalogue_activation (activation_no, amendment_no, proposed_by, activated_by, catalogue_sha256)
         VALUES (1, 1, $1, $2, repeat('a', 64))`,
        proposer,
        activator,
      );
    await expect(insert('An', 'An')).rejects.toThrow('activator_is_not_the_proposer');
    await expect(insert('An', ' an')).rejects.toThrow('activator_is_not_the_proposer');
    // Who says that somebody else proposed it.
    await expect(insert('Chi', 'An')).rejects.toThrow('foreign key');
    await expect(insert('An', null)).rejects.toThrow('null value');
    await expect(insert('An', '  ')).rejects.toThrow('check constraint');
    for (const table of ['catalogue_amendment', 'catalogue_amendment_file'])
      await expect(office.ask(`UPDATE ${table} SET amendment_no = 2`)).rejects.toThrow('append-only');
    await expect(
      office.context.database.pool.query(`UPDATE catalogue_amendment SET proposed_by = 'x'`),
    ).rejects.toThrow('permission denied');
  });

  test('is proposed once, however often it is sent at the same moment', async () => {
    const { database, law } = office.context;
    const sent = await Promise.all(
      ['lan', 'lan', 'minh'].map((name) => proposeAmendment(database, law, aDraft(), name)),
    );
    expect(sent.map((one) => (one.ok ? 'proposed' : one.failure.code)).toSorted(inOrder)).toEqual([
      'already_proposed',
      'already_proposed',
      'proposed',
    ]);
  });

  test('that the program brings itself later counts once; other values under the same dates stop everything', async () => {
    const text = raiseOf(600_000, '2026-11', '2026-10-15');
    await enact(text);
    const { law } = office.context;
    const [amendment] = granted(await currentLaw(law, office.context.database)).texts.amendments;
    const newer = (other: string): ReturnType<typeof lawOf> => {
      const standards = law.texts.program.map((file) =>
        file.name === 'standards.yaml' ? { ...file, text: file.text.replace('  # Trợ cấp hưu trí', other) } : file,
      );
      return lawOf(law, { program: standards, amendments: [amendment ?? []] }, 1);
    };
    const entry = (amount: number): string =>
      `    - { from_month: 2026-11, in_force: 2026-10-15, document: ND 1, article: Đ4, amount: ${amount} }\n\n  # Trợ cấp hưu trí`;
    expect(granted(newer(entry(600_000))).catalogue.standards.SA).toHaveLength(4);
    expect(refusalOf(newer(entry(610_000))).message).toContain('draft.yaml: standard SA: entry 1');
  });
});

describe('a run that was opened before an activation', () => {
  const OLD_LAW = { amount: 2_450_000, current: 1_890_000, arrears: 560_000, heldAmount: 1_400_000 };

  beforeEach(async () => {
    office = await openOffice({}, false);
    await office.load(VILLAGE);
  });

  async function finishedBy(context: Context, runNo: number): Promise<void> {
    for (let round = 0; round < 4; round++)
      for (const { item_no: itemNo } of await office.ask(
        `SELECT item_no FROM work_item WHERE run_no = $1 AND state <> 'done' ORDER BY 1`,
        runNo,
      ))
        await doWork(context, Number(itemNo));
  }

  test('is finished with its own law by a worker that started after it', async () => {
    const runNo = granted(await openedRun(office));
    await enact(DRAFT_TEXT);
    const later = await laterContext();
    expect(later.context.law.sha256).not.toBe(office.context.law.sha256);
    await finishedBy(later.context, runNo);
    await later.close();
    const run = await getRun(office.context.database, runNo);
    expect(run).toMatchObject({ status: 'draft', catalogueSha256: office.context.law.sha256, totals: OLD_LAW });
  });

  test('and one that was opened after it is computed by a worker that started before', async () => {
    const sha256 = await enact(DRAFT_TEXT);
    const runNo = granted(await openedRun(office));
    // Another process than the one that opened it: it has read no law but its own.
    await finishedBy({ ...office.context, law: { ...office.context.law, shelf: new Map() } }, runNo);
    const run = await getRun(office.context.database, runNo);
    expect(run).toMatchObject({ status: 'draft', catalogueSha256: sha256, totals: { amount: 2_620_000 } });
  });

  test('shows the balances of its own law afterwards', async () => {
    const runNo = granted(await openedRun(office));
    await finishedBy(office.context, runNo);
    const run = await getRun(office.context.database, runNo);
    expect(run.totals).toMatchObject(OLD_LAW);
    await enact(DRAFT_TEXT);
    const later = await laterContext();
    let text = '';
    for await (const piece of listBalances(later.context, run)) text += piece;
    await later.close();
    expect(text).toContain('P1,MAIN,2026-11,810000,0,810000\n');
  });

  test('whose law is not kept, or was altered in the database, is given back and not computed', async () => {
    const runNo = granted(await openedRun(office));
    const { database, law } = office.context;
    const change = (sha256: string): Promise<unknown> =>
      office.ask('UPDATE run SET catalogue_sha256 = $2 WHERE run_no = $1', runNo, sha256);
    const [item] = await office.ask('SELECT item_no FROM work_item WHERE run_no = $1', runNo);
    const unknown = 'a'.repeat(64);
    await change(unknown);
    const claim = await claimItem(database, Number(item?.['item_no']), 20_000);
    if (claim === null) throw new Error('nothing to claim');
    await expect(computeShard(office.context, claim)).rejects.toThrow(OtherLaw);
    await office.ask(
      `INSERT INTO law_text SELECT $1, amendment, position, name, replace(content, '540000', '590000') FROM law_text`,
      unknown,
    );
    await expect(lawOfRun(law, database, await getRun(database, runNo))).rejects.toThrow('not kept');
    expect(await office.ask('SELECT FROM run_line')).toEqual([]);
  });
});

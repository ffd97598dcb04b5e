import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { approveRun } from '../../src/payroll/approve-run.ts';
import { checkRun } from '../../src/payroll/check-run.ts';
import { computeShard } from '../../src/payroll/compute-shard.ts';
import { doWork } from '../../src/payroll/do-work.ts';
import { issueShard } from '../../src/payroll/issue-shard.ts';
import { sealFiles, writeCommuneFiles } from '../../src/payroll/write-payout-files.ts';
import { getRun } from '../../src/store/runs.ts';
import { type Claim, claimItem } from '../../src/store/work.ts';
import { answerOf, chitra, startChitra } from '../support/chitra.ts';
import { granted, type Office, openOffice, openedRun, refusalOf } from '../support/office.ts';
import { hashesIn } from '../support/payout-folder.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

afterEach(() => office.close());

describe('four eyes', () => {
  beforeEach(async () => {
    office = await openOffice();
    await office.load(VILLAGE);
  });

  test('who made a run cannot approve it: refused by the program, however the name is written', async () => {
    const run = await office.run({ actor: 'Lê Văn An' });
    for (const name of ['Lê Văn An', ' lê văn an ', 'LÊ VĂN AN']) {
      expect(refusalOf(await approveRun(office.context, run.runId, name)).code).toBe('maker_is_approver');
    }
    const answer = await chitra(office.at, 'approve', run.runId, '--actor', 'Lê Văn An');
    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr).toContain('another person must approve it');
    expect((await getRun(office.context.database, run.runNo)).status).toBe('draft');
  });

  test('and by the database, whoever asks it', async () => {
    const run = await office.run();
    const approve = `UPDATE run SET status = 'approved', approver = $2, approved_at = now(), signed_payments = payments,
      signed_amount = amount, signed_sha256 = content_sha256 WHERE run_no = $1`;
    const asProgram = (values: unknown[]): Promise<unknown> => office.context.database.pool.query(approve, values);
    await expect(asProgram([run.runNo, run.maker])).rejects.toThrow('approver_is_not_the_maker');
    await expect(asProgram([run.runNo, null])).rejects.toThrow('approval_is_whole');
    await expect(office.ask(approve, run.runNo, run.maker)).rejects.toThrow('approver_is_not_the_maker');
    const other = approve.replace('signed_amount = amount', 'signed_amount = amount - 1');
    await expect(office.context.database.pool.query(other, [run.runNo, 'binh'])).rejects.toThrow('approval_is_whole');
  });

  test('two approvals at the same moment are one', async () => {
    const run = await office.run();
    const both = await Promise.all(['binh', 'chi'].map((actor) => approveRun(office.context, run.runId, actor)));
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    const loser = both.find((one) => !one.ok);
    expect(loser).toMatchObject({ failure: { code: 'not_a_draft' } });
    const { approver } = await getRun(office.context.database, run.runNo);
    const issued = await office.approve(run, approver ?? '');
    expect(issued).toMatchObject({ status: 'issued', issueNo: 1 });
  });

  test('what was approved stays: no change of lines, payments and ledger, by the program or by the owner', async () => {
    const run = await office.pay();
    const { pool } = office.context.database;
    for (const table of ['ledger_posting', 'payment', 'run_line', 'ledger_block', 'payout_file']) {
      const column = table === 'payout_file' ? 'run_no' : table === 'ledger_block' ? 'rows' : 'amount';
      const changes = [`UPDATE ${table} SET ${column} = ${column} + 1`, `DELETE FROM ${table}`, `TRUNCATE ${table}`];
      for (const change of changes) {
        await expect(pool.query(change)).rejects.toThrow(/permission denied|append-only|stay/);
        await expect(office.ask(change)).rejects.toThrow(/append-only|stay/);
      }
    }
    const totals = `UPDATE run SET amount = amount + 1, signed_amount = signed_amount + 1 WHERE run_no = $1`;
    await expect(pool.query(totals, [run.runNo])).rejects.toThrow('what was approved cannot be altered');
    await expect(pool.query(`UPDATE run SET status = 'draft'`)).rejects.toThrow('cannot become draft');
    await expect(
      pool.query(`INSERT INTO ledger_posting SELECT person_id, family, month, issue + 1, event, part, cause, run_no, chapter_no, block,
      commune_code, provider, category, accrues, amount FROM ledger_posting`),
    ).rejects.toThrow('open chapters and approved runs only');
  });

  test('two commands `run` started at the same moment share one run', async () => {
    const words = ['run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'an', '--json'];
    const answers = await Promise.all([1, 2].map(() => answerOf(startChitra(office.at, words))));
    expect(answers.map((answer) => answer.code)).toEqual([0, 0]);
    expect(answers[0]?.stdout).toBe(answers[1]?.stdout);
    expect(await office.ask('SELECT run_id, status FROM run')).toEqual([{ run_id: '2026-11-R01', status: 'draft' }]);
  });
});

const STEPS = {
  compute: computeShard,
  check: checkRun,
  issue: issueShard,
  files: writeCommuneFiles,
  seal: sealFiles,
} as const;

/** A worker takes a piece of work and falls asleep; its lease is over at once. */
async function asleep(itemNo: number): Promise<Claim> {
  const claim = await claimItem(office.context.database, itemNo, 0);
  if (claim === null) throw new Error('somebody else has it');
  return claim;
}

async function nextItem(): Promise<number | null> {
  const [row] = await office.ask(`SELECT item_no FROM work_item WHERE state <> 'done' ORDER BY item_no LIMIT 1`);
  return typeof row?.['item_no'] === 'number' ? row['item_no'] : null;
}

async function everythingWritten(): Promise<unknown> {
  const counts = ['run_line', 'payment', 'run_exception', 'ledger_posting', 'ledger_block', 'payout_file', 'work_item'];
  const sums = counts.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ');
  const states = `(SELECT json_agg(w ORDER BY item_no) FROM work_item w) AS work, (SELECT json_agg(r) FROM run r) AS runs`;
  return office.ask(`SELECT ${sums}, ${states}`);
}

describe('a worker that wakes up late, nobody else working', () => {
  beforeEach(async () => {
    office = await openOffice({ CHITRA_SHARD_PERSONS: '2' }, false);
    await office.load(VILLAGE);
  });

  async function sleepThrough(): Promise<string[]> {
    const stages: string[] = [];
    for (let itemNo = await nextItem(); itemNo !== null; itemNo = await nextItem()) {
      const late = await asleep(itemNo);
      await doWork(office.context, itemNo);
      const before = await everythingWritten();
      await expect(STEPS[late.stage](office.context, late)).rejects.toThrow('another worker took this work over');
      expect(await everythingWritten()).toEqual(before);
      stages.push(late.stage);
    }
    return stages;
  }

  test('writes nothing, at every stage', async () => {
    const runNo = granted(await openedRun(office));
    expect(await sleepThrough()).toEqual(['compute', 'compute', 'check']);
    granted(await approveRun(office.context, '2026-11-R01', 'binh'));
    expect(await sleepThrough()).toEqual(['issue', 'issue', 'files', 'files', 'seal']);
    expect(await getRun(office.context.database, runNo)).toMatchObject({ status: 'issued' });
  });

  test('what a killed worker left half written is not in the folder that goes out', async () => {
    granted(await openedRun(office));
    for (let itemNo = await nextItem(); itemNo !== null; itemNo = await nextItem())
      await doWork(office.context, itemNo);
    granted(await approveRun(office.context, '2026-11-R01', 'binh'));
    const folder = join(office.at.out, '2026-11', '2026-11-R01');
    mkdirSync(join(folder, 'bank/970405'), { recursive: true });
    writeFileSync(join(folder, 'bank/970405/07210.xml.1234.part'), 'half of it');
    for (let itemNo = await nextItem(); itemNo !== null; itemNo = await nextItem())
      await doWork(office.context, itemNo);
    expect(Object.keys(hashesIn(folder))).toEqual([
      'bank/970405/07210.xml',
      'bank/970405/07210.xml.sig',
      'manifest.json',
      'post/07210/PP1.pdf',
      'post/07210/PP1.pdf.sig',
      'post/07210/PP1.xlsx',
      'post/07210/PP1.xlsx.sig',
      'post/07228/PP2.pdf',
      'post/07228/PP2.pdf.sig',
      'post/07228/PP2.xlsx',
      'post/07228/PP2.xlsx.sig',
    ]);
  });

  test('writes nothing into a run that was meanwhile opened again with other facts', async () => {
    const runNo = granted(await openedRun(office, { knownAt: '2026-10-04' }));
    const late = await asleep((await nextItem()) ?? 0);
    expect(granted(await openedRun(office))).toBe(runNo);
    await expect(computeShard(office.context, late)).rejects.toThrow('another worker took this work over');
    for (let itemNo = await nextItem(); itemNo !== null; itemNo = await nextItem())
      await doWork(office.context, itemNo);
    const run = await getRun(office.context.database, runNo);
    expect(run).toMatchObject({ status: 'draft', knownAt: '2026-10-20' });
    expect(run.totals).toMatchObject({ amount: 2_450_000 });
  });

  test('a person who moved between two drafts: the one that does not know of it cannot be approved while the other is being issued', async () => {
    granted(await openedRun(office, { communes: ['07210'] }));
    for (let itemNo = await nextItem(); itemNo !== null; itemNo = await nextItem())
      await doWork(office.context, itemNo);
    await office.load({ persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07228,,0'] });
    granted(await openedRun(office, { communes: ['07228'] }));
    for (let itemNo = await nextItem(); itemNo !== null; itemNo = await nextItem())
      await doWork(office.context, itemNo);
    granted(await approveRun(office.context, '2026-11-R02', 'binh'));
    expect(refusalOf(await approveRun(office.context, '2026-11-R01', 'binh')).code).toBe('draft_out_of_date');
  });
});

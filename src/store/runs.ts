import type pg from 'pg';
import { type IsoDate, type Month, month, parseDate } from '../domain/month.ts';
import { RUN_STATUSES, type RunStatus } from '../domain/run.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import type { Database } from './database.ts';

/** Control totals of a run; amounts in VND. */
export interface RunTotals {
  readonly persons: number;
  readonly payments: number;
  readonly amount: Vnd;
  readonly current: Vnd;
  readonly arrears: Vnd;
  readonly carried: Vnd;
  /** Taken back by recovery orders. */
  readonly recovered: Vnd;
  readonly heldPersons: number;
  readonly heldAmount: Vnd;
  readonly overpaidAmount: Vnd;
  readonly exceptions: number;
}

/** What a computation may know: law, registry, holds, books and outcomes up to a moment. A run freezes it when it is opened. */
export interface BooksView {
  /** 0: no run, nothing is marked. */
  readonly runNo: number;
  readonly month: Month;
  readonly knownAt: IsoDate;
  readonly windowFrom: Month;
  /** First month that is computed for persons who are not marked; the window's first: everything is computed for everybody. */
  readonly recomputeFrom: Month;
  readonly communes: readonly string[] | null;
  readonly registryBatch: number;
  readonly lastHoldEvent: number;
  readonly issuedRuns: number;
  readonly lastOutcomeEvent: number;
}

/** A run as its row tells; what is null has not happened. */
export interface Run extends BooksView {
  readonly runId: string;
  readonly kind: 'regular' | 'supplementary';
  readonly status: RunStatus;
  readonly province: string;
  readonly catalogueSha256: string;
  readonly isFull: boolean;
  readonly baselineRunNo: number | null;
  readonly maker: string;
  readonly totals: RunTotals | null;
  readonly contentSha256: string | null;
  readonly failure: string | null;
  readonly approver: string | null;
  readonly issueNo: number | null;
  readonly ledgerRoot: string | null;
  readonly previousLedgerRoot: string | null;
  readonly manifestSha256: string | null;
  /** The forms of the banks by which it is checked and its files are written; null: a run of an earlier version. */
  readonly bankFormsSha256: string | null;
}

interface RunRow {
  run_no: number;
  run_id: string;
  month: number;
  kind: string;
  status: string;
  province: string;
  communes: string[] | null;
  known_at: string;
  window_from: number;
  catalogue_sha256: string;
  registry_batch: number;
  last_hold_event: number;
  issued_runs: number;
  last_outcome_event: number;
  is_full: boolean;
  baseline_run_no: number | null;
  recompute_from: number | null;
  maker: string;
  persons: number | null;
  payments: number | null;
  amount: number | null;
  current_amount: number | null;
  arrears_amount: number | null;
  carried_amount: number | null;
  recovered_amount: number | null;
  held_persons: number | null;
  held_amount: number | null;
  overpaid_amount: number | null;
  exceptions: number | null;
  content_sha256: string | null;
  failure: string | null;
  approver: string | null;
  issue_no: number | null;
  ledger_root: string | null;
  previous_ledger_root: string | null;
  manifest_sha256: string | null;
  bank_forms_sha256: string | null;
}

function totalsOf(row: RunRow): RunTotals | null {
  if (row.persons === null) return null;
  return {
    persons: row.persons,
    payments: row.payments ?? 0,
    amount: vnd(row.amount ?? 0),
    current: vnd(row.current_amount ?? 0),
    arrears: vnd(row.arrears_amount ?? 0),
    carried: vnd(row.carried_amount ?? 0),
    recovered: vnd(row.recovered_amount ?? 0),
    heldPersons: row.held_persons ?? 0,
    heldAmount: vnd(row.held_amount ?? 0),
    overpaidAmount: vnd(row.overpaid_amount ?? 0),
    exceptions: row.exceptions ?? 0,
  };
}

function runOf(row: RunRow): Run {
  const status = RUN_STATUSES.find((one) => one === row.status);
  const knownAt = parseDate(row.known_at);
  if (status === undefined || knownAt === null)
    throw new RangeError('a run with an unknown status or day stands in the database');
  return {
    runNo: row.run_no,
    runId: row.run_id,
    month: month(row.month),
    kind: row.kind === 'regular' ? 'regular' : 'supplementary',
    status,
    province: row.province,
    communes: row.communes,
    knownAt,
    windowFrom: month(row.window_from),
    catalogueSha256: row.catalogue_sha256,
    registryBatch: row.registry_batch,
    lastHoldEvent: row.last_hold_event,
    issuedRuns: row.issued_runs,
    lastOutcomeEvent: row.last_outcome_event,
    isFull: row.is_full,
    baselineRunNo: row.baseline_run_no,
    recomputeFrom: month(row.recompute_from ?? row.window_from),
    maker: row.maker,
    totals: totalsOf(row),
    contentSha256: row.content_sha256,
    failure: row.failure,
    approver: row.approver,
    issueNo: row.issue_no,
    ledgerRoot: row.ledger_root,
    previousLedgerRoot: row.previous_ledger_root,
    manifestSha256: row.manifest_sha256,
    bankFormsSha256: row.bank_forms_sha256,
  };
}

/** The run of an id such as 2026-11-R01, or null. */
export async function findRun(database: Database, runId: string): Promise<Run | null> {
  const row = await database.kysely.selectFrom('run').selectAll().where('run_id', '=', runId).executeTakeFirst();
  return row === undefined ? null : runOf(row);
}

/** The run of a number that the database itself gave out; throws when there is none. */
export async function getRun(database: Database, runNo: number): Promise<Run> {
  return runOf(
    await database.kysely.selectFrom('run').selectAll().where('run_no', '=', runNo).executeTakeFirstOrThrow(),
  );
}

/** All runs, of one month when given, oldest first. */
export async function listRuns(database: Database, ofMonth: Month | null): Promise<readonly Run[]> {
  const all = database.kysely.selectFrom('run').selectAll().orderBy('run_no');
  const rows = await (ofMonth === null ? all : all.where('month', '=', ofMonth)).execute();
  return rows.map(runOf);
}

/** The run's row, locked until the transaction ends; throws when there is none. */
export async function lockRun(client: pg.PoolClient, runNo: number): Promise<Run> {
  const { rows } = await client.query<RunRow>('SELECT * FROM run WHERE run_no = $1 FOR UPDATE', [runNo]);
  if (rows[0] === undefined) throw new RangeError('no such run');
  return runOf(rows[0]);
}

/** Whoever opens, approves or finishes a run, or stores a batch of the registry, does it alone. Answers the last batch. */
export async function lockBooks(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ last: number }>('SELECT last_batch_no AS last FROM installation FOR UPDATE');
  if (rows[0] === undefined) throw new RangeError('the installation row is missing');
  return rows[0].last;
}

/** The name that keeps this installation's queue apart from others. */
export async function installationId(database: Database): Promise<string> {
  const row = await database.kysely.selectFrom('installation').select('installation_id').executeTakeFirstOrThrow();
  return row.installation_id;
}

/** Work of a run: how many pieces of a stage there are and how many are done. */
export interface StageProgress {
  readonly stage: string;
  readonly done: number;
  readonly all: number;
  readonly persons: number;
}

/** Progress by stage, for people who wait. */
export async function progressOf(database: Database, runNo: number): Promise<readonly StageProgress[]> {
  const { rows } = await database.pool.query<StageProgress>(
    `SELECT stage, count(*) FILTER (WHERE state = 'done') AS done, count(*) AS "all",
       coalesce(sum(persons), 0) AS persons
     FROM work_item WHERE run_no = $1 GROUP BY stage ORDER BY min(item_no)`,
    [runNo],
  );
  return rows;
}

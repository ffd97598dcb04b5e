import { BRIDGE_STEPS, type BridgeStep } from '../domain/bridge.ts';
import { type Month, month } from '../domain/month.ts';
import { type Vnd, subtractVnd, vnd } from '../domain/money.ts';
import type { Client } from './database.ts';
import type { Run } from './runs.ts';

type Asker = Pick<Client, 'query'>;

/** People paid for the month itself, VND for it, and VND in all (with arrears and what came back). */
export interface Side {
  readonly people: number;
  readonly current: Vnd;
  readonly amount: Vnd;
}

/** One commune or category, before and now. */
export interface ComparisonRow {
  readonly code: string;
  /** Of the commune; empty for categories. */
  readonly name: string;
  readonly before: Side;
  readonly now: Side;
}

/** One step of the bridge; `communeCode` null: of all communes. */
export interface StepSum {
  readonly step: BridgeStep;
  readonly communeCode: string | null;
  readonly people: number;
  readonly amount: Vnd;
}

/** A run beside the month before. */
export interface RunComparison {
  /** The month that is compared with; null: nothing is known of any. */
  readonly before: { readonly month: Month; readonly source: 'runs' | 'history' } | null;
  /** Runs of the same month whose money counts in `now` besides: those that were issued before this one. */
  readonly withRuns: readonly string[];
  readonly communes: readonly ComparisonRow[];
  /** Empty beside imported history, which knows no categories. */
  readonly categories: readonly ComparisonRow[];
  readonly steps: readonly StepSum[];
}

interface Basis {
  readonly before: RunComparison['before'];
  readonly beforeRuns: readonly number[];
  readonly nowRuns: readonly number[];
  readonly withRuns: readonly string[];
}

/** Which runs stand on which side. */
async function basisOf(client: Asker, run: Run): Promise<Basis> {
  const { rows: own } = await client.query<{ run_no: number; run_id: string }>(
    `SELECT run_no, run_id FROM run WHERE month = $1 AND issue_no IS NOT NULL AND run_no <> $2 AND ($3::int IS NULL OR issue_no < $3) ORDER BY issue_no`,
    [run.month, run.runNo, run.issueNo],
  );
  const { rows: last } = await client.query<{ month: number; runs: number[] }>(
    `SELECT month::int AS month, array_agg(run_no ORDER BY run_no) AS runs FROM run WHERE issue_no IS NOT NULL AND month < $1 GROUP BY month ORDER BY month DESC LIMIT 1`,
    [run.month],
  );
  const nowRuns = [run.runNo, ...own.map((one) => one.run_no)];
  const withRuns = own.map((one) => one.run_id);
  if (last[0] !== undefined)
    return { before: { month: month(last[0].month), source: 'runs' }, beforeRuns: last[0].runs, nowRuns, withRuns };
  const { rows: history } = await client.query<{ month: number | null }>(
    'SELECT max(month)::int AS month FROM history_month WHERE month < $1',
    [run.month],
  );
  const of = history[0]?.month ?? null;
  return { before: of === null ? null : { month: month(of), source: 'history' }, beforeRuns: [], nowRuns, withRuns };
}

interface SideRow {
  code: string;
  people: number;
  current: number;
  amount: number;
}

/** Only communes that the run covers stand on either side; null: all. */
const IN_SCOPE = `($2::text[] IS NULL OR commune_code = ANY($2))`;

const BY_CATEGORY = `SELECT code, coalesce(sum(people) FILTER (WHERE kind = 'current'), 0)::int AS people, coalesce(sum(amount) FILTER (WHERE kind = 'current'), 0) AS current,
    sum(amount) AS amount FROM run_sum WHERE run_no = ANY($1) AND what = 'category' AND ${IN_SCOPE} GROUP BY 1`;

const BY_COMMUNE = `SELECT commune_code AS code, coalesce(sum(people) FILTER (WHERE code = 'current'), 0)::int AS people, coalesce(sum(amount) FILTER (WHERE code = 'current'), 0) AS current,
    coalesce(sum(amount) FILTER (WHERE code = 'paid'), 0) AS amount FROM run_sum WHERE run_no = ANY($1) AND what = 'total' AND code IN ('current', 'paid') AND ${IN_SCOPE} GROUP BY 1`;

const BY_COMMUNE_BEFORE = `SELECT commune_code AS code, people, amount AS current, amount FROM history_month WHERE month = $1 AND ${IN_SCOPE}`;

const NOTHING: Side = { people: 0, current: vnd(0), amount: vnd(0) };

function sideOf(rows: readonly SideRow[], code: string): Side {
  const row = rows.find((one) => one.code === code);
  return row === undefined ? NOTHING : { people: row.people, current: vnd(row.current), amount: vnd(row.amount) };
}

function sideBySide(
  before: readonly SideRow[],
  now: readonly SideRow[],
  names: ReadonlyMap<string, string>,
): readonly ComparisonRow[] {
  const codes = [...new Set([...before, ...now].map((row) => row.code))].sort();
  return codes.map((code) => ({
    code,
    name: names.get(code) ?? '',
    before: sideOf(before, code),
    now: sideOf(now, code),
  }));
}

/** The steps of a run's bridge in the order of the bridge, of all communes together first. */
async function stepsOf(client: Asker, runNo: number): Promise<readonly StepSum[]> {
  const { rows } = await client.query<{ step: string; commune: string | null; people: number; amount: number }>(
    `SELECT step, commune_code AS commune, sum(people)::int AS people, sum(amount) AS amount FROM run_bridge WHERE run_no = $1
     GROUP BY GROUPING SETS ((step), (step, commune_code)) ORDER BY commune_code NULLS FIRST`,
    [runNo],
  );
  return BRIDGE_STEPS.flatMap((step) =>
    rows
      .filter((row) => row.step === step)
      .map((row) => ({ step, communeCode: row.commune, people: row.people, amount: vnd(row.amount) })),
  );
}

/**
 * A run, with what was issued in its month before it, beside the last month in which something was issued, or beside imported history: by commune and by
 * category; and the steps of its bridge. VND. Of a commune-limited session only its communes.
 */
export async function compareRun(client: Asker, run: Run): Promise<RunComparison> {
  const basis = await basisOf(client, run);
  const ask = async (sql: string, value: unknown): Promise<readonly SideRow[]> =>
    (await client.query<SideRow>(sql, [value, run.communes])).rows;
  const isHistory = basis.before?.source === 'history';
  const communesBefore = isHistory
    ? await ask(BY_COMMUNE_BEFORE, basis.before.month)
    : await ask(BY_COMMUNE, basis.beforeRuns);
  const { rows: names } = await client.query<{ code: string; name: string }>('SELECT code, name FROM commune');
  return {
    before: basis.before,
    withRuns: basis.withRuns,
    communes: sideBySide(
      communesBefore,
      await ask(BY_COMMUNE, basis.nowRuns),
      new Map(names.map((one) => [one.code, one.name])),
    ),
    categories: isHistory
      ? []
      : sideBySide(await ask(BY_CATEGORY, basis.beforeRuns), await ask(BY_CATEGORY, basis.nowRuns), new Map()),
    steps: await stepsOf(client, run.runNo),
  };
}

/** The change in VND, in people, and in tenths of a percent of the amount before (null: there was none), rounded half away from zero. */
export function changeOf({ before, now }: Pick<ComparisonRow, 'before' | 'now'>): {
  readonly people: number;
  readonly amount: Vnd;
  readonly perMille: number | null;
} {
  const amount = subtractVnd(now.amount, before.amount);
  const twice = BigInt(amount) * 2000n;
  const base = BigInt(before.amount);
  const rounded = base === 0n ? null : Number((twice + (amount < 0 ? -base : base)) / (2n * base));
  return { people: now.people - before.people, amount, perMille: rounded };
}

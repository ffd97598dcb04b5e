import { type Vnd, vnd } from '../domain/money.ts';
import { type Month, month } from '../domain/month.ts';
import type { Client, Database } from './database.ts';
import type { RunTotals } from './runs.ts';
import { type PackedSums, type Sum, SUM_SUBJECTS, type SumSubject } from './shard-sums.ts';

/** One sum of a run in one commune; what the columns mean stands in migration 0013. */
export interface RunSum extends Readonly<Sum> {
  readonly subject: SumSubject;
  readonly communeCode: string;
  readonly code: string;
  readonly kind: string;
}

/** Shards that are read at a time: some megabytes. */
const SHARDS = 50;

/** The sums of shards on their way to one list. Why numbers for keys: the shards of a million people report a million sums, of a hundred keys. */
function openList(): { add(shard: PackedSums): void; list(): readonly RunSum[] } {
  const keys: (readonly [SumSubject, string, string])[] = [];
  const numbers = new Map<string, number>();
  const communes = new Map<string, Sum[]>();
  const numberOf = (key: readonly [SumSubject, string, string]): number => {
    const text = key.join('\t');
    const number = numbers.get(text) ?? keys.push(key) - 1;
    numbers.set(text, number);
    return number;
  };
  return {
    add(shard) {
      const known = shard.keys.map(numberOf);
      for (const [communeCode, list] of Object.entries(shard.communes)) {
        const sums = communes.get(communeCode) ?? [];
        communes.set(communeCode, sums);
        for (let at = 0; at < list.length; at += 4) {
          const number = known[list[at] ?? -1];
          if (number === undefined) throw new RangeError('a shard reported a sum without saying of what');
          const sum = (sums[number] ??= { people: 0, items: 0, amount: 0 });
          sum.people += list[at + 1] ?? 0;
          sum.items += list[at + 2] ?? 0;
          sum.amount += list[at + 3] ?? 0;
        }
      }
    },
    list: () =>
      [...communes].flatMap(([communeCode, sums]) =>
        keys.flatMap(([subject, code, kind], number) => {
          const sum = sums[number];
          return sum === undefined ? [] : [{ communeCode, subject, code, kind, ...sum }];
        }),
      ),
  };
}

/** What the shards of a run report, added up by commune; null when one of them reported nothing (it was computed by an earlier version). */
export async function sumsOfShards(database: Database, runNo: number): Promise<readonly RunSum[] | null> {
  const all = openList();
  for (let last = 0; ;) {
    const { rows } = await database.pool.query<{ item: number; sums: string | null }>(
      `SELECT item_no AS item, sums FROM work_item WHERE run_no = $1 AND stage = 'compute' AND item_no > $2 ORDER BY item_no LIMIT ${SHARDS}`,
      [runNo, last],
    );
    for (const { item, sums } of rows) {
      if (sums === null) return null;
      const packed: PackedSums = JSON.parse(sums);
      all.add(packed);
      last = item;
    }
    if (rows.length < SHARDS) return all.list();
  }
}

/** Stores the sums of a run inside the caller's transaction, with those of its findings; `sums` null: all of them are added up from the rows. */
export async function saveSums(client: Client, runNo: number, sums: readonly RunSum[] | null): Promise<void> {
  const which = sums === null ? '' : ` AND what = 'control'`;
  await client.query(
    `INSERT INTO run_sum SELECT run_no, what, commune_code, code, kind, people, items, amount FROM run_recount WHERE run_no = $1${which}`,
    [runNo],
  );
  if (sums === null) return;
  const column = (of: (one: RunSum) => string | number): (string | number)[] => sums.map(of);
  await client.query(
    `INSERT INTO run_sum SELECT $1, t.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::bigint[]) AS t`,
    [
      runNo,
      column((one) => one.subject),
      column((one) => one.communeCode),
      column((one) => one.code),
      column((one) => one.kind),
      column((one) => one.people),
      column((one) => one.items),
      column((one) => one.amount),
    ],
  );
  await client.query(`UPDATE work_item SET sums = NULL WHERE run_no = $1 AND sums IS NOT NULL`, [runNo]);
}

type Asker = Pick<Client, 'query'>;

interface SumRow extends Sum {
  what: string;
  commune: string;
  code: string;
  kind: string;
}

/** The sums of a run about some subjects, by commune; none: it is not checked yet. */
export async function sumsOfRun(
  client: Asker,
  runNo: number,
  subjects: readonly SumSubject[] = SUM_SUBJECTS,
): Promise<readonly RunSum[]> {
  const { rows } = await client.query<SumRow>(
    `SELECT what, commune_code AS commune, code, kind, people, items, amount FROM run_sum WHERE run_no = $1 AND what = ANY($2)
     ORDER BY what, commune_code, code, kind`,
    [runNo, subjects],
  );
  return rows.flatMap(({ what, commune, ...row }) => {
    const subject = SUM_SUBJECTS.find((one) => one === what);
    return subject === undefined ? [] : [{ ...row, subject, communeCode: commune }];
  });
}

/** Whether a run has sums in what this session may see. */
export async function hasSums(database: Database, runNo: number): Promise<boolean> {
  const { rows } = await database.pool.query('SELECT FROM run_sum WHERE run_no = $1 LIMIT 1', [runNo]);
  return rows.length > 0;
}

/** Payments that a run sends, by commune and provider (bank BIN or post). VND. */
export async function sumsByProvider(
  database: Database,
  runNo: number,
): Promise<readonly { communeCode: string; communeName: string; provider: string; payments: number; amount: Vnd }[]> {
  const { rows } = await database.pool.query<{
    code: string;
    name: string;
    provider: string;
    payments: number;
    amount: number;
  }>(
    `SELECT s.commune_code AS code, coalesce(c.name, '') AS name, s.code AS provider, s.items AS payments, s.amount
     FROM run_sum s LEFT JOIN commune c ON c.code = s.commune_code WHERE s.run_no = $1 AND s.what = 'provider' ORDER BY 1, 3`,
    [runNo],
  );
  return rows.map((row) => ({
    communeCode: row.code,
    communeName: row.name,
    provider: row.provider,
    payments: row.payments,
    amount: vnd(row.amount),
  }));
}

/** What a run pays for earlier months, by month and kind. VND. */
export async function sumsByMonth(
  database: Database,
  runNo: number,
): Promise<readonly { month: Month; kind: string; lines: number; amount: Vnd }[]> {
  const { rows } = await database.pool.query<{ month: number; kind: string; lines: number; amount: number }>(
    `SELECT code::int AS month, kind, sum(items)::int AS lines, sum(amount) AS amount FROM run_sum
     WHERE run_no = $1 AND what = 'month' AND kind <> 'current' GROUP BY 1, 2 ORDER BY 1, 2`,
    [runNo],
  );
  return rows.map((row) => ({ ...row, month: month(row.month), amount: vnd(row.amount) }));
}

/** What waits after a run, by reason. VND. */
export async function sumsHeld(
  database: Database,
  runNo: number,
): Promise<readonly { reason: string; persons: number; amount: Vnd }[]> {
  const { rows } = await database.pool.query<{ reason: string; persons: number; amount: number }>(
    `SELECT code AS reason, sum(people)::int AS persons, sum(amount) AS amount FROM run_sum WHERE run_no = $1 AND what = 'hold' GROUP BY 1 ORDER BY 1`,
    [runNo],
  );
  return rows.map((row) => ({ ...row, amount: vnd(row.amount) }));
}

/** Findings of a run by control: how many persons, never who. */
export async function sumsByControl(
  database: Database,
  runNo: number,
): Promise<readonly { control: string; severity: string; persons: number }[]> {
  const { rows } = await database.pool.query<{ control: string; severity: string; persons: number }>(
    `SELECT code AS control, kind AS severity, sum(people)::int AS persons FROM run_sum WHERE run_no = $1 AND what = 'control'
     GROUP BY 1, 2 ORDER BY 2, 3 DESC, 1`,
    [runNo],
  );
  return rows;
}

/** The control totals of all runs within what the session may see, by run number. VND. */
export async function totalsInScope(client: Asker): Promise<ReadonlyMap<number, RunTotals>> {
  const { rows } = await client.query<{
    runNo: number;
    what: string;
    code: string;
    people: number;
    items: number;
    amount: number;
  }>(
    `SELECT run_no AS "runNo", what, CASE what WHEN 'total' THEN code ELSE '' END AS code, sum(people)::int AS people, sum(items)::int AS items, sum(amount) AS amount
     FROM run_sum WHERE what IN ('total', 'control') GROUP BY 1, 2, 3`,
  );
  return new Map(
    [...Map.groupBy(rows, (row) => row.runNo)].map(([runNo, own]) => {
      const of = (code: string): { people: number; items: number; amount: Vnd } => {
        const sum = own.find((row) => row.what === 'total' && row.code === code);
        return { people: sum?.people ?? 0, items: sum?.items ?? 0, amount: vnd(sum?.amount ?? 0) };
      };
      const totals: RunTotals = {
        persons: of('eligible').people,
        payments: of('paid').items,
        amount: of('paid').amount,
        current: of('current').amount,
        arrears: of('arrears').amount,
        carried: of('carried').amount,
        recovered: of('recovered').amount,
        heldPersons: of('held').people,
        heldAmount: of('held').amount,
        overpaidAmount: of('overpaid').amount,
        exceptions: own.find((row) => row.what === 'control')?.people ?? 0,
      };
      return [runNo, totals];
    }),
  );
}

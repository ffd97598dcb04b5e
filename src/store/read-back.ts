import { type Vnd, vnd } from '../domain/money.ts';
import { copyIn } from './bulk.ts';
import type { Client } from './database.ts';

/** A payment that stood in a file. `ordinal`: its number in the run; null where the id is none of the run. VND. */
export interface ReadBackRow {
  readonly runNo: number;
  readonly ordinal: number | null;
  readonly fileNo: number;
  readonly row: number;
  readonly amount: Vnd;
}

/** A payment and what files say of it. Amounts in VND, null: there is none. `fileNo` and `row` where one file is meant. */
export interface PaymentDifference {
  readonly code: 'payment_without_file' | 'row_without_payment' | 'payment_twice' | 'amount_differs';
  readonly communeCode: string;
  readonly provider: string;
  readonly runNo: number;
  readonly ordinal: number | null;
  readonly fileNo: number | null;
  readonly row: number | null;
  readonly payment: Vnd | null;
  readonly instructed: Vnd | null;
}

/** Makes the empty place for what files say; it is gone with the transaction. */
export async function createReadBack(client: Client): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE read_back (run_no integer NOT NULL, ordinal integer, file_no integer NOT NULL, row_no integer NOT NULL, amount bigint NOT NULL) ON COMMIT DROP`,
  );
}

/** Adds rows by COPY. */
export async function addReadBack(client: Client, rows: readonly ReadBackRow[]): Promise<void> {
  const text = rows.map((one) => `${one.runNo}\t${one.ordinal ?? '\\N'}\t${one.fileNo}\t${one.row}\t${one.amount}\n`);
  await copyIn(client, 'COPY read_back (run_no, ordinal, file_no, row_no, amount) FROM STDIN', [text.join('')]);
}

const COMPARED = `SELECT CASE WHEN b.run_no IS NULL THEN 'payment_without_file' WHEN p.run_no IS NULL THEN 'row_without_payment'
      WHEN b.times > 1 THEN 'payment_twice' ELSE 'amount_differs' END AS code,
    coalesce(p.commune_code, '') AS "communeCode", coalesce(p.provider, '') AS provider, coalesce(p.run_no, b.run_no) AS "runNo", coalesce(p.ordinal, b.ordinal) AS ordinal,
    b.file_no AS "fileNo", b.row_no AS row, p.amount AS payment, b.amount AS instructed
  FROM (SELECT run_no, ordinal, commune_code, provider, amount FROM payment WHERE run_no = ANY($1) AND hold_reason IS NULL AND amount > 0) p
  FULL JOIN (SELECT run_no, ordinal, sum(amount) AS amount, count(*) AS times, min(file_no) AS file_no, min(row_no) AS row_no FROM read_back
    GROUP BY run_no, ordinal, CASE WHEN ordinal IS NULL THEN file_no END, CASE WHEN ordinal IS NULL THEN row_no END) b
    ON b.run_no = p.run_no AND b.ordinal = p.ordinal
  WHERE p.run_no IS NULL OR b.run_no IS NULL OR b.times > 1 OR b.amount <> p.amount`;

interface AmountRow extends Omit<PaymentDifference, 'payment' | 'instructed'> {
  readonly payment: number | null;
  readonly instructed: number | null;
  readonly all: number;
}

function differenceOf(row: AmountRow): PaymentDifference {
  const { code, communeCode, provider, runNo, ordinal, fileNo, row: at } = row;
  const payment = row.payment === null ? null : vnd(row.payment);
  const instructed = row.instructed === null ? null : vnd(row.instructed);
  return { code, communeCode, provider, runNo, ordinal, fileNo, row: at, payment, instructed };
}

/** Payments and rows of files that do not meet, or meet with another amount: the first `limit`, and how many there are in all. */
export async function paymentDifferences(
  client: Client,
  runNos: readonly number[],
  limit: number,
): Promise<{ readonly all: number; readonly first: readonly PaymentDifference[] }> {
  await client.query('ANALYZE read_back');
  const { rows } = await client.query<AmountRow>(
    `SELECT d.*, count(*) OVER () AS "all" FROM (${COMPARED}) d ORDER BY "runNo", code, ordinal NULLS LAST, "fileNo", row LIMIT ${limit}`,
    [runNos],
  );
  return { all: rows[0]?.all ?? 0, first: rows.map(differenceOf) };
}

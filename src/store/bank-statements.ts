import type { Client } from './database.ts';

/** A statement or notification as it is kept. VND; days YYYY-MM-DD. */
export interface KeptStatement {
  readonly kind: string;
  readonly account: string;
  readonly id: string;
  /** Empty: not said. */
  readonly sequence: string;
  /** Of a statement in several pages, from 1; 0: it is whole. */
  readonly page: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly opening: number | null;
  readonly closing: number | null;
  readonly credits: number;
  readonly debits: number;
  readonly entries: number;
}

const COLUMNS = `kind, account, statement_id AS id, sequence, page, from_day AS "from", to_day AS "to", opening, closing, credits, debits, entries`;

/** The statement of this account that was loaded before: of this id, or of another one with the same days and figures. */
export async function findStatement(client: Client, wanted: KeptStatement): Promise<KeptStatement | null> {
  const { rows } = await client.query<KeptStatement>(
    `SELECT ${COLUMNS} FROM bank_statement WHERE kind = $1 AND account = $2 AND page = $5 AND ((statement_id = $3 AND sequence = $4)
       OR ($6 > 0 AND kind = 'camt.053' AND (from_day, to_day, opening, closing, credits, debits, entries) = ($7::date, $8::date, $9::bigint, $10::bigint, $11::bigint, $12::bigint, $6::int)))
     ORDER BY (statement_id = $3 AND sequence = $4) DESC LIMIT 1`,
    [
      wanted.kind,
      wanted.account,
      wanted.id,
      wanted.sequence,
      wanted.page,
      wanted.entries,
      wanted.from,
      wanted.to,
      wanted.opening,
      wanted.closing,
      wanted.credits,
      wanted.debits,
    ],
  );
  return rows[0] ?? null;
}

/** Keeps a statement beside the file that brought it; the caller holds the lock of the books. */
export async function insertStatement(client: Client, fileNo: number, one: KeptStatement): Promise<void> {
  await client.query(
    `INSERT INTO bank_statement (statement_no, file_no, kind, account, statement_id, sequence, page, from_day, to_day, opening, closing, credits, debits, entries)
     SELECT 1 + coalesce(max(statement_no), 0), $1::int, $2::text, $3::text, $4::text, $5::text, $13::int, $6::date, $7::date, $8::bigint, $9::bigint, $10::bigint, $11::bigint, $12::int FROM bank_statement`,
    [
      fileNo,
      one.kind,
      one.account,
      one.id,
      one.sequence,
      one.from,
      one.to,
      one.opening,
      one.closing,
      one.credits,
      one.debits,
      one.entries,
      one.page,
    ],
  );
}

/** Other statements of the account that cover some of the same days and do not go on from this one or lead up to it, by their ids. */
export async function overlapping(client: Client, one: KeptStatement): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT statement_id AS id FROM bank_statement WHERE kind = 'camt.053' AND account = $1 AND page = 0 AND from_day <= $3::date AND to_day >= $2::date
       AND opening IS DISTINCT FROM $5::bigint AND closing IS DISTINCT FROM $4::bigint ORDER BY statement_no LIMIT 3`,
    [one.account, one.from, one.to, one.opening, one.closing],
  );
  return rows.map((row) => row.id);
}

/** The closing balance of the statement of an account before a day, VND; null: none is known. */
export async function closingBefore(client: Client, account: string, day: string): Promise<number | null> {
  const { rows } = await client.query<{ closing: number | null }>(
    `SELECT closing FROM bank_statement WHERE kind = 'camt.053' AND page = 0 AND account = $1 AND to_day < $2::date AND closing IS NOT NULL
     ORDER BY to_day DESC, statement_no DESC LIMIT 1`,
    [account, day],
  );
  return rows[0]?.closing ?? null;
}

/** The opening balance of the statement of an account after a day, VND; null: none is known. */
export async function openingAfter(client: Client, account: string, day: string): Promise<number | null> {
  const { rows } = await client.query<{ opening: number | null }>(
    `SELECT opening FROM bank_statement WHERE kind = 'camt.053' AND page = 0 AND account = $1 AND from_day > $2::date AND opening IS NOT NULL
     ORDER BY from_day, statement_no LIMIT 1`,
    [account, day],
  );
  return rows[0]?.opening ?? null;
}

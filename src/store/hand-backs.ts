import type { IsoDate, Month } from '../domain/month.ts';
import type { Vnd } from '../domain/money.ts';
import type { Client } from './database.ts';

/** Money that a provider gave back to the treasury, by its paper (giấy nộp trả kinh phí). */
export interface HandBack {
  /** Number of the paper: the same one is not taken twice. */
  readonly reference: string;
  readonly month: Month;
  readonly communeCode: string;
  readonly provider: string;
  readonly amount: Vnd;
  readonly receivedOn: IsoDate;
  readonly actor: string;
}

/** Whether a paper was taken before. */
export async function isHandBackKnown(client: Client, reference: string): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM hand_back WHERE reference = $1', [reference]);
  return rows.length > 0;
}

/** Writes a paper down and answers its number; the caller holds the lock of the books. */
export async function insertHandBack(client: Client, one: HandBack): Promise<number> {
  const { rows } = await client.query<{ hand_back_no: number }>(
    `INSERT INTO hand_back (hand_back_no, reference, month, commune_code, provider, amount, received_on, actor)
     SELECT 1 + coalesce(max(hand_back_no), 0), $1, $2::int, $3, $4, $5::bigint, $6::date, $7 FROM hand_back RETURNING hand_back_no`,
    [one.reference, one.month, one.communeCode, one.provider, one.amount, one.receivedOn, one.actor],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0].hand_back_no;
}

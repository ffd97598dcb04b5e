import type { IssuedPayment } from '../domain/instructed.ts';
import { parseVnd } from '../domain/money.ts';
import { type TextRow, copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';

/** The highest number of a payment in a run; 0 when it has none. */
export async function lastOrdinalOf(client: Client, runNo: number): Promise<number> {
  const { rows } = await client.query<{ last: number }>(
    'SELECT coalesce(max(ordinal), 0) AS last FROM payment WHERE run_no = $1',
    [runNo],
  );
  return rows[0]?.last ?? 0;
}

function paymentOf([ordinal, communeCode, provider, amount]: TextRow): IssuedPayment {
  const value = parseVnd(amount ?? '');
  if (value === null) throw new RangeError('an amount in the database is not a whole number of VND');
  return { ordinal: Number(ordinal), communeCode: communeCode ?? '', provider: provider ?? '', amount: value };
}

/** The payments of a run with which money went out, by their number, a batch at a time. VND. */
export async function* issuedPayments(
  client: Client,
  runNo: number,
): AsyncGenerator<readonly IssuedPayment[], undefined> {
  const query = `SELECT ordinal, commune_code, provider, amount FROM payment WHERE run_no = ${runNo} AND hold_reason IS NULL AND amount > 0 ORDER BY ordinal`;
  for await (const rows of copyOutRows(client, query)) yield rows.map(paymentOf);
}

import { copyIn, copyText } from './bulk.ts';
import type { Client } from './database.ts';

/** A row as it is staged: what the file says, and why it cannot be used. */
export interface StagedRow {
  readonly row: number;
  /** `payment`: `name` is its end-to-end id; `block` and `message`: the id of a block or message of ours, whose payments are all meant. */
  readonly scope: 'payment' | 'block' | 'message';
  readonly name: string;
  readonly status: string;
  readonly date: string | null;
  /** VND. */
  readonly amount: string | null;
  readonly reason: string;
  readonly finding: string | null;
  /** The how-manieth statement of the file; 0: it has none. */
  readonly statementNo: number;
}

/** Makes the empty staging table of a settlement; it is gone with the transaction. `is_spread`: what it says stands in rows of their own. */
export async function createSettlementStage(client: Client): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE stage_outcome (row_no integer, scope text COLLATE "C", end_to_end_id text COLLATE "C", status text COLLATE "C", outcome_date date,
       amount bigint, reason text, finding text, statement_no integer, run_no integer, person_id text COLLATE "C", path text COLLATE "C",
       is_event boolean NOT NULL DEFAULT false, is_spread boolean NOT NULL DEFAULT false) ON COMMIT DROP`,
  );
}

/** Sends rows into the staging table. */
export async function stageSettlement(client: Client, rows: readonly StagedRow[]): Promise<void> {
  const text = rows.map(
    (one) =>
      `${one.row}\t${one.scope}\t${copyText(one.name)}\t${copyText(one.status)}\t${copyText(one.date)}\t${copyText(one.amount)}\t${copyText(one.reason)}\t${copyText(one.finding)}\t${one.statementNo}\n`,
  );
  await copyIn(
    client,
    'COPY stage_outcome (row_no, scope, end_to_end_id, status, outcome_date, amount, reason, finding, statement_no) FROM STDIN',
    [text.join('')],
  );
}

/** Takes the rows of a statement out again: it was loaded before. */
export async function dropStatementRows(client: Client, statementNo: number): Promise<void> {
  await client.query('DELETE FROM stage_outcome WHERE statement_no = $1', [statementNo]);
}

/** Rows that speak of payments at all: what else an account did is kept and says nothing. */
const SPEAKS = `status <> 'other'`;

async function matchPayments(client: Client): Promise<void> {
  await client.query(
    `UPDATE stage_outcome s SET run_no = p.run_no, person_id = p.person_id,
       finding = CASE WHEN p.hold_reason IS NOT NULL OR p.amount = 0 OR p.issue_no IS NULL THEN 'not_issued'
         WHEN s.amount IS NOT NULL AND s.amount <> p.amount THEN 'amount_differs' ELSE s.finding END
     FROM (SELECT t.ctid AS place, y.run_no, y.person_id, y.hold_reason, y.amount, r.issue_no FROM stage_outcome t
       JOIN run r ON 'CT' || r.province || replace(r.run_id, '-', '') = left(upper(t.end_to_end_id), -9)
       JOIN payment y ON y.run_no = r.run_no AND y.ordinal = CASE WHEN right(t.end_to_end_id, 9) ~ '^[0-9]{9}$' THEN right(t.end_to_end_id, 9)::int END
       WHERE t.finding IS NULL AND t.scope = 'payment' AND t.${SPEAKS}) p WHERE p.place = s.ctid`,
  );
  await client.query(
    `UPDATE stage_outcome SET finding = 'unknown_payment' WHERE run_no IS NULL AND finding IS NULL AND scope = 'payment' AND ${SPEAKS}`,
  );
}

/** The message id behind a block or message id (SQL): PmtInfId is the message id with the number of the block behind it. */
export function messageIdIn(column: string): string {
  return `regexp_replace(upper(${column}), '-B[0-9]+$', '')`;
}

/** The latest state of the payment of stage row s that is not simply paid: returned, uncollected, or what a correction said; null: paid or not known. */
export const KNOWN_STATE = `(SELECT e.status_after FROM outcome_event e WHERE e.run_no = s.run_no AND e.person_id = s.person_id
    AND (e.status <> 'paid' OR e.is_correction) ORDER BY e.event_no DESC LIMIT 1)`;

async function matchFiles(client: Client): Promise<void> {
  await client.query(
    `UPDATE stage_outcome s SET run_no = f.run_no, path = f.path,
       finding = CASE WHEN r.issue_no IS NULL THEN 'not_issued' ELSE s.finding END
     FROM payout_file f JOIN run r USING (run_no) WHERE s.scope <> 'payment' AND s.finding IS NULL AND s.${SPEAKS} AND f.message_id = ${messageIdIn('s.end_to_end_id')}`,
  );
  await client.query(
    `UPDATE stage_outcome SET finding = 'unknown_file' WHERE run_no IS NULL AND finding IS NULL AND scope <> 'payment' AND ${SPEAKS}`,
  );
}

/** Who sent a file: what it can say of a payment. */
export interface Sender {
  /** Banks say nothing of money paid at the post, and the other way round; null: anybody's list. */
  readonly channel: 'bank' | 'post' | null;
  /** The account of each statement by its number in the file. */
  readonly accounts: ReadonlyMap<number, string>;
}

/** An account number as it is compared: without spaces and signs, and zeros in front. */
const PLAIN = (account: string): string => `ltrim(regexp_replace(${account}, '[^0-9A-Za-z]', '', 'g'), '0')`;

/** What a sender says of payments that are none of his, or of another account than the one that was asked to pay, does not count. */
async function checkSender(client: Client, { channel, accounts }: Sender): Promise<void> {
  if (channel !== null)
    await client.query(
      `UPDATE stage_outcome s SET finding = 'other_channel' FROM payment p
       WHERE s.scope = 'payment' AND s.finding IS NULL AND p.run_no = s.run_no AND p.person_id = s.person_id AND p.channel <> $1`,
      [channel],
    );
  if (accounts.size === 0) return;
  await client.query(
    `UPDATE stage_outcome s SET finding = 'other_account'
     FROM unnest($1::int[], $2::text[]) AS a (statement_no, account), payout_file f
     WHERE s.statement_no = a.statement_no AND s.finding IS NULL AND s.run_no IS NOT NULL AND a.account <> '' AND f.run_no = s.run_no AND f.debtor_account IS NOT NULL
       AND f.path = coalesce(s.path, (SELECT i.path FROM payment_in_file i WHERE i.run_no = s.run_no AND i.person_id = s.person_id LIMIT 1))
       AND ${PLAIN('a.account')} <> ${PLAIN('f.debtor_account')}`,
    [[...accounts.keys()], [...accounts.values()]],
  );
}

/** A payment is booked once: a second debit in a statement, or in another one on another day, is money that somebody must ask the bank about. */
async function checkBookedOnce(client: Client): Promise<void> {
  await client.query(
    `UPDATE stage_outcome s SET finding = 'booked_twice' WHERE s.statement_no > 0 AND s.scope = 'payment' AND s.finding IS NULL AND s.status = 'paid' AND s.person_id IS NOT NULL
       AND (EXISTS (SELECT FROM stage_outcome b WHERE b.statement_no = s.statement_no AND b.scope = 'payment' AND b.status = 'paid' AND b.run_no = s.run_no
           AND b.person_id = s.person_id AND b.row_no < s.row_no)
         OR EXISTS (SELECT FROM outcome_event e JOIN settlement_file f USING (file_no) WHERE e.run_no = s.run_no AND e.person_id = s.person_id AND e.status = 'paid'
           AND f.format = 'camt.053' AND e.outcome_date <> s.outcome_date))`,
  );
}

/**
 * What is said of a whole file or block becomes a row for each of its payments, except those that the same settlement names itself, or by their block:
 * the nearer word wins. A booking of the whole does not speak of payments that came back before: the bank never debited them.
 */
async function spread(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO stage_outcome (row_no, scope, end_to_end_id, status, outcome_date, amount, reason, statement_no, run_no, person_id, path)
     SELECT w.row_no, 'spread', w.end_to_end_id, w.status, w.outcome_date, p.amount, w.reason, w.statement_no, w.run_no, i.person_id, w.path
     FROM (SELECT DISTINCT ON (s.run_no, s.path, s.scope, s.status, s.outcome_date) s.* FROM stage_outcome s
         WHERE s.scope <> 'payment' AND s.finding IS NULL AND s.status IN ('paid', 'returned')
         ORDER BY s.run_no, s.path, s.scope, s.status, s.outcome_date, s.row_no) w
       JOIN payment_in_file i ON i.run_no = w.run_no AND i.path = w.path JOIN payment p ON p.run_no = i.run_no AND p.person_id = i.person_id
     WHERE NOT EXISTS (SELECT FROM stage_outcome n WHERE n.scope = 'payment' AND n.run_no = i.run_no AND n.person_id = i.person_id AND n.finding IS NULL)
       AND NOT (w.scope = 'message' AND EXISTS (SELECT FROM stage_outcome n WHERE n.scope = 'block' AND n.run_no = w.run_no AND n.path = w.path AND n.finding IS NULL))`,
  );
  await client.query('ANALYZE stage_outcome');
  await client.query(
    `DELETE FROM stage_outcome s USING stage_outcome w WHERE s.scope = 'spread' AND s.status = 'paid' AND w.row_no = s.row_no AND w.scope <> 'spread'
       AND w.amount IS NOT NULL AND ${KNOWN_STATE} IN ('returned', 'uncollected')`,
  );
  // A booking of the whole must be the sum of what it speaks of, else nobody knows whom it means.
  await client.query(
    `UPDATE stage_outcome w SET finding = 'batch_differs' WHERE w.scope IN ('block', 'message') AND w.finding IS NULL AND w.amount IS NOT NULL
       AND w.status IN ('paid', 'returned') AND w.amount <> (SELECT coalesce(sum(s.amount), 0) FROM stage_outcome s WHERE s.scope = 'spread' AND s.row_no = w.row_no)`,
  );
  await client.query(
    `DELETE FROM stage_outcome s USING stage_outcome w WHERE s.scope = 'spread' AND w.row_no = s.row_no AND w.finding = 'batch_differs'`,
  );
  await client.query(
    `UPDATE stage_outcome w SET is_spread = true WHERE w.scope IN ('block', 'message') AND EXISTS (SELECT FROM stage_outcome s WHERE s.scope = 'spread' AND s.row_no = w.row_no)`,
  );
}

/** Files of ours of which a bank says that they asked for something else, by the name that the bank gives. `sum`: whole VND, or null. */
export async function differingOriginals(
  client: Client,
  originals: readonly { readonly name: string; readonly count: string; readonly sum: string }[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT o.name FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS o (name, count, sum, place)
       JOIN payout_file f ON f.message_id = ${messageIdIn('o.name')}
     WHERE (o.count <> '' AND ltrim(o.count, '0') <> f.payments::text) OR (o.sum <> '' AND regexp_replace(ltrim(o.sum, '0'), '[.]0*$', '') <> f.amount::text) ORDER BY o.place`,
    [originals.map((one) => one.name), originals.map((one) => one.count), originals.map((one) => one.sum)],
  );
  return rows.map((row) => row.name);
}

/**
 * Finds the payments behind every row: by end-to-end id, or all payments of a file of ours by the id of its message or block; and why a row is none
 * of ours or cannot count.
 */
export async function matchSettlement(client: Client, sender: Sender): Promise<void> {
  await client.query('ANALYZE stage_outcome');
  await matchPayments(client);
  await matchFiles(client);
  await checkSender(client, sender);
  if (sender.accounts.size > 0) await checkBookedOnce(client);
  const { rowCount } = await client.query(
    `SELECT FROM stage_outcome WHERE scope <> 'payment' AND finding IS NULL AND status IN ('paid', 'returned') LIMIT 1`,
  );
  if (rowCount !== 0) await spread(client);
  await client.query(
    `UPDATE stage_outcome SET is_event = true WHERE finding IS NULL AND person_id IS NOT NULL AND status IN ('paid', 'returned', 'uncollected')`,
  );
}

import type { Run } from '../../src/store/runs.ts';
import type { Office } from './office.ts';
import { type Amounts, type Difference, compare } from './played-books.ts';

async function asked(office: Office, sql: string, ...values: readonly unknown[]): Promise<Amounts> {
  const rows = await office.ask(sql, ...values);
  return new Map(rows.map(({ key, value }) => [String(key), String(value)]));
}

/** What stands open of every person, family and month by the entries of the books, whatever account it began on. */
const OPEN = `SELECT person_id || ' ' || family || ' ' || month AS key,
    sum(CASE account WHEN 'liability:payable' THEN credit - debit ELSE 0 END) || ' owed, ' || sum(CASE account WHEN 'receivable:overpayment' THEN debit - credit ELSE 0 END) || ' to get back' AS value
  FROM ledger_entry WHERE person_id <> '' AND account IN ('liability:payable', 'receivable:overpayment') GROUP BY person_id, family, month
  HAVING sum(CASE account WHEN 'liability:payable' THEN credit - debit ELSE 0 END) <> 0 OR sum(CASE account WHEN 'receivable:overpayment' THEN debit - credit ELSE 0 END) <> 0`;

/** The same from what the run said: what waits, and what was overpaid less what it took back. */
const SAID = `SELECT person_id || ' ' || family || ' ' || month AS key, sum(owed) || ' owed, ' || sum(over) || ' to get back' AS value FROM (
    SELECT person_id, family, month, amount AS owed, 0 AS over FROM run_line WHERE run_no = $1 AND hold_reason IS NOT NULL
    UNION ALL SELECT person_id, family, month, 0, amount FROM run_overpayment WHERE run_no = $1
    UNION ALL SELECT person_id, family, month, 0, amount FROM run_line WHERE run_no = $1 AND kind = 'recovery') s
  GROUP BY person_id, family, month HAVING sum(owed) <> 0 OR sum(over) <> 0`;

/** Right after a run of the whole province was issued, what is open in the books is what the run left open, person by person. */
export async function compareLedger(office: Office, run: Run): Promise<Difference[]> {
  if (run.communes !== null) return [];
  return compare(`${run.runId} ledger`, await asked(office, SAID, run.runNo), await asked(office, OPEN));
}

/** Debit and credit of all accounts are the same; added up chapter by chapter they are what the entries say. */
export async function compareTrialBalance(office: Office): Promise<Difference[]> {
  const sums = (source: string): string =>
    `SELECT account AS key, sum(debit - credit) AS value FROM ${source} GROUP BY account HAVING sum(debit - credit) <> 0`;
  const [entries, totals] = [await asked(office, sums('ledger_entry')), await asked(office, sums('ledger_balance'))];
  const all = [...entries.values()].reduce((sum, value) => sum + Number(value), 0);
  const balance: Difference[] =
    all === 0 ? [] : [{ number: 0, where: 'trial balance', model: '0', program: String(all) }];
  return [...balance, ...compare('accounts', entries, totals)];
}

/** What is on its way are the payments nothing is known of; what providers have is what was drawn and did not arrive anywhere. */
export async function compareMoney(office: Office): Promise<Difference[]> {
  const accounts = await asked(
    office,
    `SELECT account AS key, sum(debit - credit) AS value FROM ledger_balance WHERE account LIKE 'transit:%' OR account LIKE 'held:%' GROUP BY account HAVING sum(debit - credit) <> 0`,
  );
  const payments = await asked(
    office,
    `WITH sent AS (SELECT p.provider, p.amount, (SELECT e.status_after FROM outcome_event e WHERE e.run_no = p.run_no AND e.person_id = p.person_id ORDER BY e.event_no DESC LIMIT 1) AS status
       FROM payment p JOIN run r USING (run_no) WHERE r.issue_no IS NOT NULL AND p.hold_reason IS NULL AND p.amount > 0)
     SELECT * FROM (SELECT 'transit:' || provider AS key, -sum(amount) AS value FROM sent WHERE status IS NULL GROUP BY 1
       UNION ALL SELECT 'held:' || provider, sum(amount) FROM (SELECT provider, draw AS amount FROM run_draw UNION ALL SELECT provider, -amount FROM sent WHERE status = 'paid') m GROUP BY 1) x
     WHERE value <> 0`,
  );
  return compare('money', payments, accounts);
}

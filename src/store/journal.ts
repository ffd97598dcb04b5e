import { accountName } from './accounts.ts';
import { copyOutRows, type TextRow } from './bulk.ts';
import type { Client } from './database.ts';

/** Runs of a journal, and the months whose hand-backs belong to it. */
export interface JournalScope {
  readonly runNos: readonly number[];
}

function scoped(scope: JournalScope, runNo: string, chapterNo: string): string {
  const runs = scope.runNos.length === 0 ? '0' : scope.runNos.join(', ');
  return `(${runNo} IN (${runs}) OR (${runNo} IS NULL AND ${chapterNo} IN (SELECT c.chapter_no FROM ledger_chapter c JOIN run r ON r.month = c.month WHERE r.run_no IN (${runs}))))`;
}

const ACCOUNT = (side: string): string => accountName(`l.${side}`, 'p');

/**
 * Every move of the books in the scope, in their order: day, chapter, block, event, run, commune, person, family, month, issue, part, cause, debit account,
 * credit account, amount (VND).
 */
export async function* journalRows(client: Client, scope: JournalScope): AsyncGenerator<readonly TextRow[], undefined> {
  yield* copyOutRows(
    client,
    `SELECT to_char(s.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), p.chapter_no, p.block, p.event, coalesce(r.run_id, ''), p.commune_code, p.person_id, p.family, p.month, p.issue, p.part, p.cause,
       ${ACCOUNT('debit_account')}, ${ACCOUNT('credit_account')}, p.amount
     FROM ledger_posting p JOIN ledger_seal s USING (chapter_no) JOIN ledger_leg l USING (event, accrues) LEFT JOIN run r ON r.run_no = p.run_no
     WHERE ${scoped(scope, 'p.run_no', 'p.chapter_no')}
     ORDER BY s.seal_no, p.block, p.person_id, p.family, p.month, p.issue, p.event, p.part, p.cause, l.leg`,
  );
}

/** What every account of the scope comes to by the sums of the chapters (debit less credit, VND), in order. */
export async function journalBalances(
  client: Client,
  scope: JournalScope,
): Promise<readonly { account: string; balance: string }[]> {
  const { rows } = await client.query<{ account: string; balance: string }>(
    `SELECT account, sum(amount)::text AS balance FROM (
       SELECT ${ACCOUNT('debit_account')} AS account, p.amount FROM ledger_total p JOIN ledger_leg l USING (event, accrues) WHERE ${scoped(scope, 'p.run_no', 'p.chapter_no')}
       UNION ALL SELECT ${ACCOUNT('credit_account')}, -p.amount FROM ledger_total p JOIN ledger_leg l USING (event, accrues) WHERE ${scoped(scope, 'p.run_no', 'p.chapter_no')}) m
     GROUP BY 1 ORDER BY 1`,
  );
  return rows;
}

import { type IsoDate, parseDate } from '../domain/month.ts';
import type { PayingAccount } from '../domain/paying-account.ts';
import type { Client, Database } from './database.ts';
import { frozen } from './payouts.ts';
import type { Run } from './runs.ts';

/** The accounts of communes (of one when given) as they were known when the run was opened. */
export async function payingAccounts(
  client: Pick<Client, 'query'>,
  run: Run,
  communeCode: string | null,
): Promise<ReadonlyMap<string, readonly PayingAccount[]>> {
  const columns = 't.commune_code, t.bank_bin, t.account_no, t.account_name, t.unit_code, t.is_main';
  const { rows } = await client.query<PayingAccount & { communeCode: string }>(
    `SELECT commune_code AS "communeCode", bank_bin AS "bankBin", account_no AS "accountNo", account_name AS "accountName",
       coalesce(unit_code, '') AS "unitCode", is_main = 'yes' AS "isMain"
     FROM ${frozen(run, 'paying_account', columns)} a WHERE $1::text IS NULL OR commune_code = $1 ORDER BY commune_code, bank_bin`,
    [communeCode],
  );
  const byCommune = new Map<string, PayingAccount[]>();
  for (const { communeCode: code, ...account } of rows) byCommune.set(code, [...(byCommune.get(code) ?? []), account]);
  return byCommune;
}

/** When a run was approved, as its messages say it, and the day on which the banks are asked to pay. */
export interface RunMoment {
  /** YYYY-MM-DDTHH:MM:SS+07:00. */
  readonly createdAt: string;
  /** The day of the approval, or the first of the run's month when that is later. */
  readonly executesOn: IsoDate;
}

/** The moment of an approved run by the clock of Viet Nam. Throws for a run that nobody approved. */
export async function approvalMoment(database: Database, run: Run): Promise<RunMoment> {
  const { rows } = await database.pool.query<{ at: string | null }>(
    `SELECT to_char(approved_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS') AS at FROM run WHERE run_no = $1`,
    [run.runNo],
  );
  const at = rows[0]?.at ?? '';
  const first = `${Math.floor(run.month / 100)}-${String(run.month % 100).padStart(2, '0')}-01`;
  const day = at.slice(0, 10);
  const executesOn = parseDate(day > first ? day : first);
  if (at === '' || executesOn === null) throw new RangeError('the run was not approved');
  return { createdAt: `${at}+07:00`, executesOn };
}

import type { Client } from './database.ts';
import { type Payout, payoutsWhere } from './payouts.ts';
import type { Run } from './runs.ts';

/** What certainly passes every form of a run's banks, so that only the rest is looked at one by one. */
export interface PlainPayment {
  /** Characters of a name, digits of an account. */
  readonly nameLength: number;
  readonly accountLength: number;
  /** VND; null: no bank has a limit. */
  readonly amount: number | null;
  /** BINs of banks for whose accounts even a plain payment would not pass. */
  readonly otherBanks: readonly string[];
}

// Letters that banks take once their marks are off. Why listed and no class: what such a class holds depends on the database's locale.
const LETTERS =
  'A-Za-z ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ';

/** BINs of the banks to which a run pays. */
export async function banksOfRun(client: Client, runNo: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ bin: string }>(
    `SELECT DISTINCT provider AS bin FROM payment WHERE run_no = $1 AND channel = 'bank' AND hold_reason IS NULL AND amount > 0 ORDER BY 1`,
    [runNo],
  );
  return rows.map((row) => row.bin);
}

/**
 * Payments to accounts that may not pass. Why names and accounts are looked for in their tables and not by payment: one look at all of them with a
 * pattern is quick, and what is left are a few.
 */
export async function unplainPayments(client: Client, run: Run, plain: PlainPayment): Promise<readonly Payout[]> {
  // Why what is not there and how long it is: one pattern for the whole text takes ten times as long.
  const named = (column: string): string =>
    `length(${column}) NOT BETWEEN 1 AND ${plain.nameLength} OR ${column} ~ '[^${LETTERS}]'`;
  const payee = `account_no IS NULL OR length(account_no) NOT BETWEEN 6 AND ${plain.accountLength} OR account_no ~ '[^0-9]' OR ${named('account_name')}`;
  const inHistory = `superseded_batch > ${run.registryBatch}`;
  const banks = plain.otherBanks.map((bin) => client.escapeLiteral(bin)).join(', ');
  const which = [
    `p.person_id IN (SELECT person_id FROM payee WHERE channel = 'bank' AND (${payee})
       UNION SELECT person_id FROM payee_history WHERE channel = 'bank' AND ${inHistory} AND (${payee})
       UNION SELECT person_id FROM person WHERE ${named('full_name')} UNION SELECT person_id FROM person_history WHERE ${inHistory} AND (${named('full_name')}))`,
    ...(plain.amount === null ? [] : [`p.amount > ${plain.amount}`]),
    ...(banks === '' ? [] : [`p.provider IN (${banks})`]),
  ];
  return payoutsWhere(client, run, `p.channel = 'bank' AND (${which.join(' OR ')})`);
}

/** Writes findings about persons' payments into the exceptions of a run. */
export async function savePaymentFindings(
  client: Client,
  runNo: number,
  control: string,
  findings: readonly {
    readonly personId: string;
    readonly communeCode: string;
    readonly severity: string;
    readonly message: string;
  }[],
): Promise<void> {
  await client.query(
    `INSERT INTO run_exception (run_no, person_id, control, commune_code, severity, message)
     SELECT $1, p, $2, c, s, m FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]) AS t (p, c, s, m)`,
    [
      runNo,
      control,
      findings.map((one) => one.personId),
      findings.map((one) => one.communeCode),
      findings.map((one) => one.severity),
      findings.map((one) => one.message),
    ],
  );
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../src/domain/failure.ts';
import { type SettleSummary, settleFile } from '../../src/payroll/settle-outcomes.ts';
import type { Run } from '../../src/store/runs.ts';
import { type Booking, type Statement, accountStatements } from './bank-answers.ts';
import { A_DAY_TO_COME } from './law.ts';
import { type Office, openOffice } from './office.ts';
import { JULY_TO_OCTOBER, VILLAGE, paid } from './village.ts';

/** The account from which the commune 07210 pays. */
export const ACCOUNT = '5500111222333';

/** An office that has asked one bank to pay three people of one commune: Hoa (P1) 1,050,000, Sơn (P5) and Vui (P6) 700,000 VND each. */
export interface BankOffice {
  readonly office: Office;
  readonly november: Run;
  /** End-to-end ids. */
  readonly hoa: string;
  readonly son: string;
  readonly vui: string;
  /** The message that asked for them. */
  readonly message: string;
  /** Loads the text of a file of a bank. */
  settled(text: string): Promise<Result<SettleSummary>>;
  /** What every payment of the message is now. */
  states(): Promise<Record<string, unknown>>;
}

/** A statement of a day of the paying account. */
export function stated(bookings: readonly Booking[], more: Partial<Statement> = {}): string {
  const statement = { id: 'S1', account: ACCOUNT, from: '2026-11-05', to: '2026-11-05', opening: 5_000_000, bookings };
  return accountStatements(`STM-${more.id ?? 'S1'}`, more.to ?? '2026-11-05', [{ ...statement, ...more }]);
}

/** The codes of what an officer must look at. */
export function codes(summary: SettleSummary): string[] {
  return summary.problems.map((one) => one.code);
}

async function opened(): Promise<{ office: Office; november: Run }> {
  const office = await openOffice();
  await office.load({
    ...VILLAGE,
    persons: [
      ...(VILLAGE.persons ?? []),
      'P5,024040012349,Ngô Văn Sơn,1940-02-03,M,07210,,0',
      'P6,024040012350,Đỗ Thị Vui,1941-02-03,F,07210,,0',
    ],
    awards: [
      ...(VILLAGE.awards ?? []),
      'A5,P5,SP75,5/QĐ,2025-07-01,2025-07,,,',
      'A6,P6,SP75,6/QĐ,2025-07-01,2025-07,,,',
    ],
    payees: [
      ...(VILLAGE.payees ?? []),
      'P5,2025-07,bank,970405,0012345681,NGO VAN SON,,,',
      'P6,2025-07,bank,970405,0012345682,DO THI VUI,,,',
    ],
    disbursements: [
      ...(VILLAGE.disbursements ?? []),
      ...paid('P5', 'MAIN', JULY_TO_OCTOBER, 500_000),
      ...paid('P6', 'MAIN', JULY_TO_OCTOBER, 500_000),
    ],
    paying_accounts: [`07210,970405,${ACCOUNT},UBND PHUONG BAC GIANG,1234567,yes`],
  });
  return { office, november: await office.pay() };
}

/** Opens such an office; the caller closes it. */
export async function openBankOffice(): Promise<BankOffice> {
  const { office, november } = await opened();
  const [file] = await office.ask(
    'SELECT message_id FROM payout_file WHERE run_no = $1 AND message_id IS NOT NULL',
    november.runNo,
  );
  let files = 0;
  return {
    office,
    november,
    hoa: await office.endToEndId(november, 'P1'),
    son: await office.endToEndId(november, 'P5'),
    vui: await office.endToEndId(november, 'P6'),
    message: String(file?.['message_id']),
    settled: (text) => {
      files += 1;
      const path = join(office.at.out, `answer-${files}.xml`);
      writeFileSync(path, text);
      return settleFile(office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME });
    },
    states: async () => {
      const rows = await office.ask(
        `SELECT DISTINCT ON (person_id) person_id, status_after FROM outcome_event WHERE person_id IN ('P1', 'P5', 'P6') ORDER BY person_id, event_no DESC`,
      );
      return Object.fromEntries(rows.map((row) => [row['person_id'], row['status_after']]));
    },
  };
}

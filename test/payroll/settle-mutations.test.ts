import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyBooks } from '../../src/payroll/verify-books.ts';
import { saidIn } from '../support/answers-model.ts';
import { accountStatements, bookingNotice, statusReport } from '../support/bank-answers.ts';
import { ACCOUNT, type BankOffice, openBankOffice, stated } from '../support/bank-office.ts';
import { mutated } from '../support/mutation.ts';
import { chanceFrom } from '../support/played-chance.ts';

// Another seed or more files: CHITRA_SEED=7 CHITRA_SETTLED_MUTATIONS=5000
const COUNT = Number(process.env['CHITRA_SETTLED_MUTATIONS'] ?? 1500);
const SEED = Number(process.env['CHITRA_SEED'] ?? 20_261_124);

let bank: BankOffice;

beforeAll(async () => {
  bank = await openBankOffice();
}, 120_000);

afterAll(() => bank.office.close());

function originals({ message, hoa, son, vui }: BankOffice): readonly string[] {
  const debit = { direction: 'DBIT', day: '2026-11-05' } as const;
  const batch = { messageId: message, payments: 3 };
  const bookings = [
    { ...debit, amount: 1_050_000, endToEndId: hoa },
    { ...debit, amount: 700_000, endToEndId: son },
  ];
  const back = { direction: 'CRDT', amount: 700_000, day: '2026-11-09', endToEndId: vui, returned: 'AC01' } as const;
  return [
    statusReport('STS-1', '2026-11-05', {
      messageId: message,
      group: 'PART',
      lines: [
        { endToEndId: hoa, status: 'ACSC', amount: 1_050_000 },
        { endToEndId: son, status: 'RJCT', reason: 'AC04' },
        { endToEndId: vui, status: 'ACSP' },
      ],
    }),
    statusReport('STS-2', '2026-11-05', { messageId: message, group: 'RJCT', groupReason: 'AM04' }),
    stated(bookings),
    stated([{ ...debit, amount: 2_450_000, batch }], { id: 'S2', from: '2026-11-06', to: '2026-11-06' }),
    bookingNotice('N1', '2026-11-09', ACCOUNT, [back]),
    accountStatements('STM-9', '2026-11-10', []),
  ];
}

/** Ids and status of what a file changed, as the second program's lines begin. */
async function changedBy(fileNo: number): Promise<readonly { line: string; amount: string; scope: string }[]> {
  const rows = await bank.office.ask(
    `SELECT e.status, p.ordinal, p.amount::text AS amount, s.end_to_end_id AS name FROM outcome_event e JOIN payment p USING (run_no, person_id)
     JOIN settlement_row s ON s.file_no = e.file_no AND s.row_no = e.row_no WHERE e.file_no = $1 ORDER BY e.event_no`,
    fileNo,
  );
  return rows.map((row) => {
    const isFile = String(row['name']).includes('-');
    const id = `CT24202611R01${String(row['ordinal']).padStart(9, '0')}`;
    return {
      line: isFile ? `file ${String(row['name'])} ${String(row['status'])}` : `payment ${id} ${String(row['status'])}`,
      amount: String(row['amount']),
      scope: isFile ? 'file' : 'payment',
    };
  });
}

test(`${COUNT} mutated files change nothing in the books that a second program does not read in them`, async () => {
  const chance = chanceFrom(SEED);
  const texts = originals(bank);
  const ids = [bank.hoa, bank.son, bank.vui];
  const counts = { refused: 0, nothing: 0, events: 0 };
  const wrong: string[] = [];
  for (let round = 0; round < COUNT; round += 1) {
    const xml = mutated(texts[round % texts.length] ?? '', ids, chance);
    const settled = await bank.settled(xml);
    if (!settled.ok) {
      counts.refused += 1;
      continue;
    }
    const changes = settled.value.alreadyLoaded ? [] : await changedBy(settled.value.fileNo);
    if (changes.length === 0) counts.nothing += 1;
    counts.events += changes.length;
    const said = saidIn(xml) ?? [];
    for (const { line, amount, scope } of changes) {
      const isSaid = said.some(
        (one) =>
          one === line || (one.startsWith(`${line} `) && (scope === 'file' || one.startsWith(`${line} ${amount} `))),
      );
      if (!isSaid) wrong.push(`round ${round}: ${line} ${amount}; the second program: ${said.join('; ')}`);
    }
  }
  process.stdout.write(
    `settled mutations: ${COUNT}, seed ${SEED}: ${counts.refused} refused, ${counts.nothing} changed nothing, ${counts.events} outcomes, all of them read by the second program too\n`,
  );
  expect(wrong).toEqual([]);
  expect(counts.events).toBeGreaterThan(3);
  expect(counts.refused).toBeGreaterThan(COUNT / 5);
  const verified = await verifyBooks(bank.office.context, { out: null, heads: [], onProgress: () => undefined });
  expect(verified.findings.filter((one) => !/^(head_missing|books_changed_outside)$/.test(one.code))).toEqual([]);
}, 3_600_000);

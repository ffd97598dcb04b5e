import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { uetrOf } from '../../src/domain/payment-ids.ts';
import { type SettleSummary, settleFile } from '../../src/payroll/settle-outcomes.ts';
import { type Run, getRun } from '../../src/store/runs.ts';
import {
  type AnsweredFile,
  type Booking,
  type Statement,
  accountStatements,
  bookingNotice,
  statusReport,
} from '../support/bank-answers.ts';
import { A_DAY_TO_COME } from '../support/law.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { JULY_TO_OCTOBER, VILLAGE, paid } from '../support/village.ts';

let office: Office;
let november: Run;
let [hoa, son, vui]: string[] = [];
/** The message that asked the bank for the payments of commune 07210. */
let message = '';

/** Three people of one commune with accounts at one bank: 1,050,000, 700,000 and 700,000 VND, and a paying account. */
beforeEach(async () => {
  office = await openOffice();
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
    paying_accounts: ['07210,970405,5500111222333,UBND PHUONG BAC GIANG,1234567,yes'],
  });
  november = await office.pay();
  [hoa, son, vui] = [
    await office.endToEndId(november, 'P1'),
    await office.endToEndId(november, 'P5'),
    await office.endToEndId(november, 'P6'),
  ];
  const [file] = await office.ask(
    'SELECT message_id FROM payout_file WHERE run_no = $1 AND message_id IS NOT NULL',
    november.runNo,
  );
  message = String(file?.['message_id']);
});

afterEach(() => office.close());

const ACCOUNT = '5500111222333';
let files = 0;

async function settled(text: string): ReturnType<typeof settleFile> {
  files += 1;
  const path = join(office.at.out, `answer-${files}.xml`);
  writeFileSync(path, text);
  return settleFile(office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME });
}

async function reported(file: Partial<AnsweredFile>, day = '2026-11-05'): Promise<SettleSummary> {
  files += 1;
  return granted(await settled(statusReport(`STS-${files}`, day, { messageId: message, ...file })));
}

function stated(bookings: readonly Booking[], more: Partial<Statement> = {}): string {
  const statement = { id: 'S1', account: ACCOUNT, from: '2026-11-05', to: '2026-11-05', opening: 5_000_000, bookings };
  return accountStatements(`STM-${more.id ?? 'S1'}`, more.to ?? '2026-11-05', [{ ...statement, ...more }]);
}

/** What every payment of the file is now. */
async function states(): Promise<Record<string, unknown>> {
  const rows = await office.ask(
    `SELECT DISTINCT ON (person_id) person_id, status_after FROM outcome_event WHERE person_id IN ('P1', 'P5', 'P6') ORDER BY person_id, event_no DESC`,
  );
  return Object.fromEntries(rows.map((row) => [row['person_id'], row['status_after']]));
}

function codes(summary: SettleSummary): string[] {
  return summary.problems.map((one) => one.code);
}

describe('a status report', () => {
  test('a file refused as a whole: everybody of it, with the reason, and the next run pays again', async () => {
    const summary = await reported({ group: 'RJCT', groupReason: 'AM04' });
    expect(summary).toMatchObject({
      format: 'pain.002',
      rows: 3,
      matched: 3,
      returned: 3,
      paid: 0,
      unmatched: 0,
      problems: [],
    });
    expect(await states()).toEqual({ P1: 'returned', P5: 'returned', P6: 'returned' });
    const december = await office.run({ month: '2026-12', knownAt: '2026-11-24' });
    expect(
      (await office.lines(december)).filter(
        ([who, , , kind, , hold]) => who === 'P5' && kind === 'carried' && hold === null,
      ),
    ).toHaveLength(5);
  });

  test('a line’s own word counts over that of its block, and the block’s over the group’s', async () => {
    const line = { endToEndId: son ?? '', status: 'RJCT', reason: 'AC01' };
    expect(await reported({ group: 'ACSP', block: 'ACCC', lines: [line] })).toMatchObject({ paid: 2, returned: 1 });
    expect(await states()).toEqual({ P1: 'paid', P5: 'returned', P6: 'paid' });
  });

  test('acceptance is no payment: nothing is known, nothing is issued again', async () => {
    for (const status of ['ACTC', 'ACCP', 'ACSP', 'PDNG']) {
      const summary = await reported({ group: status, lines: [{ endToEndId: hoa ?? '', status }] });
      expect(summary).toMatchObject({ paid: 0, returned: 0, unmatched: 0, pending: 2 });
    }
    expect(await reported({ group: 'ACSC' })).toMatchObject({ paid: 0, pending: 1 });
    expect(await states()).toEqual({});
    expect((await office.run()).status).toBe('closed');
  });

  test('silence under a part that was accepted is no payment', async () => {
    const line = { endToEndId: hoa ?? '', status: 'ACSC' };
    expect(await reported({ group: 'PART', block: 'PART', lines: [line] })).toMatchObject({ rows: 1, paid: 1 });
    expect(await states()).toEqual({ P1: 'paid' });
  });

  test('a payment is found by its UETR alone, and by the instruction id alone', async () => {
    const ordinal = Number(hoa?.slice(-9));
    const uetr = uetrOf({ province: '24', runId: november.runId, ordinal });
    const lines = [
      { endToEndId: 'NOTPROVIDED', uetr, status: 'ACCC' },
      { endToEndId: 'NOTPROVIDED', instructionId: `${november.runId}-${son?.slice(-9)}`, status: 'ACCC' },
    ];
    expect(await reported({ lines })).toMatchObject({ rows: 2, paid: 2, unmatched: 0 });
    expect(await states()).toEqual({ P1: 'paid', P5: 'paid' });
  });

  test('a file and a payment that nobody sent are findings, another amount too', async () => {
    const foreign = await reported({ messageId: 'CT24202611R01-970405-07210-9', group: 'RJCT' });
    expect([foreign.unmatched, ...codes(foreign)]).toEqual([1, 'unknown_file']);
    const line = { endToEndId: hoa ?? '', status: 'ACCC', amount: 1_050_001 };
    expect(codes(await reported({ lines: [line] }))).toEqual(['amount_differs']);
    expect(codes(await reported({ lines: [{ endToEndId: 'CT24202611R01000099999', status: 'RJCT' }] }))).toEqual([
      'unknown_payment',
    ]);
    expect(await states()).toEqual({});
  });
});

describe('a statement', () => {
  test('a debit for each payment, a return days later, fees and other business', async () => {
    const first = granted(
      await settled(
        stated([
          { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa ?? '' },
          { direction: 'DBIT', amount: 700_000, day: '2026-11-05', endToEndId: son ?? '' },
          { direction: 'DBIT', amount: 5_500, day: '2026-11-05' },
        ]),
      ),
    );
    expect(first).toMatchObject({ format: 'camt.053', rows: 3, matched: 2, paid: 2, unmatched: 1, problems: [] });
    const later = granted(
      await settled(
        stated([{ direction: 'CRDT', amount: 700_000, day: '2026-11-09', endToEndId: son ?? '', returned: 'AC04' }], {
          id: 'S2',
          from: '2026-11-06',
          to: '2026-11-09',
          opening: 5_000_000 - 1_755_500,
        }),
      ),
    );
    expect(codes(later)).toEqual(['returned_after_paid']);
    expect(await states()).toEqual({ P1: 'paid', P5: 'returned' });
  });

  test('one booking for the whole file: everybody who did not come back before', async () => {
    await reported({ lines: [{ endToEndId: son ?? '', status: 'RJCT', reason: 'AC01' }] });
    const batch = { messageId: message, payments: 2 };
    const summary = granted(
      await settled(stated([{ direction: 'DBIT', amount: 1_750_000, day: '2026-11-05', batch }])),
    );
    expect(summary).toMatchObject({ rows: 2, matched: 2, paid: 2, problems: [] });
    expect(await states()).toEqual({ P1: 'paid', P5: 'returned', P6: 'paid' });
    expect(await getRun(office.context.database, november.runNo)).toMatchObject({ status: 'issued' });
  });

  test('a booking of the whole that is not the sum of its payments says nothing', async () => {
    const batch = { messageId: message, payments: 3 };
    const summary = granted(
      await settled(stated([{ direction: 'DBIT', amount: 2_450_001, day: '2026-11-05', batch }])),
    );
    expect(summary).toMatchObject({ rows: 1, paid: 0 });
    expect(codes(summary)).toEqual(['batch_differs']);
    expect(await states()).toEqual({});
  });

  test('what is not booked yet is not paid', async () => {
    const booking = {
      direction: 'DBIT',
      amount: 1_050_000,
      day: '2026-11-05',
      endToEndId: hoa ?? '',
      status: 'PDNG',
    } as const;
    expect(granted(await settled(stated([booking])))).toMatchObject({ paid: 0, pending: 1 });
  });

  test('that does not balance is loaded nowhere', async () => {
    const booking = { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa ?? '' } as const;
    const refusal = refusalOf(await settled(stated([booking], { closing: 3_949_999 })));
    expect(refusal.code).toBe('untrusted_file');
    expect(
      await office.ask(
        'SELECT (SELECT count(*) FROM settlement_file)::int AS files, (SELECT count(*) FROM outcome_event)::int AS events, (SELECT count(*) FROM bank_statement)::int AS statements',
      ),
    ).toEqual([{ files: 0, events: 0, statements: 0 }]);
  });

  test('broken off, or with a document type, is loaded nowhere', async () => {
    const whole = stated([{ direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa ?? '' }]);
    expect((await settled(whole.slice(0, -60))).ok).toBe(false);
    expect((await settled(whole.replace('?>', '?><!DOCTYPE Document>'))).ok).toBe(false);
    expect(await states()).toEqual({});
  });

  test('the same one in another file is left out; one that differs is refused; a gap is said', async () => {
    const booking = { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa ?? '' } as const;
    granted(await settled(stated([booking])));
    const again = granted(await settled(stated([booking]).replace('STM-S1', 'STM-S1-AGAIN')));
    expect(again).toMatchObject({ alreadyLoaded: false, rows: 0, paid: 0 });
    expect(codes(again)).toEqual(['statement_seen']);
    const other = await settled(stated([{ ...booking, endToEndId: son ?? '', amount: 700_000 }]));
    expect(refusalOf(other).code).toBe('statement_differs');
    const later = stated([], { id: 'S3', from: '2026-11-07', to: '2026-11-07', opening: 1 });
    expect(codes(granted(await settled(later)))).toEqual(['statement_gap']);
  });

  test('several statements in one file, the second of a foreign account', async () => {
    const ours = { id: 'S1', account: ACCOUNT, from: '2026-11-05', to: '2026-11-05', opening: 9_000_000 };
    const file = accountStatements('STM-2', '2026-11-05', [
      { ...ours, bookings: [{ direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa ?? '' }] },
      { ...ours, id: 'S9', account: '99', bookings: [{ direction: 'CRDT', amount: 5, day: '2026-11-05' }] },
    ]);
    expect(granted(await settled(file))).toMatchObject({ rows: 2, paid: 1, unmatched: 1, problems: [] });
    expect(
      await office.ask('SELECT account, statement_id, opening, closing FROM bank_statement ORDER BY statement_no'),
    ).toMatchObject([
      { account: ACCOUNT, statement_id: 'S1' },
      { account: '99', statement_id: 'S9' },
    ]);
  });
});

describe('a notice of bookings', () => {
  test('a return by its UETR alone, of a month that is closed', async () => {
    await office.settle(november, [
      '{P1},paid,2026-11-05,,',
      '{P2},paid,2026-11-05,,',
      '{P4},paid,2026-11-05,,',
      '{P5},paid,2026-11-05,,',
      '{P6},paid,2026-11-05,,',
    ]);
    await office.unguarded(`INSERT INTO closed_month (month, actor, last_outcome_event) VALUES (202611, 'an', 5)`);
    const uetr = uetrOf({ province: '24', runId: november.runId, ordinal: Number(vui?.slice(-9)) });
    const back = {
      direction: 'CRDT',
      amount: 700_000,
      day: '2026-12-02',
      uetr,
      endToEndId: 'NOTPROVIDED',
      returned: 'AC06',
    } as const;
    const summary = granted(await settled(bookingNotice('N1', '2026-12-02', ACCOUNT, [back])));
    expect(summary).toMatchObject({ format: 'camt.054', returned: 1 });
    expect(codes(summary)).toEqual(['returned_after_close']);
    expect(await states()).toMatchObject({ P6: 'returned' });
  });

  test('a return that names nobody waits for a person', async () => {
    const back = { direction: 'CRDT', amount: 700_000, day: '2026-12-02', returned: 'AC06' } as const;
    const summary = granted(await settled(bookingNotice('N2', '2026-12-02', ACCOUNT, [back])));
    expect(summary).toMatchObject({ rows: 1, matched: 0, unmatched: 1 });
    expect(codes(summary)).toEqual(['unknown_payment']);
  });
});

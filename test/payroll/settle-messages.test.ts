import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../src/domain/failure.ts';
import { uetrOf } from '../../src/domain/payment-ids.ts';
import type { SettleSummary } from '../../src/payroll/settle-outcomes.ts';
import { type Run, getRun } from '../../src/store/runs.ts';
import { type AnsweredFile, accountStatements, bookingNotice, statusReport } from '../support/bank-answers.ts';
import { ACCOUNT, type BankOffice, codes, openBankOffice, stated } from '../support/bank-office.ts';
import { type Office, granted, refusalOf } from '../support/office.ts';

let bank: BankOffice;
let office: Office;
let november: Run;
let hoa: string;
let son: string;
let vui: string;
let message: string;
let files = 0;

beforeEach(async () => {
  bank = await openBankOffice();
  ({ office, november, hoa, son, vui, message } = bank);
});

afterEach(() => office.close());

function settled(text: string): Promise<Result<SettleSummary>> {
  return bank.settled(text);
}

async function reported(file: Partial<AnsweredFile>, day = '2026-11-05'): Promise<SettleSummary> {
  files += 1;
  return granted(await settled(statusReport(`STS-${files}`, day, { messageId: message, ...file })));
}

function states(): Promise<Record<string, unknown>> {
  return bank.states();
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
    const line = { endToEndId: son, status: 'RJCT', reason: 'AC01' };
    expect(await reported({ group: 'ACSP', block: 'ACCC', lines: [line] })).toMatchObject({ paid: 2, returned: 1 });
    expect(await states()).toEqual({ P1: 'paid', P5: 'returned', P6: 'paid' });
  });

  test('acceptance is no payment: nothing is known, nothing is issued again', async () => {
    for (const status of ['ACTC', 'ACCP', 'ACSP', 'PDNG']) {
      const summary = await reported({ group: status, lines: [{ endToEndId: hoa, status }] });
      expect(summary).toMatchObject({ paid: 0, returned: 0, unmatched: 0, pending: 2 });
    }
    expect(await reported({ group: 'ACSC' })).toMatchObject({ paid: 0, pending: 1 });
    expect(await states()).toEqual({});
    expect((await office.run()).status).toBe('closed');
  });

  test('silence under a part that was accepted is no payment', async () => {
    const line = { endToEndId: hoa, status: 'ACSC' };
    expect(await reported({ group: 'PART', block: 'PART', lines: [line] })).toMatchObject({ rows: 1, paid: 1 });
    expect(await states()).toEqual({ P1: 'paid' });
  });

  test('a payment is found by its UETR alone, and by the instruction id alone', async () => {
    const ordinal = Number(hoa.slice(-9));
    const uetr = uetrOf({ province: '24', runId: november.runId, ordinal });
    const lines = [
      { endToEndId: 'NOTPROVIDED', uetr, status: 'ACCC' },
      { endToEndId: 'NOTPROVIDED', instructionId: `${november.runId}-${son.slice(-9)}`, status: 'ACCC' },
    ];
    expect(await reported({ lines })).toMatchObject({ rows: 2, paid: 2, unmatched: 0 });
    expect(await states()).toEqual({ P1: 'paid', P5: 'paid' });
  });

  test('a file and a payment that nobody sent are findings, another amount too', async () => {
    const foreign = await reported({ messageId: 'CT24202611R01-970405-07210-9', group: 'RJCT' });
    expect([foreign.unmatched, ...codes(foreign)]).toEqual([1, 'unknown_file']);
    const line = { endToEndId: hoa, status: 'ACCC', amount: 1_050_001 };
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
          { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa },
          { direction: 'DBIT', amount: 700_000, day: '2026-11-05', endToEndId: son },
          { direction: 'DBIT', amount: 5_500, day: '2026-11-05' },
        ]),
      ),
    );
    expect(first).toMatchObject({ format: 'camt.053', rows: 3, matched: 2, paid: 2, unmatched: 1, problems: [] });
    const later = granted(
      await settled(
        stated([{ direction: 'CRDT', amount: 700_000, day: '2026-11-09', endToEndId: son, returned: 'AC04' }], {
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
    await reported({ lines: [{ endToEndId: son, status: 'RJCT', reason: 'AC01' }] });
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
      endToEndId: hoa,
      status: 'PDNG',
    } as const;
    expect(granted(await settled(stated([booking])))).toMatchObject({ paid: 0, pending: 1 });
  });

  test('that does not balance is loaded nowhere', async () => {
    const booking = { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa } as const;
    const refusal = refusalOf(await settled(stated([booking], { closing: 3_949_999 })));
    expect(refusal.code).toBe('untrusted_file');
    expect(
      await office.ask(
        'SELECT (SELECT count(*) FROM settlement_file)::int AS files, (SELECT count(*) FROM outcome_event)::int AS events, (SELECT count(*) FROM bank_statement)::int AS statements',
      ),
    ).toEqual([{ files: 0, events: 0, statements: 0 }]);
  });

  test('broken off, or with a document type, is loaded nowhere', async () => {
    const whole = stated([{ direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa }]);
    expect((await settled(whole.slice(0, -60))).ok).toBe(false);
    expect((await settled(whole.replace('?>', '?><!DOCTYPE Document>'))).ok).toBe(false);
    expect(await states()).toEqual({});
  });

  test('the same one in another file is left out; one that differs is refused; a gap is said', async () => {
    const booking = { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa } as const;
    granted(await settled(stated([booking])));
    const again = granted(await settled(stated([booking]).replace('STM-S1', 'STM-S1-AGAIN')));
    expect(again).toMatchObject({ alreadyLoaded: false, rows: 0, paid: 0 });
    expect(codes(again)).toEqual(['statement_seen']);
    const other = await settled(stated([{ ...booking, endToEndId: son, amount: 700_000 }]));
    expect(refusalOf(other).code).toBe('statement_differs');
    const later = stated([], { id: 'S3', from: '2026-11-07', to: '2026-11-07', opening: 1 });
    expect(codes(granted(await settled(later)))).toEqual(['statement_gap']);
  });

  test('several statements in one file, the second of a foreign account', async () => {
    const ours = { id: 'S1', account: ACCOUNT, from: '2026-11-05', to: '2026-11-05', opening: 9_000_000 };
    const file = accountStatements('STM-2', '2026-11-05', [
      { ...ours, bookings: [{ direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: hoa }] },
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
    const uetr = uetrOf({ province: '24', runId: november.runId, ordinal: Number(vui.slice(-9)) });
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

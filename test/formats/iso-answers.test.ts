import { describe, expect, test } from 'vitest';
import { uetrOf } from '../../src/domain/payment-ids.ts';
import { answerOfMovement, answerOfStatus } from '../../src/formats/iso-answers.ts';
import type { IsoMovement, IsoStatus } from '../../src/formats/iso-message.ts';

const OURS = 'CT24202611R01000000017';
const FILE = 'CT24202611R01-970405-07210-1';
const NO_IDS = { messageId: '', blockId: '', instructionId: '', endToEndId: '', uetr: '' };
const A_STATUS: IsoStatus = {
  ...NO_IDS,
  row: 3,
  level: 'line',
  messageId: FILE,
  endToEndId: OURS,
  status: 'ACCC',
  reasons: [],
  text: '',
  amount: '',
  currency: '',
  originalCount: '',
  originalSum: '',
  date: '2026-11-05',
};
const A_DEBIT: IsoMovement = {
  ...NO_IDS,
  row: 1,
  statementNo: 1,
  entryNo: 1,
  isBooked: true,
  direction: 'debit',
  isReturn: false,
  returnReason: '',
  text: '',
  bookedOn: '2026-11-05',
  valueOn: '2026-11-06',
  amount: '1050000',
  currency: 'VND',
  entryReference: '',
  bankReference: '',
  batch: null,
  endToEndId: OURS,
};

function said(status: Partial<IsoStatus>): string {
  const answer = answerOfStatus('24', { ...A_STATUS, ...status });
  return answer === null ? 'nothing' : `${answer.scope} ${answer.fault?.code ?? answer.status}`;
}

function booked(movement: Partial<IsoMovement>): string {
  const answer = answerOfMovement('24', { ...A_DEBIT, ...movement });
  return `${answer.scope} ${answer.fault?.code ?? answer.status}`;
}

describe('what a status report says', () => {
  test.each([
    ['ACCC', 'payment paid'],
    ['ACSC', 'payment paid'],
    ['CPUC', 'payment paid'],
    ['RJCT', 'payment returned'],
    ['CANC', 'payment returned'],
    ['ACTC', 'payment pending'],
    ['ACCP', 'payment pending'],
    ['ACSP', 'payment pending'],
    ['PDNG', 'payment pending'],
    ['', 'nothing'],
    ['XXXX', 'payment unknown_status'],
  ])('a line that is %s: %s', (status, meaning) => {
    expect(said({ status })).toBe(meaning);
  });

  test.each([
    ['RJCT', 'message returned'],
    ['ACCC', 'message paid'],
    ['ACSC', 'message pending'],
    ['ACTC', 'message pending'],
    ['PART', 'nothing'],
  ])('a group that is %s: %s', (status, meaning) => {
    expect(said({ level: 'group', status, endToEndId: '' })).toBe(meaning);
  });

  test('a payment is found by its UETR where the other ids were dropped', () => {
    const uetr = uetrOf({ province: '24', runId: '2026-11-R01', ordinal: 17 });
    expect(answerOfStatus('24', { ...A_STATUS, endToEndId: 'NOTPROVIDED', uetr })).toMatchObject({ endToEndId: OURS });
  });

  test('ids of two payments, another currency, a part of a đồng: not taken', () => {
    expect(said({ instructionId: '2026-11-R01-000000018' })).toBe('payment ids_disagree');
    expect(said({ amount: '540000', currency: 'USD' })).toBe('payment other_currency');
    expect(said({ amount: '540000.50', currency: 'VND' })).toBe('payment bad_amount');
    expect(answerOfStatus('24', { ...A_STATUS, amount: '540000.00', currency: 'VND' })).toMatchObject({
      amount: '540000',
      fault: null,
    });
  });

  test('a reason keeps its list, its code and its words', () => {
    expect(answerOfStatus('24', { ...A_STATUS, status: 'RJCT', reasons: ['AC04'], text: 'closed' })).toMatchObject({
      reasonList: 'status',
      reason: 'AC04 closed',
    });
  });
});

describe('what a booking says', () => {
  test.each<[string, Partial<IsoMovement>, string]>([
    ['a debit of a payment', {}, 'payment paid'],
    ['a debit that is not booked yet', { isBooked: false }, 'payment pending'],
    ['a credit with a reason', { direction: 'credit', isReturn: true, returnReason: 'AC04' }, 'payment returned'],
    ['a credit with our id and nothing else', { direction: 'credit' }, 'payment returned'],
    ['a debit that takes a return back', { isReturn: true }, 'payment reversed'],
    ['a debit of a whole file', { endToEndId: '', messageId: FILE, batch: 3 }, 'message paid'],
    ['a debit of a block', { endToEndId: '', blockId: `${FILE}-B1`, batch: 3 }, 'block paid'],
    ['a fee', { endToEndId: '', amount: '5500' }, 'payment other'],
    ['a payment of somebody else', { endToEndId: 'INV-17' }, 'payment other'],
    ['money that came in', { endToEndId: '', direction: 'credit' }, 'payment other'],
    [
      'a return that names nobody',
      { endToEndId: 'NOTPROVIDED', direction: 'credit', isReturn: true },
      'payment returned',
    ],
    ['dollars', { currency: 'USD' }, 'payment other_currency'],
    ['half a đồng', { amount: '1050000.5' }, 'payment bad_amount'],
  ])('%s', (_, movement, meaning) => {
    expect(booked(movement)).toBe(meaning);
  });

  test('the day is that of the booking, else that of the value', () => {
    expect(answerOfMovement('24', A_DEBIT).date).toBe('2026-11-05');
    expect(answerOfMovement('24', { ...A_DEBIT, bookedOn: '' }).date).toBe('2026-11-06');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blockIdOf,
  endToEndIdAt,
  messageIdOf,
  namedPayment,
  paymentIdAt,
  placeOfEndToEndId,
  placeOfMessageId,
  placeOfPaymentId,
  placeOfUetr,
  uetrOf,
} from '../../src/domain/payment-ids.ts';
import { runIdOf } from '../../src/domain/run.ts';
import { month } from '../../src/domain/month.ts';

const place = { province: '24', runId: '2026-11-R01', ordinal: 17 };
const anyPlace = fc
  .record({
    province: fc.integer({ min: 1, max: 99 }),
    year: fc.integer({ min: 2021, max: 2199 }),
    inYear: fc.integer({ min: 1, max: 12 }),
    sequence: fc.integer({ min: 1, max: 300 }),
    ordinal: fc.integer({ min: 1, max: 999_999_999 }),
  })
  .map(({ province, year, inYear, sequence, ordinal }) => ({
    province: String(province).padStart(2, '0'),
    runId: runIdOf(month(year * 100 + inYear), sequence),
    ordinal,
  }));

describe('ids of a payment', () => {
  test('a UETR has the shape of a UUID version 4 and names its payment', () => {
    const uetr = uetrOf(place);
    expect(uetr).toMatch(/^24202611-0001-4[0-9a-f]{3}-8[0-9a-f]{3}-000000017[0-9a-f]{3}$/);
    expect(placeOfUetr(uetr)).toEqual(place);
    expect(placeOfUetr(uetr.toUpperCase())).toEqual(place);
  });

  test('every id leads back to its payment, and no two payments share one', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (one, other) => {
        expect(placeOfUetr(uetrOf(one))).toEqual(one);
        expect(placeOfEndToEndId(endToEndIdAt(one))).toEqual(one);
        expect(placeOfPaymentId(one.province, paymentIdAt(one))).toEqual(one);
        expect(uetrOf(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(uetrOf(one) === uetrOf(other)).toBe(endToEndIdAt(one) === endToEndIdAt(other));
      }),
      { numRuns: 2000 },
    );
  });

  test('a mistyped UETR names nobody', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(35), fc.constantFrom('0', '1', '5', '9', 'a', 'f'), (one, at, sign) => {
        const uetr = uetrOf(one);
        const mistyped = uetr.slice(0, at) + sign + uetr.slice(at + 1);
        expect(placeOfUetr(mistyped)).toEqual(mistyped === uetr ? one : null);
      }),
      { numRuns: 2000 },
    );
  });

  test('ids of others name none of ours', () => {
    for (const text of [
      '',
      'NOTPROVIDED',
      'CT24202613R01000000017',
      'CT24202611R0100000001',
      'CT24202611R0100000000017',
      'E2E-1',
    ])
      expect(placeOfEndToEndId(text)).toBeNull();
    for (const text of ['', '8a562c67-ca16-48ba-b074-65581be6f001']) expect(placeOfUetr(text)).toBeNull();
  });

  test('ids that name different payments name none', () => {
    const ids = { uetr: uetrOf(place), endToEndId: 'NOTPROVIDED', instructionId: '' };
    expect(namedPayment('24', ids)).toBe('CT24202611R01000000017');
    expect(namedPayment('24', { ...ids, instructionId: '2026-11-R01-000000017' })).toBe('CT24202611R01000000017');
    expect(namedPayment('24', { ...ids, endToEndId: 'CT24202611R01000000018' })).toBeNull();
    expect(namedPayment('24', { uetr: '', endToEndId: 'X', instructionId: '' })).toBeNull();
  });
});

describe('ids of a message', () => {
  test('say what it asks for, within 35 characters', () => {
    const file = { province: '24', runId: '2026-11-R120', provider: '970415', communeCode: '07246', part: 12 };
    const id = messageIdOf(file);
    expect(id).toBe('CT24202611R120-970415-07246-12');
    expect(blockIdOf(id, 1).length).toBeLessThanOrEqual(35);
    expect(placeOfMessageId(id)).toEqual(file);
    expect(placeOfMessageId(blockIdOf(id, 1))).toEqual(file);
    expect(placeOfMessageId('NOTPROVIDED')).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { expectedOf, payslipCase, shownSlip } from '../support/payslip-case.ts';

// Worked cases stand in test/cases/payslip; here is what a case cannot say.
describe('a payslip', () => {
  const both = { awards: 'SA6N/2025-01;CS6/2025-01', first: '2026-11' };

  test('with one family on hold: the payment is the sum of the free lines only, and nothing of it counts as held', () => {
    const slip = payslipCase({ ...both, suspended: 'CARE 2026-11' });
    expect(slip.payment).toEqual({
      sum: { amount: 810_000, current: 810_000, arrears: 0, carried: 0, recovered: 0, arrearsMonths: 0 },
      route: { channel: 'bank', provider: '970405', paymentPoint: null },
      hold: null,
    });
    expect(slip.heldAmount).toBe(540_000);
  });

  test('with everything on hold: a held payment with the sum of the held lines', () => {
    const slip = payslipCase({ ...both, officer: 'hold' });
    expect(slip.payment).toMatchObject({ sum: { amount: 1_350_000 }, hold: 'officer_hold' });
    expect(slip.heldAmount).toBe(1_350_000);
  });

  test('for somebody to whom nothing is owed: no payment, whatever holds there are', () => {
    const slip = payslipCase({ awards: '', officer: 'hold', duplicate: 'yes', payees: '' });
    expect(slip).toEqual({
      lines: [],
      instalments: [],
      payment: null,
      heldAmount: 0,
      overpaid: [],
      controls: [],
      bridge: [],
    });
  });

  test('names every hold once, though many lines wait for it', () => {
    const slip = payslipCase({ awards: 'SA6N/2025-01', suspended: 'MAIN 2026-11' });
    expect(slip.lines).toHaveLength(5);
    expect(shownSlip(slip).controls).toBe('suspended');
  });

  test('funeral money paid in a month after the death is no payment after death; a pension is', () => {
    const died = { born: '1940', died: '2026-09-05', awards: 'SP75/2025-07;FUN/2026-10', first: '2026-10' };
    const funeral = payslipCase({ ...died, issued: ['2026-10 ONEOFF 12000000'] });
    expect(shownSlip(funeral).controls).toBe('overpaid, rate_not_by_rule');
    const pension = payslipCase({ ...died, issued: ['2026-10 ONEOFF 10800000', '2026-10 MAIN 540000'] });
    expect(shownSlip(pension).controls).toBe('overpaid, paid_after_death');
  });
});

test('a case with a misspelt field is refused, and a wrong expectation is not equal', () => {
  expect(() => payslipCase({ award: 'SA6N/2025-01' })).toThrow('no such fields: award');
  const given = { awards: 'SA6N/2025-01', first: '2026-11', pays: '810001' };
  expect(shownSlip(payslipCase(given))).not.toEqual(expectedOf(given));
});

import { expect, test } from 'vitest';
import { type IssuedPayment, newInstructed } from '../../src/domain/instructed.ts';
import { vnd } from '../../src/domain/money.ts';

const payment = (ordinal: number, amount: number): IssuedPayment => ({
  ordinal,
  communeCode: '07210',
  provider: 'VNPOST',
  amount: vnd(amount),
});

test('every payment meets its row, and what does not meet is told once', () => {
  const instructed = newInstructed(5);
  const rows = [
    [1, 100],
    [2, 201],
    [3, 300],
    [3, 300],
    [5, 500],
    [6, 600],
    [null, 700],
  ] as const;
  for (const [at, [ordinal, amount]] of rows.entries())
    instructed.take({ ordinal, fileNo: 0, row: at + 2, amount: vnd(amount) });
  const met = [payment(1, 100), payment(2, 200), payment(3, 300), payment(4, 400)].map((one) => instructed.meet(one));
  const shown = [...met, ...instructed.rest()].map((one) =>
    one === null ? null : `${one.code} ${one.ordinal} row ${one.row}: ${one.instructed} for ${one.payment}`,
  );
  expect(shown).toEqual([
    null,
    'amount_differs 2 row 3: 201 for 200',
    'payment_twice 3 row 4: 600 for 300',
    'payment_without_file 4 row null: null for 400',
    'row_without_payment 5 row 6: 500 for null',
    'row_without_payment 6 row 7: 600 for null',
    'row_without_payment null row 8: 700 for null',
  ]);
});

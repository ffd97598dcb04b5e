import type { BankOrder, BankPayment, NamedBank } from '../../src/formats/bank-order.ts';
import { endToEndIdAt, messageIdOf, paymentIdAt, uetrOf } from '../../src/domain/payment-ids.ts';
import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';
import { aDay } from './law.ts';

const RUN = { province: '24', runId: '2026-11-R01' };

export const VIETINBANK: NamedBank = { bin: '970415', name: 'VIETINBANK', citad: '01201001', bic: 'ICBVVNVX' };
export const AGRIBANK: NamedBank = { bin: '970405', name: 'AGRIBANK', citad: '01204009', bic: 'VBAAVNVX' };

/** A payment of November by its number. */
export function aPayment(ordinal: number, accountName: string, amount: number, accountNo = '0012345678'): BankPayment {
  const place = { ...RUN, ordinal };
  return {
    paymentId: paymentIdAt(place),
    endToEndId: endToEndIdAt(place),
    uetr: uetrOf(place),
    accountNo,
    accountName,
    amount: vnd(amount),
  };
}

/** What the ward of Bắc Giang asks VietinBank to pay to accounts at Agribank. */
export function anOrder(changes: Partial<BankOrder> = {}): BankOrder {
  return {
    month: month(202611),
    messageId: messageIdOf({ ...RUN, provider: '970405', communeCode: '07210', part: 1 }),
    createdAt: '2026-10-21T16:05:09+07:00',
    executesOn: aDay('2026-11-01'),
    debtor: {
      name: 'UBND phường Bắc Giang',
      accountNo: '112000000777',
      communeCode: '07210',
      unitCode: '1012345',
      bank: VIETINBANK,
    },
    provider: AGRIBANK,
    payments: [
      aPayment(1, 'Nguyễn Thị Hoa', 1_050_000, '0012345678901'),
      aPayment(7, 'Ðỗ Văn Đức', 540_000, '2600000000120'),
      aPayment(31, 'H’Hen Niê', 499_999_999, '0000000031'),
    ],
    ...changes,
  };
}

import { type Vnd, ZERO_VND, addVnd, vnd } from '../domain/money.ts';

/** One payment as a list asks for it: the id it carries and its amount in VND. */
export interface ListedPayment {
  readonly row: number;
  readonly id: string;
  readonly amount: Vnd;
}

/** What a list says that cannot be true. `row` counts as a spreadsheet does; 0: the whole list. The sentence names nobody. */
export interface ListFault {
  readonly code: string;
  readonly row: number;
  readonly message: string;
}

/** What a list came to. Faults beyond the first ones are only counted. */
export interface ListReading {
  readonly payments: number;
  readonly amount: Vnd;
  readonly faults: readonly ListFault[];
  readonly faultCount: number;
  /** The bank or post that the list names; null: lists of this kind name none. */
  readonly provider: string | null;
  /** The commune that the list names; null: lists of this kind name none. */
  readonly communeCode: string | null;
}

/** Payments of a list, some thousand at a time. */
export type TakePayments = (payments: readonly ListedPayment[]) => void;

const SHOWN_FAULTS = 20;
const BLOCK = 4096;

/** What is known of a list while its rows are read. */
export interface ListCount {
  readonly payments: () => number;
  readonly amount: () => Vnd;
  add(payment: ListedPayment): void;
  fault(code: string, row: number, message: string): void;
  finish(provider: string | null, communeCode: string | null): ListReading;
}

/** A whole number of VND above 0 as lists write it: digits only. Null: it is none. */
export function listedAmount(text: string): Vnd | null {
  if (!/^[1-9]\d{0,15}$/.test(text)) return null;
  const amount = Number(text);
  return Number.isSafeInteger(amount) ? vnd(amount) : null;
}

/** Counts a list and hands its payments on in blocks. A payment that stands twice, or belongs to another run than the first, is a fault. */
export function listCount(take: TakePayments): ListCount {
  const faults: ListFault[] = [];
  const seen = new Set<number>();
  let [payments, amount, faultCount, block, run]: [number, Vnd, number, ListedPayment[], string | null] = [
    0,
    ZERO_VND,
    0,
    [],
    null,
  ];
  const fault = (code: string, row: number, message: string): void => {
    faultCount += 1;
    if (faults.length < SHOWN_FAULTS) faults.push({ code, row, message });
  };
  const flush = (): void => {
    if (block.length > 0) take(block);
    block = [];
  };
  return {
    payments: () => payments,
    amount: () => amount,
    fault,
    add: (payment) => {
      const [own, ordinal] = [payment.id.slice(0, -9), Number(payment.id.slice(-9))];
      run ??= own;
      if (own !== run) fault('other_run', payment.row, 'khoản chi của kỳ khác (a payment of another run)');
      else if (seen.has(ordinal)) fault('twice', payment.row, 'một khoản chi có hai dòng (one payment stands twice)');
      seen.add(ordinal);
      payments += 1;
      amount = addVnd(amount, payment.amount);
      block.push(payment);
      if (block.length === BLOCK) flush();
    },
    finish: (provider, communeCode) => {
      flush();
      return { payments, amount, faults, faultCount, provider, communeCode };
    },
  };
}

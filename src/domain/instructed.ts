import { type Vnd, addVnd } from './money.ts';

/** A payment as a row of a file asks for it. `ordinal`: its number in the run; null where the id is none of the run. VND. */
export interface InstructedRow {
  readonly ordinal: number | null;
  readonly fileNo: number;
  readonly row: number;
  readonly amount: Vnd;
}

/** A payment that was issued. VND. */
export interface IssuedPayment {
  readonly ordinal: number;
  readonly communeCode: string;
  readonly provider: string;
  readonly amount: Vnd;
}

/** A payment and what files say of it. Amounts in VND, null: there is none. `fileNo` and `row` where a file says anything. */
export interface PaymentDifference {
  readonly code: 'payment_without_file' | 'row_without_payment' | 'payment_twice' | 'amount_differs';
  readonly communeCode: string;
  readonly provider: string;
  readonly ordinal: number | null;
  readonly fileNo: number | null;
  readonly row: number | null;
  readonly payment: Vnd | null;
  readonly instructed: Vnd | null;
}

/** What the files of one run say, payment by payment. */
export interface Instructed {
  take(row: InstructedRow): void;
  /** Compares a payment with what files say of it; null: one row, the same amount. */
  meet(payment: IssuedPayment): PaymentDifference | null;
  /** Rows that no payment met. */
  rest(): Generator<PaymentDifference, undefined>;
}

function stranger(one: InstructedRow): PaymentDifference {
  const { ordinal, fileNo, row, amount } = one;
  const place = { communeCode: '', provider: '', ordinal, fileNo, row };
  return { code: 'row_without_payment', ...place, payment: null, instructed: amount };
}

/**
 * Keeps what files say of a run whose payments are numbered up to `last`. Why by number and not as rows: a million payments must fit into
 * little memory. What stands twice adds up; of a row that is no payment of the run nothing is forgotten.
 */
export function newInstructed(last: number): Instructed {
  const amounts: Vnd[] = [];
  const times = new Uint8Array(last + 1);
  const [files, rows] = [new Uint32Array(last + 1), new Uint32Array(last + 1)];
  const met = new Uint8Array(last + 1);
  const strangers: InstructedRow[] = [];
  const rowOf = (ordinal: number, amount: Vnd): InstructedRow => {
    return { ordinal, fileNo: files[ordinal] ?? 0, row: rows[ordinal] ?? 0, amount };
  };
  return {
    take: (one) => {
      const { ordinal, amount } = one;
      if (ordinal === null || ordinal > last) {
        strangers.push(one);
        return;
      }
      const before = amounts[ordinal];
      amounts[ordinal] = before === undefined ? amount : addVnd(before, amount);
      times[ordinal] = Math.min(255, (times[ordinal] ?? 0) + 1);
      if (before === undefined) [files[ordinal], rows[ordinal]] = [one.fileNo, one.row];
    },
    meet: ({ ordinal, communeCode, provider, amount }) => {
      const said = amounts[ordinal];
      met[ordinal] = 1;
      const place = { communeCode, provider, ordinal, payment: amount };
      if (said === undefined)
        return { code: 'payment_without_file', ...place, fileNo: null, row: null, instructed: null };
      const { fileNo, row } = rowOf(ordinal, said);
      if ((times[ordinal] ?? 0) > 1) return { code: 'payment_twice', ...place, fileNo, row, instructed: said };
      return said === amount ? null : { code: 'amount_differs', ...place, fileNo, row, instructed: said };
    },
    rest: function* () {
      for (let ordinal = 0; ordinal <= last; ordinal += 1) {
        const said = amounts[ordinal];
        if (said !== undefined && met[ordinal] !== 1) yield stranger(rowOf(ordinal, said));
      }
      yield* strangers.map(stranger);
      return undefined;
    },
  };
}

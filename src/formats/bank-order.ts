import type { Vnd } from '../domain/money.ts';
import type { IsoDate, Month } from '../domain/month.ts';

/** One payment as a bank is asked for it. */
export interface BankPayment {
  /** Its id at the office (InstrId). */
  readonly paymentId: string;
  readonly endToEndId: string;
  readonly uetr: string;
  /** Text, never a number: leading zeros belong to the account. */
  readonly accountNo: string;
  /** As the registry writes it. */
  readonly accountName: string;
  /** VND, more than 0. */
  readonly amount: Vnd;
}

/** A bank as lists and messages name it. */
export interface NamedBank {
  readonly bin: string;
  readonly name: string;
  readonly citad: string | null;
  readonly bic: string | null;
}

/** Who pays, from which account at which bank. */
export interface Debtor {
  readonly name: string;
  /** Null: the bank knows the commune by its code. */
  readonly accountNo: string | null;
  readonly communeCode: string;
  /** Mã ĐVQHNS; empty: not known. */
  readonly unitCode: string;
  readonly bank: NamedBank;
}

/** What a file says besides its payments. All accounts in it are at one bank. */
export interface BankOrder {
  readonly month: Month;
  readonly messageId: string;
  /** YYYY-MM-DDTHH:MM:SS+07:00. */
  readonly createdAt: string;
  readonly executesOn: IsoDate;
  readonly debtor: Debtor;
  /** Where the accounts of those who are paid are. */
  readonly provider: NamedBank;
  readonly payments: readonly BankPayment[];
}

import type { Result } from '../domain/failure.ts';

/** Messages of ISO 20022 that are read, whatever their version. */
export type IsoKind = 'pain.001' | 'pain.002' | 'pain.008' | 'camt.052' | 'camt.053' | 'camt.054';

/** An amount as it stands in the file: digits with or without a point, never a float. */
export type AmountText = string;

/** A fault of a file: a stable code and a sentence without personal data. */
export interface FileProblem {
  readonly code: string;
  readonly message: string;
}

/** The ids of a payment as they stand in a message; empty: not said. */
export interface IsoIds {
  /** MsgId / OrgnlMsgId. */
  readonly messageId: string;
  /** PmtInfId / OrgnlPmtInfId. */
  readonly blockId: string;
  readonly instructionId: string;
  readonly endToEndId: string;
  readonly uetr: string;
}

/** One payment of pain.001 or pain.008. */
export interface IsoPayment extends IsoIds {
  readonly amount: AmountText;
  readonly currency: string;
  readonly creditorName: string;
}

/** A status of pain.002 as it stands there, at the level where it stands; nothing is fanned out. */
export interface IsoStatus extends IsoIds {
  /** The how-manieth status of the file, from 1. */
  readonly row: number;
  readonly level: 'group' | 'block' | 'line';
  /** ACTC, ACSP, ACSC, ACCC, PART, PDNG, RJCT, ...; empty when the level carries none. */
  readonly status: string;
  /** Codes (Rsn/Cd, else Rsn/Prtry). */
  readonly reasons: readonly string[];
  /** AddtlInf. */
  readonly text: string;
  /** Of the original transaction; empty: not said. */
  readonly amount: AmountText;
  readonly currency: string;
  /** OrgnlNbOfTxs and OrgnlCtrlSum of the group or block: what was asked for, as it stands there; empty: not said, or a line. */
  readonly originalCount: string;
  readonly originalSum: AmountText;
  /** AccptncDtTm, else CreDtTm of the file: YYYY-MM-DD, or empty. */
  readonly date: string;
}

/**
 * A booking of a statement or notification, or one payment inside it. An entry without details is one movement; an entry with n details is n
 * movements. `batch` stands on the only movement of an entry that books several payments without naming them.
 */
export interface IsoMovement extends IsoIds {
  /** The how-manieth movement of the file, from 1. */
  readonly row: number;
  readonly statementNo: number;
  readonly entryNo: number;
  /** Booked (BOOK, or no status said); false: pending or for information only. */
  readonly isBooked: boolean;
  readonly direction: 'credit' | 'debit';
  /** Any of RRTN in BkTxCd, RtrInf, RvslInd true. */
  readonly isReturn: boolean;
  /** RtrInf/Rsn/Cd, else Prtry. */
  readonly returnReason: string;
  readonly text: string;
  /** YYYY-MM-DD, or empty. */
  readonly bookedOn: string;
  readonly valueOn: string;
  readonly amount: AmountText;
  readonly currency: string;
  /** NtryRef and AcctSvcrRef of the entry. */
  readonly entryReference: string;
  readonly bankReference: string;
  /** Btch/NbOfTxs of an entry without named payments; null: it books one. */
  readonly batch: number | null;
}

/** A statement or notification when all of it was read. Sums are of booked entries. */
export interface IsoStatement {
  /** The how-manieth of the file, from 1. */
  readonly statementNo: number;
  readonly id: string;
  /** ElctrncSeqNb, else LglSeqNb; empty: not said. */
  readonly sequence: string;
  /** PgNb; null: not said, or no number. */
  readonly page: number | null;
  /** A page of several: not the first, or it says that it is not the last. Its totals are not those of the whole. */
  readonly isPart: boolean;
  readonly account: string;
  readonly currency: string;
  /** FrToDt, else dates of the balances: YYYY-MM-DD or empty. */
  readonly from: string;
  readonly to: string;
  /** Signed: a debit balance begins with '-'. Null: not said. */
  readonly opening: AmountText | null;
  readonly closing: AmountText | null;
  readonly credits: AmountText;
  readonly debits: AmountText;
  readonly entries: number;
  readonly details: number;
  /** opening + credits - debits = closing; null: a balance is missing. */
  readonly isBalanced: boolean | null;
}

/** What is told while a message is read; nothing of it is kept by the reader. Absent: nobody listens. */
export interface IsoSink {
  payment?(payment: IsoPayment): void;
  status?(status: IsoStatus): void;
  movement?(movement: IsoMovement): void;
  statement?(statement: IsoStatement): void;
}

/** What a message came to when it was read to its end. */
export interface IsoMessage {
  readonly format: IsoKind;
  /** 001.09; empty: no namespace says it. */
  readonly version: string;
  readonly messageId: string;
  /** CreDtTm as it stands there; empty: not said. */
  readonly createdAt: string;
  /** Of pain.001 and pain.008; null for others. `headerCount` and `headerSum` of the group header; null: not said. */
  readonly payments: {
    readonly count: number;
    readonly sum: AmountText;
    readonly headerCount: string | null;
    readonly headerSum: AmountText | null;
  } | null;
  /** What makes the file untrustworthy: totals that differ, a statement that does not balance, ids twice, decimals in VND, ... */
  readonly problems: readonly FileProblem[];
  /** What its schema would not allow, but what can be read. */
  readonly warnings: readonly FileProblem[];
}

/** A reader that is given the bytes of a message as they come. */
export interface IsoReader {
  /** Takes the next bytes; answers false when nothing more is wanted: `finish` says why. */
  write(chunk: Uint8Array): boolean;
  /** Refuses what is no such message, or what breaks off; else what it came to. */
  finish(): Result<IsoMessage>;
}

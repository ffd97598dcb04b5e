import type { Vnd } from '../domain/money.ts';
import type { Month } from '../domain/month.ts';

/** One run of the month. Amounts in VND; held and overpaid ones are not part of `amount`. */
export interface ReconciledRun {
  readonly run_id: string;
  readonly kind: string;
  readonly status: string;
  readonly maker: string;
  /** Empty: not approved. */
  readonly approver: string;
  /** YYYY-MM-DD. */
  readonly knownAt: string;
  readonly persons: number;
  readonly payments: number;
  readonly amount: Vnd;
  readonly current: Vnd;
  readonly arrears: Vnd;
  readonly carried: Vnd;
  readonly heldPersons: number;
  readonly heldAmount: Vnd;
  readonly overpaid: Vnd;
}

export interface ProviderTotal {
  readonly communeCode: string;
  readonly communeName: string;
  readonly provider: string;
  readonly payments: number;
  readonly amount: Vnd;
}

/** What was paid for one earlier month: arrears or carried. */
export interface ArrearsTotal {
  readonly month: Month;
  readonly kind: string;
  readonly lines: number;
  readonly amount: Vnd;
}

export interface HeldTotal {
  readonly reason: string;
  readonly persons: number;
  readonly amount: Vnd;
}

export interface Overpaid {
  readonly personId: string;
  readonly family: string;
  readonly month: Month;
  readonly amount: Vnd;
}

/** One value found on two ways, which must agree. */
export interface ReconciledControl {
  readonly name: string;
  readonly left: number;
  readonly right: number;
}

export interface ReconciledFile {
  readonly path: string;
  readonly sha256: string;
  readonly payments: number;
  readonly amount: Vnd;
}

/** Everything the reconciliation workbook of a month shows. */
export interface Reconciliation {
  readonly month: Month;
  readonly runs: readonly ReconciledRun[];
  readonly byProvider: readonly ProviderTotal[];
  readonly byArrearsMonth: readonly ArrearsTotal[];
  readonly held: readonly HeldTotal[];
  readonly overpaid: readonly Overpaid[];
  readonly controls: readonly ReconciledControl[];
  readonly files: readonly ReconciledFile[];
}

import type { ReasonBook } from '../domain/return-reason.ts';

/** The words a report shows for the codes of the books. Categories that tell of HIV must come out neutral. */
export interface ReportWords {
  readonly category: (code: string) => { readonly code: string; readonly name: string };
  /** A legal basis beside a person. */
  readonly basis: (category: string, wording: string) => string;
  readonly family: (code: string) => string;
  readonly kind: (code: string) => string;
  readonly step: (code: string) => string;
  readonly control: (code: string) => string;
  readonly channel: (code: string) => string;
  /** Vietnamese alone, where there are very many rows. */
  readonly short: {
    readonly kind: (code: string) => string;
    readonly channel: (code: string) => string;
    readonly paymentStatus: (code: string) => string;
  };
  readonly provider: (code: string) => string;
  readonly account: (code: string) => string;
  readonly paymentStatus: (code: string) => string;
  readonly runKind: (code: string) => string;
  readonly runStatus: (code: string) => string;
  readonly returnStep: (code: string) => string;
  /** Why money comes back, and what to do. */
  readonly reasons: ReasonBook;
}

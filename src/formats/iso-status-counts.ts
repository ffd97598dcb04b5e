import { type IsoContext, kept } from './iso-checks.ts';
import { type IsoElement, element, leaf } from './iso-tree.ts';

/** Lines of each status, as they are listed and as a header counts them. */
export interface Counts {
  readonly listed: Map<string, number>;
  readonly stated: Map<string, number>;
  /** All of this level, or of a block in it, was rejected at once: no line needs to say so. */
  isRejectedWhole: boolean;
}

/** Nothing listed, nothing counted. */
export function noCounts(): Counts {
  return { listed: new Map(), stated: new Map(), isRejectedWhole: false };
}

/** NbOfTxsPerSts: how many transactions a header says have a status. */
export function perStatus(counts: () => Counts): IsoElement {
  let [status, count] = ['', 0];
  return element(
    {
      DtldSts: leaf((text) => (status = kept(text))),
      DtldNbOfTxs: leaf((text) => (count = /^\d{1,15}$/.test(text) ? Number(text) : 0)),
    },
    {
      begin: () => ([status, count] = ['', 0]),
      end: () => counts().stated.set(status, (counts().stated.get(status) ?? 0) + count),
    },
  );
}

/**
 * A header never counts less than is listed. It may count more, as banks often list rejections only; but a rejection that is not listed names no
 * payment, unless all of a level was rejected.
 */
export function checkCounts(
  context: IsoContext,
  { listed, stated, isRejectedWhole }: Counts,
  vi: string,
  en: string,
): void {
  for (const [status, count] of stated) {
    const found = listed.get(status) ?? 0;
    const [saidVi, saidEn] = [
      `ghi ${count} giao dịch ${status}, nhưng liệt kê ${found}.`,
      `says ${count} transactions are ${status}, but ${found} are listed.`,
    ];
    if (found > count) context.faults.problem('status_count', { vi, en }, saidVi, saidEn);
    else if (found < count && status === 'RJCT' && !isRejectedWhole)
      context.faults.warning(
        'status_count',
        { vi, en },
        `${saidVi} Hãy hỏi ngân hàng khoản nào bị từ chối.`,
        `${saidEn} Ask the bank which payments it rejected.`,
      );
  }
}

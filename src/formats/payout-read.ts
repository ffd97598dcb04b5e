import { type Result, refused } from '../domain/failure.ts';
import { readBankList } from './bank-read.ts';
import type { ListReading, TakePayments } from './payout-reading.ts';
import { readPostList } from './post-read.ts';

export type { ListFault, ListReading, ListedPayment } from './payout-reading.ts';

/**
 * Reads a payout file back from its bytes, by the kind that the manifest gives it; payments (VND) are handed to `take` in blocks.
 * Trusts nothing that the program knows of the file. Refuses a kind that it cannot read, and a file that is not of this kind.
 */
export async function readPayoutList(
  kind: string,
  bytes: Uint8Array,
  take: TakePayments,
): Promise<Result<ListReading>> {
  if (kind === 'bank-list') return readBankList(bytes, take);
  if (kind === 'post-list') return readPostList(bytes, take);
  return refused('unknown_kind', `không có cách đọc loại tệp ${kind} (files of kind ${kind} cannot be read back)`);
}

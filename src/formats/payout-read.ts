import type { ListTemplate } from '../domain/bank-sheet.ts';
import { type Result, refused } from '../domain/failure.ts';
import { readBankList } from './bank-read.ts';
import { readTemplateList } from './bank-template-read.ts';
import { readPain001 } from './pain-001-read.ts';
import type { ListReading, TakePayments } from './payout-reading.ts';
import { readPostList } from './post-read.ts';

export type { ListFault, ListReading, ListedPayment } from './payout-reading.ts';

/**
 * Reads a payout file back from its bytes, by the kind that the manifest gives it; payments (VND) are handed to `take` in blocks. A bank's list is
 * read by its template; without one it is the program's own CSV. Trusts nothing else that the program knows of the file. Refuses a kind that
 * it cannot read, and a file that is not of this kind.
 */
export async function readPayoutList(
  kind: string,
  bytes: Uint8Array,
  take: TakePayments,
  template: ListTemplate | null = null,
): Promise<Result<ListReading>> {
  if (kind === 'bank-list')
    return template === null ? readBankList(bytes, take) : readTemplateList(template, bytes, take);
  if (kind === 'pain.001') return readPain001(bytes, take);
  if (kind === 'post-list') return readPostList(bytes, take);
  return refused('unknown_kind', `không có cách đọc loại tệp ${kind} (files of kind ${kind} cannot be read back)`);
}

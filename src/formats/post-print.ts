import { formatMonth } from '../domain/month.ts';
import type { PdfFonts } from './pdf-font.ts';
import { sheetsPdf } from './pdf-sheet.ts';
import { type PostList, postListSheet } from './post-list.ts';
import type { Sheet } from './sheet.ts';

/** The id that a printed list carries on every page: its run, its commune and its payment point. */
export function printedListId({ runId, commune, point }: PostList): string {
  return `${runId}/${commune.code}/${point.code}`;
}

/**
 * The list of a payment point ready to print (PDF, A4 landscape): the rows, order and figures of `postList`, with page totals, running totals,
 * room to sign and the blocks of those who sign. VND; no category of assistance, of id numbers the last four digits.
 * The same list gives the same bytes. Refuses (throws: a bug) what `postList` refuses. `sheet`: as of
 * `postList`.
 */
export function postListPdf(list: PostList, fonts: PdfFonts, sheet: Sheet = postListSheet(list)): Uint8Array {
  const footer = `Mã danh sách: ${printedListId(list)}  ·  Kỳ chi: ${list.runId}  ·  ${list.commune.name}, ${list.point.name}`;
  const title = `Danh sách chi trả ${formatMonth(list.month)} ${list.commune.name}, ${list.point.name}`;
  return sheetsPdf(title, [{ ...sheet, print: { ...sheet.print, footer } }], fonts);
}

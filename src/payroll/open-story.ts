import { type Catalogue, firstMonthOf } from '../domain/catalogue.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { type IsoDate, type Month, addMonths, formatMonth, month as monthFrom, monthOf } from '../domain/month.ts';
import type { Client } from '../store/database.ts';
import { type PersonFile, fileOfPerson, monthsOfBooks } from '../store/person-story.ts';
import { booksNow, firstMonthOfBooks } from '../store/run-opening.ts';
import type { BooksView } from '../store/runs.ts';
import type { NamesShown } from './person-changes.ts';

/** Who and which month, with the law of which day. */
export interface ExplainRequest {
  readonly personId: string;
  readonly month: Month;
  readonly knownAt: IsoDate;
  readonly today: IsoDate;
  /** Whose clock the times are told by. */
  readonly timeZone: string;
  readonly names: NamesShown;
}

/** What is read first: whose file it is, how far the books go. */
export interface Opening {
  readonly file: PersonFile;
  readonly view: BooksView;
}

function monthRefusal(month: Month, lawBegins: Month, first: Month | null, latest: Month): Result<null> {
  if (month < lawBegins)
    return refused(
      'month_without_law',
      `Tháng ${formatMonth(month)} trước tháng đầu tiên của danh mục luật (lies before the first month of the catalogue of law): ${formatMonth(lawBegins)}.`,
    );
  if (first !== null && month < first)
    return refused(
      'month_before_books',
      `Tháng ${formatMonth(month)} trước khi có sổ (the books begin later): ${formatMonth(first)}.`,
    );
  if (month > latest)
    return refused(
      'month_too_early',
      `Tháng ${formatMonth(month)} chưa đến kỳ lập danh sách (its list is not made yet); tháng cuối (the latest month): ${formatMonth(latest)}.`,
    );
  return done(null);
}

/** The month of the next run that can pay for a month. */
function nextMonth(month: Month, latest: Month | null, closed: ReadonlySet<Month>): Month {
  let next = latest !== null && latest > month ? latest : month;
  while (closed.has(next)) next = addMonths(next, 1);
  return next;
}

function latestOf(...months: readonly Month[]): Month {
  return monthFrom(Math.max(...months));
}

/**
 * Whose file it is and how far the books go, as they stand now. Refuses an unknown person, and a month before the law, before the
 * books or after the last one whose list can be made.
 */
export async function openStory(
  client: Client,
  catalogue: Catalogue,
  request: ExplainRequest,
): Promise<Result<Opening>> {
  const { month, knownAt, today } = request;
  const now = await booksNow(client);
  const file = await fileOfPerson(client, request.personId, now.registryBatch);
  if (file === null)
    return refused(
      'unknown_person',
      `Sổ không có người hưởng ${request.personId} (the registry has no such person). Kiểm tra mã (check the id).`,
    );
  const first = await firstMonthOfBooks(client, now.registryBatch);
  const { latest, closed } = await monthsOfBooks(client);
  const lawBegins = firstMonthOf(catalogue);
  const lastMonth = latestOf(
    ...(latest === null ? [] : [latest]),
    addMonths(monthOf(today), 1),
    addMonths(monthOf(knownAt), 1),
  );
  const asked = monthRefusal(month, lawBegins, first, lastMonth);
  if (!asked.ok) return asked;
  const begin = latestOf(first ?? month, lawBegins);
  const view = {
    ...now,
    runNo: 0,
    month: nextMonth(month, latest, closed),
    knownAt,
    windowFrom: begin,
    recomputeFrom: begin,
    communes: null,
  };
  return done({ file, view });
}

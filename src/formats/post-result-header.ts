import { foldedWords } from '../domain/return-reason.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { looksLikeHeading } from './found-headings.ts';
import type { ListRow } from './post-result-table.ts';

/**
 * What a column of a result list says. `signed`: who took the money; `proxy`: who may take it, which proves nothing; `recipient`: one or the
 * other, see columnsOf; `person`: whose money it is; `paidOut`: money that was really paid.
 */
const RESULT_FIELDS = [
  'id',
  'status',
  'date',
  'signed',
  'recipient',
  'proxy',
  'person',
  'amount',
  'paidOut',
  'reason',
  'remark',
  'handedBack',
] as const;
export type ResultField = (typeof RESULT_FIELDS)[number];

/** Where each column stands, from 0; a column that the list does not have is missing. */
export type ResultColumns = Partial<Readonly<Record<ResultField, number>>>;

// As folded() leaves them.
const HEADINGS: Readonly<Record<ResultField, readonly string[]>> = {
  id: [
    'ma khoan chi',
    'ma chi tra',
    'ma thanh toan',
    'ma giao dich',
    'ma tham chieu',
    'payment id',
    'end to end id',
    'endtoendid',
  ],
  status: ['ket qua', 'ket qua chi', 'ket qua chi tra', 'trang thai', 'tinh trang', 'status', 'result', 'outcome'],
  date: [
    'ngay nhan',
    'ngay nhan tien',
    'ngay chi',
    'ngay chi tra',
    'ngay tra',
    'ngay linh',
    'ngay ky nhan',
    'ngay',
    'date',
    'paid on',
    'collected on',
    'date collected',
    'date paid',
  ],
  signed: [
    'ky nhan',
    'chu ky',
    'nguoi ky nhan',
    'nguoi thuc nhan',
    'nguoi linh',
    'collector',
    'collected by',
    'received by',
  ],
  recipient: ['nguoi nhan', 'nguoi nhan tien', 'ho ten nguoi nhan', 'ho va ten nguoi nhan', 'recipient'],
  person: ['ho va ten', 'ho ten', 'ho va ten doi tuong', 'doi tuong', 'ten doi tuong', 'full name', 'name'],
  proxy: ['nguoi nhan thay', 'nguoi nhan ho', 'nguoi duoc uy quyen', 'nguoi uy quyen', 'proxy'],
  amount: ['tong nhan', 'so tien', 'so tien chi', 'so tien nhan', 'so tien chi tra', 'thanh tien', 'amount'],
  paidOut: ['so tien da chi', 'so tien da nhan', 'so tien da tra', 'da chi', 'amount paid'],
  reason: ['ly do', 'ly do chua nhan', 'ly do khong nhan', 'ly do chua chi', 'ly do chua linh', 'reason'],
  remark: ['ghi chu', 'note', 'notes', 'remark', 'remarks'],
  handedBack: ['nop lai', 'so tien nop lai', 'tien nop lai', 'handed back', 'amount handed back'],
};
const FIELD_OF: ReadonlyMap<string, ResultField> = new Map(
  RESULT_FIELDS.flatMap((field) => HEADINGS[field].map((heading) => [heading, field] as const)),
);
/** Any of these says what became of a payment. */
const TELLING: readonly ResultField[] = [
  'status',
  'date',
  'signed',
  'recipient',
  'paidOut',
  'reason',
  'remark',
  'handedBack',
];
const ROWS_ABOVE = 100;
const RUN = /Mã kỳ chi: (\d{4}-\d{2}-R\d{2,})/;

/** Text without case, marks, signs and what stands in brackets: "Ký nhận\n(ký, ghi rõ họ tên)" is "ky nhan". */
export function folded(text: string): string {
  return foldedWords(text.replaceAll(/\([^)]*\)/g, ' '));
}

function fieldsOf(header: readonly string[]): readonly (ResultField | undefined)[] {
  return header.map((heading) => FIELD_OF.get(folded(heading)));
}

/** Whether a row of headings is that of a post office's result list: it names payments, and what became of them. */
export function recognisesPostResult(header: readonly string[]): boolean {
  const fields = new Set(fieldsOf(header));
  return fields.has('id') && TELLING.some((field) => fields.has(field));
}

/** Words that stand as an answer in a row of a person just as well. */
const ALSO_ANSWERS: ReadonlySet<ResultField | undefined> = new Set([undefined, 'paidOut', 'signed'] as const);

/** Headings as a refusal may repeat them: of a row with known ones, else nothing, because it may be a person's. */
function shownHeadings(rows: readonly ListRow[]): string {
  const cells = rows
    .map((row) => row.cells.map((cell) => cell.text.replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== ''))
    .find((texts) => texts.length > 1 && fieldsOf(texts).some((field) => !ALSO_ANSWERS.has(field)));
  const shown = (cells ?? []).slice(0, 30).map((text) => (looksLikeHeading(text) ? text : '…'));
  return shown.join(', ') || '–';
}

/** What a result list of a post office needs, in words of a refusal. */
export const RESULT_NEEDS =
  'Mã khoản chi (payment_id), và một trong (and one of): Kết quả, Ngày nhận, Ký nhận, Lý do chưa nhận, Ghi chú';

/** A table under its row of headings. */
export interface ResultTable {
  /** The run that the list names above its table, as ours do; null: it names none. */
  readonly runId: string | null;
  readonly columns: ResultColumns;
  readonly below: readonly ListRow[];
}

/** Where the columns of a header stand. Refuses two that say the same. */
function columnsOf(header: readonly string[]): Result<ResultColumns> {
  const columns: Partial<Record<ResultField, number>> = {};
  for (const [place, field] of fieldsOf(header).entries()) {
    if (field === undefined) continue;
    if (columns[field] !== undefined) {
      const twice = [columns[field], place].map((one) => (header[one] ?? '').replaceAll(/\s+/g, ' '));
      return refused(
        'duplicate_column',
        `hai cột cùng nghĩa (two columns say the same): ${twice.join(', ')}. Hãy xóa bớt một cột (remove one of them).`,
      );
    }
    columns[field] = place;
  }
  const { recipient, ...others } = columns;
  if (recipient === undefined) return done(columns);
  // "Người nhận" beside "Họ và tên" is who took the money; alone it may be whose money it is, and then it proves nothing.
  const isToldElsewhere = others.status !== undefined || others.date !== undefined;
  const field = others.person === undefined && isToldElsewhere ? 'proxy' : 'signed';
  return done({ ...others, [field]: others[field] ?? recipient });
}

function tableBelow(rows: readonly ListRow[]): Result<ResultTable> | null {
  const headers = rows.slice(0, ROWS_ABOVE).map((row) => row.cells.map((cell) => cell.text));
  const at = headers.findIndex(recognisesPostResult);
  const header = headers[at];
  if (header === undefined) return null;
  const columns = columnsOf(header);
  if (!columns.ok) return columns;
  const named = headers.slice(0, at).flatMap((cells) => cells.map((text) => RUN.exec(text)?.[1] ?? null));
  const runId = named.find((id) => id !== null) ?? null;
  return done({ runId, columns: columns.value, below: rows.slice(at + 1) });
}

/**
 * Finds the one table of a file that is a result list. Refuses a file without one, with the headings found and what is needed; a heading
 * that stands twice; and a workbook with two such tables, of which one would be lost.
 */
export function resultTable(tables: readonly (readonly ListRow[])[]): Result<ResultTable> {
  const found = tables.map(tableBelow).filter((table) => table !== null);
  const [first, second] = found;
  if (second !== undefined)
    return refused(
      'two_lists',
      'tệp có hai danh sách (two sheets are lists): hãy lưu mỗi danh sách một tệp (one file each)',
    );
  if (first !== undefined) return first;
  const headings = shownHeadings(tables.flatMap((rows) => rows.slice(0, ROWS_ABOVE)));
  return refused(
    'missing_column',
    `không phải danh sách kết quả chi trả (no result list). Tiêu đề có (headings found): ${headings}. Cần (needed): ${RESULT_NEEDS}.`,
  );
}

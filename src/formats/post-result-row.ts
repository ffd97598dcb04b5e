import { type Answer, SILENT } from '../domain/answer.ts';
import { type Vnd, parseVnd } from '../domain/money.ts';
import { type IsoDate, parseDate } from '../domain/month.ts';
import { placeOfEndToEndId, placeOfPaymentId } from '../domain/payment-ids.ts';
import { composed } from './latin-text.ts';
import { type ResultColumns, type ResultField, folded } from './post-result-header.ts';
import type { ListCell, ListRow } from './post-result-table.ts';
import { serialDay } from './sheet-date.ts';

/** How the cells of a list are read. */
export interface ResultReading {
  readonly columns: ResultColumns;
  readonly startsIn1904: boolean;
  /** No later day can have been paid on; null: not known. */
  readonly today: IsoDate | null;
}

/** What a row of a result list says. */
export interface ResultRow {
  readonly answer: Answer;
  /** The amount in the row, also of one with a fault; null: none that is whole VND. */
  readonly amount: Vnd | null;
  /** Money of this row that was handed back; null: not said. */
  readonly handedBack: Vnd | null;
  /** Who took the money, as written; empty: nobody is named. */
  readonly collector: string;
}

type Fault = NonNullable<Answer['fault']>;

type Status = 'paid' | 'uncollected' | 'pending';

function statusWords(status: Status, words: readonly string[]): readonly (readonly [word: string, status: Status])[] {
  return words.map((word) => [word, status]);
}

const STATUS_WORDS: ReadonlyMap<string, Status> = new Map([
  ...statusWords('paid', [
    'da nhan',
    'da nhan tien',
    'da nhan du',
    'da chi',
    'da chi tra',
    'da tra',
    'da linh',
    'da phat',
    'da ky',
    'da ky nhan',
    'nhan',
    'paid',
    'collected',
    'received',
  ]),
  ...statusWords('uncollected', [
    'chua nhan',
    'chua nhan tien',
    'chua chi',
    'chua tra',
    'chua linh',
    'khong nhan',
    'khong linh',
    'khong den',
    'tu choi',
    'uncollected',
    'unpaid',
    'not collected',
  ]),
  ...statusWords('pending', ['chua biet', 'dang cho', 'pending']),
]);
// What stands in a box to be ticked or signed.
const MARKS: ReadonlySet<string> = new Set(['x', 'v', 'co', 'ok', 'yes', 'da ky', 'da nhan', 'ky', 'da ky nhan']);
const NO_MARKS: ReadonlySet<string> = new Set(['', 'chua', 'khong', 'no', '0']);
const NOT_COLLECTED =
  /\b(?:chua (?:nhan|linh|chi|tra|den)|khong (?:nhan|linh|den|lien lac)|tu choi|uncollected|not collected|unpaid)\b/;
const WHY_NOT =
  /\b(?:vang|vang mat|di vang|di xa|di lam|chet|da chet|da mat|mat ngay|tu tran|qua doi|nam vien|om|benh|chuyen di|chuyen noi|hen|tam giu|absent|dead|died|deceased|moved|ill|hospital)\b/;
const COLLECTED = /\b(?:da (?:nhan|linh|chi|tra|ky)|nhan (?:thay|ho|du)|collected|received)\b/;
// Ours, printed before anybody was paid.
const RECOVERY_REMARK = /^Trừ thu hồi [\d.]+[\s;,.–-]*/;

function fault(code: string, message: string): Fault {
  return { code, message };
}

/** Reads one cell of a row by the name of its column; trimmed, NFC. */
function cellReader(row: ListRow, columns: ResultColumns): (field: ResultField) => ListCell {
  return (field) => {
    const place = columns[field];
    const cell = place === undefined ? undefined : row.cells[place];
    if (cell === undefined) return { text: '', isNumber: false };
    return {
      text: composed(cell.text)
        .replaceAll(/[\s\u00A0]+/g, ' ')
        .trim(),
      isNumber: cell.isNumber,
    };
  };
}

/** A whole amount of VND; null: empty; a fault: something else. */
export function readMoney(cell: ListCell): Vnd | null | Fault {
  const text = cell.text.replace(/\s*(?:đồng|đ|₫|vnd|vnđ)\.?$/i, '').replaceAll(/(?<=\d) (?=\d{3})/g, '.');
  if (/^[-–—.…_\s]*$/.test(text)) return null;
  const amount = parseVnd(cell.isNumber ? text.replace(/\.0+$/, '') : text);
  if (amount !== null) return amount;
  return fault('bad_amount', 'số tiền không phải số nguyên đồng (the amount is no whole number of VND)');
}

function readDay(cell: ListCell, { startsIn1904, today }: ResultReading): string | null | Fault {
  if (/^[-–—.…_\s/]*$/.test(cell.text)) return null;
  const spoken = /^(?:ngày )?(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: .*)?$/i.exec(cell.text);
  const [, day = '', inYear = '', year = ''] = spoken ?? [];
  const text = spoken === null ? cell.text.slice(0, 10) : `${day.padStart(2, '0')}/${inYear.padStart(2, '0')}/${year}`;
  // A workbook saved as CSV shows the bare number where the cell was text: 46331 is 5 November 2026.
  const isSerial = cell.isNumber || /^[45]\d{4}$/.test(cell.text);
  const date = isSerial ? serialDay(cell.text, startsIn1904) : parseDate(text);
  if (date === null)
    return fault('bad_date', 'ngày nhận không đúng, cần ngày/tháng/năm (not a day; write day/month/year)');
  if (today !== null && date > today)
    return fault('future_date', 'ngày nhận ở tương lai (a day that is still to come)');
  return date;
}

/** The ids of a row as they stand there; a fault: neither of ours. */
function readId(text: string): Pick<Answer, 'instructionId' | 'endToEndId'> | Fault {
  const id = text.replaceAll(' ', '').toUpperCase();
  // Any province: whose payment it is is asked of the books.
  if (placeOfPaymentId('00', id) !== null) return { instructionId: id, endToEndId: '' };
  if (placeOfEndToEndId(id) !== null) return { instructionId: '', endToEndId: id };
  return text === ''
    ? fault('missing_id', 'dòng không có mã khoản chi (the row names no payment)')
    : fault('bad_id', 'mã khoản chi không đúng (no payment id of this program)');
}

function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'code' in value;
}

/** A status that says more than what became of the money: "Chưa nhận (đi vắng)"; else empty. */
function longer(status: string): string {
  return STATUS_WORDS.has(folded(status.replaceAll(/[()]/g, ' '))) ? '' : status;
}

/** What the words of a row say became of the money, and why not. */
interface Words {
  readonly paid: boolean;
  readonly uncollected: boolean;
  readonly pending: boolean;
  readonly reason: string;
  readonly collector: string;
  readonly fault: Fault | null;
}

function readWords(cell: (field: ResultField) => ListCell): Words {
  const [status, signed, reason] = [cell('status').text, cell('signed').text, cell('reason').text];
  const remark = cell('remark').text.replace(RECOVERY_REMARK, '');
  const [said, mark, note] = [folded(status), folded(signed), folded(remark)];
  const known = STATUS_WORDS.get(said) ?? (NOT_COLLECTED.test(said) ? 'uncollected' : undefined);
  const refusal = NOT_COLLECTED.test(mark);
  const isSigned = !refusal && !NO_MARKS.has(mark);
  const [noteSaysNot, noteSaysPaid] = [NOT_COLLECTED.test(note), COLLECTED.test(note)];
  const isToldElsewhere = known !== undefined || isSigned || refusal || reason !== '' || cell('date').text !== '';
  const paid = known === 'paid' || isSigned || (noteSaysPaid && !noteSaysNot && !isToldElsewhere);
  const noteSaysWhy = !isToldElsewhere && WHY_NOT.test(note) && !noteSaysPaid;
  const uncollected = known === 'uncollected' || refusal || reason !== '' || noteSaysNot || noteSaysWhy;
  let wrong: Fault | null = null;
  if (said !== '' && known === undefined)
    wrong = fault(
      'bad_status',
      'kết quả không rõ, cần Đã nhận hoặc Chưa nhận (say Đã nhận, paid, or Chưa nhận, uncollected)',
    );
  else if (note !== '' && !isToldElsewhere && !paid && !uncollected)
    wrong = fault(
      'unclear_remark',
      'ghi chú không nói đã nhận hay chưa (the remark does not say whether the money was taken)',
    );
  const words = reason !== '' ? reason : refusal ? signed : uncollected ? remark || longer(status) : '';
  const named = isSigned && !MARKS.has(mark) ? signed : '';
  return {
    paid,
    uncollected,
    pending: known === 'pending',
    reason: words,
    collector: named !== '' ? named : cell('proxy').text,
    fault: wrong,
  };
}

function decided(words: Words, date: string | null, handedBack: Vnd | null): string | Fault {
  const isPaid = words.paid || date !== null;
  const isNot = words.uncollected || (handedBack ?? 0) > 0;
  if (isPaid && isNot)
    return fault('both', 'dòng ghi cả đã nhận và chưa nhận (the row says both: taken and not taken)');
  if (words.pending && (isPaid || isNot))
    return fault('both', 'dòng ghi cả đang chờ và kết quả (the row says both: waiting, and how it ended)');
  return isPaid ? 'paid' : isNot ? 'uncollected' : 'pending';
}

/** Whether a row says anything about a payment: an id, a date, money, a word. */
export function tellsSomething(row: ListRow, { columns }: ResultReading): boolean {
  const cell = cellReader(row, columns);
  const fields: readonly ResultField[] = [
    'id',
    'status',
    'date',
    'signed',
    'amount',
    'paidOut',
    'reason',
    'handedBack',
  ];
  return row.isBroken || fields.some((field) => cell(field).text !== '');
}

/** The id of a row as it stands there; empty: none. */
export function idOf(row: ListRow, { columns }: ResultReading): string {
  return cellReader(row, columns)('id').text;
}

/**
 * Reads one row of a result list. Paid: a date, a signature or a collector, or a word for it. Uncollected: a reason, a word for it, or money
 * handed back. Neither: pending. What says both, or is unreadable, keeps its fault: it is for a person to decide. VND.
 */
export function readResultRow(row: ListRow, reading: ResultReading): ResultRow {
  const cell = cellReader(row, reading.columns);
  const [id, money, back] = [readId(cell('id').text), readMoney(cell('amount')), readMoney(cell('handedBack'))];
  const [date, words] = [readDay(cell('date'), reading), readWords(cell)];
  const out = readMoney(cell('paidOut'));
  const paidOut = isFault(out) || out === 0 ? null : out;
  const amount = isFault(money) ? null : (money ?? paidOut);
  const handedBack = isFault(back) ? null : back;
  const status = decided({ ...words, paid: words.paid || paidOut !== null }, isFault(date) ? null : date, handedBack);
  const broken = row.isBroken ? fault('broken_quotes', 'dấu nháy kép không đóng đúng chỗ (quotes do not close)') : null;
  const wrong = broken ?? [id, money, out, back, date, words.fault, status].find(isFault) ?? null;
  const isPaid = status === 'paid';
  return {
    answer: {
      ...SILENT,
      row: row.row,
      ...(isFault(id) ? { endToEndId: cell('id').text.slice(0, 64) } : id),
      status: wrong === null && typeof status === 'string' ? status : cell('status').text.slice(0, 64),
      date: isFault(date) ? null : date,
      amount: amount === null ? null : String(amount),
      reason: words.reason,
      fault: wrong,
    },
    amount,
    handedBack,
    collector: isPaid ? words.collector : '',
  };
}

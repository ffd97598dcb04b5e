import { FAMILIES, isCategory } from '../domain/category.ts';
import { parseVnd } from '../domain/money.ts';
import { parseDate, parseMonth } from '../domain/month.ts';

/** Why a cell is refused: a stable code and a sentence that never repeats what stands in the cell. */
export interface CellFault {
  readonly code: string;
  readonly message: string;
}

/** The canonical text of a cell, null for an empty one, or why it is refused. */
export type CellReading = string | null | CellFault;

/** Reads the trimmed, non-empty text of one cell. */
export type CellReader = (text: string) => CellReading;

function fault(code: string, message: string): CellFault {
  return { code, message };
}

/** A day as YYYY-MM-DD. Accepts YYYY-MM-DD and DD/MM/YYYY. */
export function readDay(text: string): CellReading {
  return parseDate(text) ?? fault('bad_date', 'Ngày không đúng, cần YYYY-MM-DD hoặc DD/MM/YYYY (not a date)');
}

/** A month as yyyymm. Accepts YYYY-MM and MM/YYYY. */
export function readMonth(text: string): CellReading {
  const month = parseMonth(text);
  return month === null
    ? fault('bad_month', 'Tháng không đúng, cần YYYY-MM hoặc MM/YYYY (not a month)')
    : String(month);
}

/** A date of birth as precise as it is known: YYYY-MM-DD, YYYY-MM or YYYY. Accepts DD/MM/YYYY and MM/YYYY too. */
export function readBirthDate(text: string): CellReading {
  const day = parseDate(text);
  if (day !== null) return day;
  if (/^(19|2\d)\d\d$/.test(text)) return text;
  const month = parseMonth(text);
  if (month !== null) return `${String(month).slice(0, 4)}-${String(month).slice(4)}`;
  return fault('bad_date', 'Ngày sinh không đúng, cần YYYY-MM-DD, DD/MM/YYYY, MM/YYYY hoặc YYYY (not a date of birth)');
}

/** A year of the budget. */
export function readYear(text: string): CellReading {
  return /^2\d\d\d$/.test(text) ? text : fault('bad_year', 'Năm không đúng, cần YYYY (not a year)');
}

/** An amount of whole VND, 0 allowed. */
export function readAmount(text: string): CellReading {
  const amount = parseVnd(text);
  return amount === null
    ? fault('bad_amount', 'Số tiền không đúng, cần số nguyên đồng, không âm (not a whole amount of VND)')
    : String(amount);
}

/** An amount of whole VND above 0. */
export function readPositiveAmount(text: string): CellReading {
  const amount = readAmount(text);
  return amount === '0' ? fault('bad_amount', 'Số tiền phải lớn hơn 0 (the amount must be above 0)') : amount;
}

/** A number of children or persons, 1 to 99. */
export function readQuantity(text: string): CellReading {
  return /^[1-9]\d?$/.test(text)
    ? text
    : fault('bad_quantity', 'Số lượng phải là số nguyên từ 1 đến 99 (quantity must be 1 to 99)');
}

/** A key: up to 64 signs without spaces and control signs. */
export function readId(text: string): CellReading {
  return text.length <= 64 && !/[\s\p{Cc}]/u.test(text)
    ? text
    : fault('bad_id', 'Mã không đúng, cần 1-64 ký tự không có khoảng trắng (an id has 1 to 64 signs and no spaces)');
}

// Signs that stand for Vietnamese letters in TCVN3, and such a sign beside a letter. Why two: the first is quick.
const OLD_FONT_SIGN = /[\u00A8-\u00B9\u00BB-\u00BE\u00D7\u00F7]/;
const OLD_FONT_WORD = /[\u00A8-\u00B9\u00BB-\u00BE\u00D7\u00F7]\p{L}|\p{L}[\u00A8-\u00B9\u00BB-\u00BE\u00D7\u00F7]/u;

/** Text for people, up to 1000 signs. Refuses what an old font encoding (TCVN3, VNI) leaves behind. */
export function readWords(text: string): CellReading {
  if (text.length > 1000) return fault('too_long', 'Nội dung dài hơn 1000 ký tự (longer than 1000 signs)');
  return OLD_FONT_SIGN.test(text) && OLD_FONT_WORD.test(text)
    ? fault('wrong_encoding', 'Chữ còn ở phông cũ TCVN3 hoặc VNI, hãy chuyển sang Unicode (old font encoding)')
    : text;
}

/** A personal identity number: 12 digits. */
export function readNationalId(text: string): CellReading {
  return /^\d{12}$/.test(text)
    ? text
    : fault('bad_national_id', 'Số định danh phải có 12 chữ số (a personal id has 12 digits)');
}

/** A bank account number: 6 to 19 digits. */
export function readAccount(text: string): CellReading {
  return /^\d{6,19}$/.test(text)
    ? text
    : fault('bad_account', 'Số tài khoản phải có 6-19 chữ số (an account number has 6 to 19 digits)');
}

/** A bank's number: 970 and three digits (letter 1589/NHNN-TT of the State Bank). */
export function readBin(text: string): CellReading {
  return /^970\d{3}$/.test(text)
    ? text
    : fault('bad_bin', 'Mã BIN ngân hàng phải là 970 và 3 chữ số (a bank BIN is 970 and 3 digits)');
}

/** The code of a unit in its relation with the budget (mã ĐVQHNS): 7 digits. Source: TT 185/2015/TT-BTC. */
export function readUnitCode(text: string): CellReading {
  return /^\d{7}$/.test(text)
    ? text
    : fault('bad_unit_code', 'Mã ĐVQHNS phải có 7 chữ số (the code of a budget unit has 7 digits)');
}

/** A commune: 5 digits. */
export function readCommuneCode(text: string): CellReading {
  return /^\d{5}$/.test(text)
    ? text
    : fault('bad_commune_code', 'Mã xã phải có 5 chữ số (a commune code has 5 digits)');
}

/** A province: 2 digits. */
export function readProvinceCode(text: string): CellReading {
  return /^\d{2}$/.test(text)
    ? text
    : fault('bad_province_code', 'Mã tỉnh phải có 2 chữ số (a province code has 2 digits)');
}

/** A category of the law. */
export function readCategory(text: string): CellReading {
  const code = text.toUpperCase();
  return isCategory(code)
    ? code
    : fault('unknown_category', 'Không có loại trợ cấp này trong danh mục (unknown category)');
}

/** One word of a fixed list; the words on the left are accepted, those on the right are kept. Case does not matter. */
export function readOneOf(words: Readonly<Record<string, string>>, code: string): CellReader {
  const known = new Map(Object.entries(words).map(([word, kept]) => [word.normalize('NFC').toLowerCase(), kept]));
  const choices = [...new Set(known.values())].join(', ');
  return (text) =>
    known.get(text.toLowerCase()) ?? fault(code, `Cần một trong các giá trị: ${choices} (must be one of these)`);
}

/** M or F; Nam and Nữ are accepted. */
export const readSex: CellReader = readOneOf({ M: 'M', F: 'F', Nam: 'M', Nữ: 'F', Nu: 'F' }, 'bad_sex');

/** bank or post; Vietnamese words are accepted. */
export const readChannel: CellReader = readOneOf(
  { bank: 'bank', post: 'post', 'ngân hàng': 'bank', 'tài khoản': 'bank', 'bưu điện': 'post' },
  'bad_channel',
);

/** paid or returned; Vietnamese words are accepted. */
export const readPaidStatus: CellReader = readOneOf(
  { paid: 'paid', returned: 'returned', 'đã chi': 'paid', 'đã trả': 'paid', 'hoàn trả': 'returned' },
  'bad_status',
);

/** MAIN, CARE or ONEOFF. */
export const readFamily: CellReader = readOneOf(
  Object.fromEntries(FAMILIES.map((family) => [family, family])),
  'bad_family',
);

/** ward or commune; phường and xã are accepted. */
export const readCommuneKind: CellReader = readOneOf(
  { ward: 'ward', commune: 'commune', phường: 'ward', xã: 'commune' },
  'bad_kind',
);

/** yes or no; có and không are accepted. */
export const readYesNo: CellReader = readOneOf(
  { yes: 'yes', no: 'no', có: 'yes', không: 'no', x: 'yes' },
  'bad_yes_no',
);

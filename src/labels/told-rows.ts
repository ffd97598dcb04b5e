import { FAMILIES } from '../domain/category.ts';
import { month } from '../domain/month.ts';
import { FAMILY_LABELS } from './categories.ts';
import { dayText, monthText } from './dates.ts';
import { columnLabel, fileLabel } from './facts.ts';
import { bilingual } from './label.ts';
import { dong } from './numbers.ts';
import { channelLabel, paymentStatusLabel } from './payments.ts';
import { providerName } from './providers.ts';

/** A value of the registry; `hidden`: there is one, and it is not for this reader. */
type ToldValue = string | number | null | { readonly hidden: true };

/** One row of an imported file as it became known. */
export interface ToldRow {
  readonly table: string;
  readonly key: string;
  readonly kind: 'entered' | 'replaced';
  readonly fields: readonly { readonly column: string; readonly before: ToldValue; readonly after: ToldValue }[];
  readonly values: Readonly<Record<string, ToldValue>>;
  readonly isCurrent: boolean;
  readonly file: string;
  readonly row: number;
  readonly actor: string;
}

/** Whose story it is, and the names of communes and payment points in it. */
export interface ToldAbout {
  readonly file: { readonly personId: string };
  readonly places: readonly { readonly kind: 'commune' | 'point'; readonly code: string; readonly name: string }[];
}

const AMOUNTS: ReadonlySet<string> = new Set(['pension_amount', 'total', 'monthly_amount', 'amount']);

/** "07210 Phường Bắc Giang": a code of a commune or payment point with its name. */
export function placeText({ places }: ToldAbout, kind: 'commune' | 'point', code: string): string {
  const name = places.find((one) => one.kind === kind && one.code === code)?.name;
  return name === undefined ? code : `${code} ${name}`;
}

function textCell(about: ToldAbout, column: string, value: string): string {
  switch (column) {
    case 'commune_code':
      return placeText(about, 'commune', value);
    case 'payment_point':
      return placeText(about, 'point', value);
    case 'bank_bin':
      return providerName(value);
    case 'channel':
      return bilingual(channelLabel(value));
    case 'status':
      return bilingual(paymentStatusLabel(value));
    case 'sex':
      return value === 'M' ? 'nam / male' : 'nữ / female';
    case 'family': {
      const family = FAMILIES.find((one) => one === value);
      return family === undefined ? value : bilingual(FAMILY_LABELS[family]);
    }
    default:
      return /^\d{4}(-\d{2}){0,2}$/.test(value) && /date$|_on$/.test(column) ? dayText(value) : value;
  }
}

/** A value of the registry for people. */
export function cellText(about: ToldAbout, column: string, value: ToldValue): string {
  if (value === null) return '(trống) / none';
  if (typeof value === 'object') return '(không hiện) / not shown';
  if (typeof value === 'string') return textCell(about, column, value);
  if (column.endsWith('month')) return monthText(month(value));
  return AMOUNTS.has(column) ? dong(value) : String(value);
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  merges: ['person_id'],
  stays: ['until_month'],
  awards: ['award_id'],
  suspensions: ['award_id', 'from_month'],
  payees: ['from_month'],
  recoveries: ['decision_no'],
  refunds: ['reference'],
  disbursements: ['reference'],
};

/** What a row is about, by its key: "Quyết định hưởng / award A1". */
export function rowTitle(about: ToldAbout, row: ToldRow): string {
  const owner = row.values['person_id'];
  const isOther = typeof owner === 'string' && owner !== about.file.personId && row.table !== 'merges';
  const keys = (KEYS[row.table] ?? []).map((column) => {
    const text = cellText(about, column, row.values[column] ?? null);
    return column.endsWith('month') ? `${bilingual(columnLabel(column))} ${text}` : text;
  });
  const what = [bilingual(fileLabel(row.table)), ...keys].join(' ');
  return isOther ? `${what} (hồ sơ / registration ${owner})` : what;
}

function fieldText(about: ToldAbout, { column, before, after }: ToldRow['fields'][number]): string {
  const label = bilingual(columnLabel(column));
  const isHidden = typeof (after ?? before) === 'object' && (after ?? before) !== null;
  const what = before === null ? 'đã thêm / added' : after === null ? 'đã bỏ / removed' : 'đã đổi / changed';
  if (isHidden) return `${label}: ${what}`;
  // Why: two masked values may look alike though what they stand for differs.
  const same = before === after ? ` (${what})` : '';
  return `${label}: ${cellText(about, column, before)} → ${cellText(about, column, after)}${same}`;
}

/** Not what stands in the title, not what is hidden, and a quantity only where it counts. */
function isWorthTelling(column: string, value: ToldValue): boolean {
  return column !== 'person_id' && typeof value !== 'object' && !(column === 'quantity' && value === 1);
}

/** What a row says, or what it says otherwise than the row before; empty where that is nothing but its key. */
export function rowContent(about: ToldAbout, row: ToldRow): string {
  const keys = KEYS[row.table] ?? [];
  if (row.kind === 'replaced') return row.fields.map((one) => fieldText(about, one)).join('; ');
  return row.fields
    .filter(({ column, after }) => !keys.includes(column) && isWorthTelling(column, after))
    .map(({ column, after }) => `${bilingual(columnLabel(column))}: ${cellText(about, column, after)}`)
    .join('; ');
}

/** Said of a row that isGone. */
export const GONE = 'về sau được thay, không còn ở đây / replaced later, no longer here';

/** Whether a row was replaced by one that no longer belongs to this person or month. */
export function isGone(row: ToldRow, all: readonly ToldRow[]): boolean {
  if (row.isCurrent) return false;
  return all.findLast((one) => one.table === row.table && one.key === row.key) === row;
}

/** Whether a row was entered or replaces one. */
export function rowVerb(row: ToldRow): string {
  return row.kind === 'entered' ? 'nhập mới / entered' : 'thay / replaced';
}

/** File, row and who loaded it. */
export function rowSource(row: ToldRow): string {
  return `${row.file} dòng / row ${row.row}, ${row.actor}`;
}

/** A payment from before the program, or money handed back: when, how much, through what, by which paper. */
export function movementText(about: ToldAbout, row: ToldRow): string {
  const cell = (column: string): string => cellText(about, column, row.values[column] ?? null);
  const isRefund = row.table === 'refunds';
  const [when, what] = isRefund
    ? [cell('received_on'), bilingual(fileLabel('refunds'))]
    : [cell('paid_on'), cell('status')];
  const through = isRefund ? '' : `, ${cell('channel')}`;
  const owner = cell('person_id') === about.file.personId ? '' : `, hồ sơ / registration ${cell('person_id')}`;
  const paper = `chứng từ / reference ${cell('reference')}${owner}`;
  return `${when} · ${what} ${cell('amount')} (${cell('family')})${through}, ${paper}`;
}

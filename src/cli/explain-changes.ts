import { FAMILIES } from '../domain/category.ts';
import { month } from '../domain/month.ts';
import { FAMILY_LABELS } from '../labels/categories.ts';
import { dayText, monthText } from '../labels/dates.ts';
import { columnLabel, fileLabel } from '../labels/facts.ts';
import { bilingual } from '../labels/label.ts';
import { dong } from '../labels/numbers.ts';
import { channelLabel, paymentStatusLabel } from '../labels/payments.ts';
import { providerName } from '../labels/providers.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import type { Change, ChangedField, Told } from '../payroll/person-changes.ts';
import { paragraph } from './page.ts';

const AMOUNTS: ReadonlySet<string> = new Set(['pension_amount', 'total', 'monthly_amount', 'amount']);

/** "07210 Phường Bắc Giang": a code of a commune or payment point with its name. */
export function placeText({ places }: Explanation, kind: 'commune' | 'point', code: string): string {
  const name = places.find((one) => one.kind === kind && one.code === code)?.name;
  return name === undefined ? code : `${code} ${name}`;
}

function textCell(explanation: Explanation, column: string, value: string): string {
  switch (column) {
    case 'commune_code':
      return placeText(explanation, 'commune', value);
    case 'payment_point':
      return placeText(explanation, 'point', value);
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
export function cellText(explanation: Explanation, column: string, value: Told): string {
  if (value === null) return '(trống) / none';
  if (typeof value === 'object') return '(không hiện) / not shown';
  if (typeof value === 'string') return textCell(explanation, column, value);
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

function titleOf(explanation: Explanation, change: Change): string {
  const owner = change.values['person_id'];
  const isOther = typeof owner === 'string' && owner !== explanation.file.personId && change.table !== 'merges';
  const keys = (KEYS[change.table] ?? []).map((column) => {
    const text = cellText(explanation, column, change.values[column] ?? null);
    return column.endsWith('month') ? `${bilingual(columnLabel(column))} ${text}` : text;
  });
  const what = [bilingual(fileLabel(change.table)), ...keys].join(' ');
  return isOther ? `${what} (hồ sơ / registration ${owner})` : what;
}

function fieldText(explanation: Explanation, { column, before, after }: ChangedField): string {
  const label = bilingual(columnLabel(column));
  const isHidden = typeof (after ?? before) === 'object' && (after ?? before) !== null;
  if (!isHidden) return `${label}: ${cellText(explanation, column, before)} → ${cellText(explanation, column, after)}`;
  const what = before === null ? 'đã thêm / added' : after === null ? 'đã bỏ / removed' : 'đã đổi / changed';
  return `${label}: ${what}`;
}

/** Not what stands in the title, not what is hidden, and a quantity only where it counts. */
function isWorthTelling(column: string, value: Told): boolean {
  return column !== 'person_id' && typeof value !== 'object' && !(column === 'quantity' && value === 1);
}

function contentOf(explanation: Explanation, change: Change): string {
  const keys = KEYS[change.table] ?? [];
  if (change.kind === 'replaced') return change.fields.map((one) => fieldText(explanation, one)).join('; ');
  return change.fields
    .filter(({ column, after }) => !keys.includes(column) && isWorthTelling(column, after))
    .map(({ column, after }) => `${bilingual(columnLabel(column))}: ${cellText(explanation, column, after)}`)
    .join('; ');
}

/** Said of a row that isGone. */
export const GONE = 'về sau được thay, không còn ở đây / replaced later, no longer here';

/** Whether a row was replaced by one that no longer belongs to this person or month. */
export function isGone(change: Change, all: readonly Change[]): boolean {
  if (change.isCurrent) return false;
  return all.findLast((one) => one.table === change.table && one.key === change.key) === change;
}

/** When, what and by whom, then what the row says; indented below its day. */
export function changeLines(explanation: Explanation, change: Change): string[] {
  const verb = change.kind === 'entered' ? 'nhập mới / entered' : 'thay / replaced';
  const source = `${change.file} dòng / row ${change.row}, ${change.actor}`;
  const content = contentOf(explanation, change);
  return [
    ...paragraph(`${dayText(change.at)} · ${titleOf(explanation, change)}: ${verb} (${source})`, 3, 6),
    ...(content === '' ? [] : paragraph(content, 6)),
    ...(isGone(change, explanation.changes) ? paragraph(GONE, 6) : []),
  ];
}

/** Everything about the person that was told over time, oldest first, and what officers decided; payments from before stand elsewhere. */
export function historyLines(explanation: Explanation): string[] {
  const told = explanation.changes
    .filter(({ table, kind }) => table !== 'disbursements' || kind === 'replaced')
    .map((change) => ({ at: change.at, lines: changeLines(explanation, change) }));
  const held = explanation.holds.map(({ at, personId, action, reason, actor }) => {
    const what = action === 'hold' ? 'Tạm giữ / held' : 'Thôi giữ / released';
    const who = personId === explanation.file.personId ? '' : ` ${personId}`;
    return {
      at,
      lines: paragraph(`${dayText(at)} · ${what}${who} (${actor})${reason === '' ? '' : `: ${reason}`}`, 3, 6),
    };
  });
  const lines = [...told, ...held].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return lines.flatMap((one) => one.lines);
}

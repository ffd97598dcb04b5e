import { todayIn } from '../clock.ts';
import type { IsoDate } from '../domain/month.ts';
import { formatMonth } from '../domain/month.ts';
import { bilingual } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import { listLabel } from '../labels/law-lists.ts';
import { type DraftEntry, type DraftLaw, draftEntries } from '../payroll/draft-law.ts';
import { type Call, type Option, dateFrom } from './command.ts';

/** The option that names a draft of the catalogue. */
export const CATALOGUE_OPTION: Option = {
  type: 'string',
  value: 'PATH',
  help: 'a draft of the catalogue beside the law in force: a .yaml file or a folder of them',
};

function tenths(value: number): string {
  return `${Math.floor(value / 10)}.${value % 10}`;
}

/** What an entry gives: an amount, coefficients and ages, or nothing any more. Empty for rules of combination. */
function valueText({ entry, terms }: DraftEntry): string {
  if ('amount' in entry && typeof entry.amount === 'number') return `: ${grouped(entry.amount)} VND`;
  if ('amount' in entry || terms === null) return ': không chi / nothing';
  if (terms === undefined) return '';
  const bands = terms.bands.map(
    ({ belowAge, coefficientTenths }) =>
      `${belowAge === null ? '' : `dưới / below ${belowAge}: `}${tenths(coefficientTenths)}`,
  );
  const from = terms.fromAge === 0 ? '' : `, từ tuổi / from age ${terms.fromAge}`;
  const until = terms.untilAge === null ? '' : `, đến tuổi / until age ${terms.untilAge}`;
  return `: hệ số / coefficient ${bands.join('; ')} x ${terms.standard}${from}${until}`;
}

function entryLine(one: DraftEntry): string {
  const { list, entry, reach } = one;
  const until = reach.before === null ? '' : ` (chỉ đến trước / only before ${formatMonth(reach.before)})`;
  const months = `từ / from ${formatMonth(reach.from)}${until}`;
  const state = reach.isOvertaken ? '; đã có quy định mới hơn / overtaken by a later entry' : '';
  return `  ${bilingual(listLabel(list))}${valueText(one)}, ${months}, hiệu lực / in force ${entry.inForce}, ${entry.document} ${entry.article}${state}`;
}

/** What a draft says, entry by entry, for who is to judge it. */
export function draftText(draft: DraftLaw): string {
  const head = `Dự thảo danh mục / draft of the catalogue: sha256 ${draft.sha256}`;
  return [head, ...draftEntries(draft).map(entryLine)].join('\n');
}

/** Today's day and the one given with --known-at, if any. */
export function daysOf(call: Call): { readonly today: IsoDate; readonly given: IsoDate | null } {
  const given = call.text('known-at');
  return {
    today: todayIn(call.config.timeZone),
    given: given === null ? null : dateFrom(given, '--known-at'),
  };
}

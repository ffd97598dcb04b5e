import type { Catalogue } from './catalogue.ts';
import { limitOf } from './control.ts';
import { type Law, lawKnownAt } from './law.ts';
import { type IsoDate, type Month, addMonths, formatMonth, monthOf, parseDate } from './month.ts';
import type { Desk } from './payslip.ts';

/** The law of a window of months, as somebody knew it on a day. */
export type LawOn = (day: IsoDate) => Law;

/** Every day on which something of the catalogue became law, the earliest first. */
function daysOfLaw(catalogue: Catalogue): readonly IsoDate[] {
  const { standards, rules, combinations, province } = catalogue;
  const entries = [
    ...Object.values(standards).flat(),
    ...[...rules.values()].flat(),
    ...combinations,
    ...(province?.areas ?? []).flatMap((area) => area.levels),
  ];
  return [...new Set(entries.map((entry) => entry.inForce))].sort();
}

/**
 * The law for the months from..to (both included) by the day whose knowledge counts. It changes only on days on which something
 * became law, so that it is compiled once for all days between two of these.
 */
export function lawsOn(catalogue: Catalogue, from: Month, to: Month): LawOn {
  const days = daysOfLaw(catalogue);
  const since = new Map<string, Law>();
  const laws = new Map<IsoDate, Law>();
  return (day) => {
    const known = laws.get(day);
    if (known !== undefined) return known;
    const first = days.findLast((one) => one <= day) ?? '';
    const law = since.get(first) ?? lawKnownAt(catalogue, day, from, to);
    since.set(first, law);
    laws.set(day, law);
    return law;
  };
}

/**
 * What controls stand on: their rules, and the law for the months from..to by the day of a payment, and by the day on which its list
 * was drawn up: the day `list_day` of the month before (ND 335/2026 Đ28: before the 25th).
 */
export function deskFor(catalogue: Catalogue, from: Month, to: Month): Desk {
  const lawOn = lawsOn(catalogue, from, to);
  const listDay = limitOf(catalogue.controls, 'rate_not_by_rule', 'list_day');
  const laws = new Map<IsoDate, Law>();
  const listLawOn = (day: IsoDate): Law => {
    let law = laws.get(day);
    if (law === undefined) {
      const before = formatMonth(addMonths(monthOf(day), -1));
      laws.set(day, (law = lawOn(parseDate(`${before}-${listDay}`) ?? day)));
    }
    return law;
  };
  return { rules: catalogue.controls, lawOn, listLawOn };
}

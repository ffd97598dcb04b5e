import type { DuePart } from '../domain/entitlement.ts';
import type { AgeBand, Reason } from '../domain/reason.ts';
import { categoryBesidePerson } from './categories.ts';
import { ageLabel, monthText } from './dates.ts';
import type { Label } from './label.ts';
import { dong } from './numbers.ts';

type AgeReason = Extract<Reason, { code: 'too_young' | 'too_old' }>;
type PensionReason = Extract<Reason, { code: 'pension' }>;
type Defeated = Extract<Reason, { code: 'lost' | 'replaced' }>;

const WHO: Readonly<Record<AgeBand['ageOf'], Label>> = {
  person: { vi: 'người hưởng', en: 'the person' },
  cared_person: { vi: 'người được chăm sóc', en: 'the cared-for person' },
};

/** Parts of an amount: award, category, VND. */
export function partsText(parts: readonly DuePart[]): string {
  return parts.map(({ awardId, category, amount }) => `${awardId} ${category} ${dong(amount)}`).join(' + ');
}

function yearsText(months: number): string {
  return String(months / 12);
}

function ageReason({ code, ageOf, ageMonths, limitMonths }: AgeReason): Label {
  const [who, age, limit] = [WHO[ageOf], ageLabel(ageMonths), yearsText(limitMonths)];
  if (ageMonths < 0) return { vi: `${who.vi} chưa sinh trong tháng này`, en: `${who.en} is not born in this month` };
  return code === 'too_young'
    ? {
        vi: `${who.vi} mới ${age.vi}; hưởng từ tháng đủ ${limit} tuổi`,
        en: `${who.en} is ${age.en}; the right begins in the month of the ${limit}th birthday`,
      }
    : {
        vi: `${who.vi} đã ${age.vi}; tháng đủ ${limit} tuổi là tháng cuối được hưởng`,
        en: `${who.en} is ${age.en}; the month of the ${limit}th birthday was the last one paid`,
      };
}

function pensionReason({ pension, below }: PensionReason): Label {
  return below <= 1
    ? {
        vi: `đang có lương hưu ${dong(pension)}; diện này chỉ dành cho người không có lương hưu`,
        en: `has a pension of ${dong(pension)}; this category is for people without any`,
      }
    : {
        vi: `lương hưu ${dong(pension)} không thấp hơn mức ${dong(below)}`,
        en: `a pension of ${dong(pension)} is not below ${dong(below)}`,
      };
}

function defeat({ code, part, against }: Defeated): Label {
  const winners = partsText(against);
  if (code === 'replaced')
    return {
      vi: `đã được nuôi dưỡng trong cơ sở, không hưởng thêm: ${winners}`,
      en: `replaced by what the facility gets: ${winners}`,
    };
  const sum = against.reduce((all, { amount }) => all + amount, 0);
  return sum > part.amount
    ? {
        vi: `chỉ chi mức cao nhất: ${winners} cao hơn ${dong(part.amount)}`,
        en: `only the highest is paid: ${winners} is more than ${dong(part.amount)}`,
      }
    : {
        vi: `chỉ chi một mức: ${winners} bằng mức này`,
        en: `only one is paid: ${winners} is as much`,
      };
}

/** Why an award pays or does not, as a sentence tells it. */
export function reasonLabel(reason: Reason): Label {
  switch (reason.code) {
    case 'pays':
      return reason.beside.length === 0
        ? { vi: 'được chi', en: 'is paid' }
        : { vi: `chi cùng ${partsText(reason.beside)}`, en: `paid together with ${partsText(reason.beside)}` };
    case 'lost':
    case 'replaced':
      return defeat(reason);
    case 'not_begun':
      return {
        vi: `chưa đến tháng bắt đầu ${monthText(reason.startMonth)}`,
        en: `has not begun: from ${monthText(reason.startMonth)}`,
      };
    case 'ended':
      return {
        vi: `đã hết, tháng cuối là ${monthText(reason.endMonth)}`,
        en: `has ended: last month ${monthText(reason.endMonth)}`,
      };
    case 'no_rule':
      return { vi: 'luật của tháng này không chi diện này', en: 'the law of this month does not pay this category' };
    case 'once':
      return {
        vi: `chỉ chi một lần, trong tháng ${monthText(reason.startMonth)}`,
        en: `is paid once, in ${monthText(reason.startMonth)}`,
      };
    case 'dead':
      return {
        vi: `người hưởng chết trong tháng ${monthText(reason.deathMonth)}, đó là tháng cuối được chi`,
        en: `the person died in ${monthText(reason.deathMonth)}, the last month that is paid`,
      };
    case 'pension':
      return pensionReason(reason);
    case 'age_unknown':
      return { vi: 'chưa có ngày sinh của người được chăm sóc', en: 'no birth date of the cared-for person' };
    case 'too_young':
    case 'too_old':
      return ageReason(reason);
    case 'no_amount':
      break;
  }
  return { vi: 'hệ số của tuổi này bằng 0', en: 'the coefficient of this age is 0' };
}

/** The ages of a coefficient: "từ đủ 16 đến dưới 60 tuổi (người hưởng 56 tuổi)". */
export function bandLabel({ ageOf, ageMonths, fromMonths, belowMonths }: AgeBand): Label {
  const [who, age, from] = [WHO[ageOf], ageLabel(ageMonths), yearsText(fromMonths)];
  const to = belowMonths === null ? null : yearsText(belowMonths);
  const band =
    to === null
      ? { vi: `từ đủ ${from} tuổi`, en: `from ${from}` }
      : fromMonths === 0
        ? { vi: `dưới ${to} tuổi`, en: `below ${to}` }
        : { vi: `từ đủ ${from} đến dưới ${to} tuổi`, en: `from ${from} to below ${to}` };
  return {
    vi: `hệ số cho ${band.vi}; ${who.vi} ${age.vi}`,
    en: `coefficient for ages ${band.en}; ${who.en} is ${age.en}`,
  };
}

/** An award for people: its number and category, and whom the category is for. */
export function awardTitle(awardId: string, category: Parameters<typeof categoryBesidePerson>[0]): Label {
  const who = categoryBesidePerson(category);
  return { vi: `${awardId} · ${category} · ${who.vi}`, en: who.en };
}

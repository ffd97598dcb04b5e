/**
 * A second reading of the law, for tests only: slow, in plain loops over its own tables typed in by hand, with whole
 * birth dates instead of months. It shares no code with src/domain, so that both would have to be wrong the same way.
 * Months are texts YYYY-MM, days YYYY-MM-DD; both order as texts.
 */
export interface RefAward {
  id: string;
  category: string;
  start: string;
  end: string;
  quantity: number;
  caredBirth: string;
}

export interface RefPerson {
  birth: string;
  death: string;
  pension: number;
  commune: string;
}

/** What a province pays where it is more: [family, amount, from month, in force, communes ("": all)]. */
export type RefLevel = [family: string, amount: number, from: string, inForce: string, communes: string];

/** What the province pays from 2026-01, per month of area "vùng núi" until 2026-12; see provinces/example.yaml. */
export const EXAMPLE_LEVELS: RefLevel[] = [
  ['SA', 530_000, '2026-01', '2026-01-01', ''],
  ['SP', 550_000, '2026-01', '2026-01-01', ''],
  ['SA', 600_000, '2026-01', '2026-01-01', '07615 07616 07621 07627'],
];
export const HO_CHI_MINH_LEVELS: RefLevel[] = [
  ['SA', 650_000, '2025-09', '2025-09-01', ''],
  ['SP', 650_000, '2025-09', '2025-09-01', ''],
];

function national(family: string, m: string, known: string): number {
  if (family === 'SP') {
    if (m >= '2026-07' && known >= '2026-10-05') return 540_000;
    return m >= '2025-07' && known >= '2025-07-01' ? 500_000 : 0;
  }
  if (m >= '2026-07' && known >= '2026-10-05') return 540_000;
  if (m >= '2024-07' && known >= '2024-07-01') return 500_000;
  return m >= '2021-07' && known >= '2021-07-01' ? 360_000 : 0;
}

function local(family: string, m: string, known: string, commune: string, levels: RefLevel[]): number {
  let level = national(family, m, known);
  for (const [of, amount, from, inForce, communes] of levels) {
    const isHere = communes === '' || communes.includes(commune);
    // The example province takes its mountain level back from 2027-01, by a resolution of 2026-12-15.
    const isOver = communes !== '' && m >= '2027-01' && known >= '2026-12-15';
    if (of === family && isHere && !isOver && m >= from && known >= inForce) level = Math.max(level, amount);
  }
  return level;
}

function fullDate(birth: string): string {
  return birth.length === 4 ? `${birth}-01-01` : birth.length === 7 ? `${birth}-01` : birth;
}

/** The birthday on which an age is reached; 29 February counts as the 28th in other years. */
function birthday(birth: string, age: number): string {
  const [year = '', inYear = '', day = ''] = fullDate(birth).split('-');
  const then = Number(year) + age;
  const isLeap = then % 4 === 0 && (then % 100 !== 0 || then % 400 === 0);
  return `${then}-${inYear}-${inYear === '02' && day === '29' && !isLeap ? '28' : day}`;
}

/** Years reached by the last day of the month; -1 before birth. */
function ageAtEnd(birth: string, m: string): number {
  let age = -1;
  while (birthday(birth, age + 1) <= `${m}-31`) age += 1;
  return age;
}

const endsAt = (birth: string, age: number, m: string): boolean => birthday(birth, age).slice(0, 7) < m;

/** Coefficient in tenths of one award, 0: nothing. */
function coefficient(award: RefAward, person: RefPerson, m: string, known: string): number {
  const nd335 = m >= '2026-07' && known >= '2026-10-05';
  const hasSocialPension = m >= '2025-07' && known >= '2025-07-01';
  const own = ageAtEnd(person.birth, m);
  const cared = award.caredBirth === '' ? -1 : ageAtEnd(award.caredBirth, m);
  if (!award.category.startsWith('CS1') && !award.category.startsWith('CS7') && own < 0) return 0;
  switch (award.category) {
    case 'SA1':
      return endsAt(person.birth, 16, m) ? 0 : own < 4 ? 25 : 15;
    case 'SA2': {
      const isCapped = !(m >= '2026-10' && known >= '2026-10-05');
      return isCapped && endsAt(person.birth, 22, m) ? 0 : 15;
    }
    case 'SA3':
      return endsAt(person.birth, 16, m) ? 0 : own < 4 ? 25 : 20;
    case 'SA4':
      return 10 * award.quantity;
    case 'SA5A':
      return own < 60 ? 0 : own >= (nd335 ? 75 : 80) ? 20 : 15;
    case 'SA5B':
      return hasSocialPension || own < 75 || endsAt(person.birth, 80, m) ? 0 : 10;
    case 'SA5C':
      return hasSocialPension || own < 80 || person.pension > 0 ? 0 : 10;
    case 'SA5D':
      return own < 60 ? 0 : 30;
    case 'SA6D':
      return own < 16 || own >= 60 ? 25 : 20;
    case 'SA6N':
      return own < 16 || own >= 60 ? 20 : 15;
    case 'SA7':
      return endsAt(person.birth, 3, m) ? 0 : 15;
    case 'SA8':
      return person.pension > 0 ? 0 : 15;
    case 'FAC':
      return own < 4 ? 50 : 40;
    case 'SP75':
    case 'SP70':
      if (!hasSocialPension || person.pension >= national('SP', m, known)) return 0;
      return own >= (award.category === 'SP75' ? 75 : 70) ? 10 : 0;
    case 'CS1':
      return cared < 0 || endsAt(award.caredBirth, 16, m) ? 0 : cared < 4 ? 25 : 15;
    case 'CS3':
    case 'CS4':
      return 15;
    case 'CS5':
      return 20;
    case 'CS6':
      return 10 * award.quantity;
    case 'CS7':
      return cared < 0 ? 0 : cared < 16 ? 25 : 15;
    case 'FUN':
      return 200;
    case 'FUN50':
      return 500;
    default:
      throw new Error(`unknown category ${award.category}`);
  }
}

/** VND due per family. */
export function referenceDue(
  person: RefPerson,
  awards: RefAward[],
  m: string,
  known: string,
  levels: RefLevel[] = [],
): { MAIN: number; CARE: number; ONEOFF: number } {
  const none = { MAIN: 0, CARE: 0, ONEOFF: 0 };
  if (m < '2021-07' || known < '2021-07-01') return none;
  const high: Record<string, number> = {};
  let care = 0;
  for (const award of awards) {
    const isFuneral = award.category.startsWith('FUN');
    if (m < award.start || (award.end !== '' && m > award.end)) continue;
    if (isFuneral ? m !== award.start : person.death !== '' && m > person.death.slice(0, 7)) continue;
    const family = award.category.startsWith('SP') ? 'SP' : 'SA';
    const level = isFuneral ? national('SA', m, known) : local(family, m, known, person.commune, levels);
    const amount = (level * coefficient(award, person, m, known)) / 10;
    const isSummed = award.category.startsWith('CS') && award.category !== 'CS4' && award.category !== 'CS5';
    if (isSummed) care += amount;
    else high[award.category] = Math.max(high[award.category] ?? 0, amount);
  }
  const best = (...categories: string[]): number => Math.max(0, ...categories.map((category) => high[category] ?? 0));
  const elderlyDisabledOrHiv = best('SA5A', 'SA5B', 'SA5C', 'SA5D', 'SA6D', 'SA6N', 'SA8');
  const allowance = Math.max(best('SA1', 'SA2', 'SA3', 'SA7'), elderlyDisabledOrHiv);
  const singleParent = best('SA4');
  const withParent = singleParent > 0 ? singleParent + elderlyDisabledOrHiv : 0;
  const main = best('FAC') > 0 ? best('FAC') : Math.max(allowance, singleParent, withParent, best('SP75', 'SP70'));
  return { MAIN: main, CARE: care + best('CS4', 'CS5'), ONEOFF: best('FUN', 'FUN50') };
}

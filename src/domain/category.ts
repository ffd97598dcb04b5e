/** MAIN: one amount per person and month; CARE: care support beside it; ONEOFF: funeral costs. */
export const FAMILIES = ['MAIN', 'CARE', 'ONEOFF'] as const;
export type Family = (typeof FAMILIES)[number];

/** Category codes in the order in which ties are broken. Sources: ND 20/2021 Đ5, 11, 20, 25; ND 176/2025; ND 335/2026 Đ5, 11, 17, 22. */
export const CATEGORIES = [
  'FAC',
  'SA1',
  'SA2',
  'SA3',
  'SA4',
  'SA5A',
  'SA5B',
  'SA5C',
  'SA5D',
  'SA6D',
  'SA6N',
  'SA7',
  'SA8',
  'SP75',
  'SP70',
  'CS1',
  'CS3',
  'CS4',
  'CS5',
  'CS6',
  'CS7',
  'FUN',
  'FUN50',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The family a category is paid in. */
export function familyOf(category: Category): Family {
  if (category.startsWith('CS')) return 'CARE';
  return category.startsWith('FUN') ? 'ONEOFF' : 'MAIN';
}

const KNOWN: ReadonlySet<string> = new Set(CATEGORIES);

/** Whether a text is the code of a category (DOMAIN section 3). */
export function isCategory(text: string): text is Category {
  return KNOWN.has(text);
}

const NEEDS_CARED_BIRTH: ReadonlySet<Category> = new Set<Category>(['CS1', 'CS7']);

/** CS1 and CS7 are paid by the age of the person cared for, so the award must carry that birth date. */
export function needsCaredBirthDate(category: Category): boolean {
  return NEEDS_CARED_BIRTH.has(category);
}

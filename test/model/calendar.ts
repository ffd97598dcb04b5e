import { type Fate, FIRST, MONTHS, type Story } from './histories.ts';
import { textOf } from './law.ts';
import type { Issue, Life, Outcome } from './life.ts';
import type { Act } from './payroll.ts';

/**
 * One step of the office. `facts`: an import and what officers do then. `run`: a run, compared and, if it pays, approved. `again`:
 * a run that must find nothing. `settle`: what bank and post office sent back.
 */
export type Deed =
  | { readonly kind: 'facts'; readonly time: number }
  | { readonly kind: 'run'; readonly act: Act }
  | { readonly kind: 'again'; readonly act: Act; readonly isFull: boolean }
  | { readonly kind: 'settle'; readonly day: string };

/**
 * What the office does in 24 months. Most months: import, run, look again, settle. Every fourth month two communes are paid first
 * and facts arrive before the others are; every fourth one has a second run by the law known later, and now and then last month
 * is run once more. Every third month the second look is a full one.
 */
export function calendar(): Deed[] {
  const deeds: Deed[] = [];
  for (let place = 0; place < MONTHS; place += 1) {
    const month = FIRST + place;
    const all: Act = { month, known: `${textOf(month - 1)}-20`, communes: [] };
    const later: Act = { ...all, known: `${textOf(month)}-10` };
    const facts = (half: 0 | 1): Deed => ({ kind: 'facts', time: 2 * place + half });
    const again = (act: Act): Deed => ({ kind: 'again', act, isFull: place % 3 === 2 });
    const settle = (day: string): Deed => ({ kind: 'settle', day: `${textOf(month)}-${day}` });
    deeds.push(facts(0));
    if (place % 4 === 1) deeds.push({ kind: 'run', act: { ...all, communes: ['07210', '07615'] } });
    if (place % 4 !== 3) deeds.push(facts(1));
    deeds.push({ kind: 'run', act: all }, again(all));
    if (place % 8 === 5) deeds.push({ kind: 'run', act: { ...later, month: month - 1 } }, again(later));
    deeds.push(settle('12'));
    if (place % 4 === 3) deeds.push(facts(1), { kind: 'run', act: later }, again(later), settle('18'));
  }
  const last = { month: FIRST + MONTHS - 1, known: `${textOf(FIRST + MONTHS - 1)}-20`, communes: [] };
  deeds.push({ kind: 'run', act: last }, { kind: 'again', act: last, isFull: true });
  return deeds;
}

/** A row about a payment in the settlement that comes `after` others since the payment was sent. */
export interface Told {
  readonly after: number;
  readonly outcome: Outcome;
  /** With an amount that is not the payment's. */
  readonly isWrong?: true;
  /** The row repeats what was told in the first settlement, day and all. */
  readonly isRepeated?: true;
  /** Not a row but an officer's correction. */
  readonly isCorrection?: true;
}

/** What is told about a payment, by its fate. */
const TOLD: Readonly<Record<Fate, readonly Told[]>> = {
  paid: [{ after: 0, outcome: 'paid' }],
  returned: [{ after: 0, outcome: 'returned' }],
  uncollected: [{ after: 0, outcome: 'uncollected' }],
  'paid, then returned': [
    { after: 0, outcome: 'paid' },
    { after: 2, outcome: 'returned' },
  ],
  'paid, returned much later': [
    { after: 0, outcome: 'paid' },
    { after: 9, outcome: 'returned' },
  ],
  silence: [],
  'silence, then returned': [{ after: 3, outcome: 'returned' }],
  'returned, corrected to paid': [
    { after: 0, outcome: 'returned' },
    { after: 1, outcome: 'paid', isCorrection: true },
  ],
  'paid, corrected to returned': [
    { after: 0, outcome: 'paid' },
    { after: 1, outcome: 'returned', isCorrection: true },
  ],
  'uncollected, then paid': [
    { after: 0, outcome: 'uncollected' },
    { after: 1, outcome: 'paid' },
  ],
  'uncollected, then returned': [
    { after: 0, outcome: 'uncollected' },
    { after: 2, outcome: 'returned' },
  ],
  'returned, corrected to paid, returned again': [
    { after: 0, outcome: 'returned' },
    { after: 1, outcome: 'paid', isCorrection: true },
    { after: 2, outcome: 'returned' },
  ],
  'another amount, then paid': [
    { after: 0, outcome: 'returned', isWrong: true },
    { after: 1, outcome: 'paid' },
  ],
  'returned, corrected to paid, told again': [
    { after: 0, outcome: 'returned' },
    { after: 1, outcome: 'paid', isCorrection: true },
    { after: 2, outcome: 'returned', isRepeated: true },
  ],
  'paid and returned and uncollected': [
    { after: 0, outcome: 'paid' },
    { after: 0, outcome: 'returned' },
    { after: 0, outcome: 'uncollected' },
  ],
};

/** What is told about each payment that was sent to a person. */
export function toldAbout(story: Story, life: Life): { readonly issue: Issue; readonly told: readonly Told[] }[] {
  const counts = new Map<string, number>();
  return life.issues.map((issue) => {
    const key = `${issue.person} ${issue.month}`;
    const nth = counts.get(key) ?? 0;
    counts.set(key, nth + 1);
    let fate: Fate = 'paid';
    for (const one of story.episodes)
      if (one.kind === 'fate' && one.month === issue.month && one.nth === nth) fate = one.fate;
    return { issue, told: TOLD[fate] };
  });
}

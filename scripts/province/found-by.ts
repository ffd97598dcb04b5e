import type { Control } from '../../src/domain/control.ts';
import type { SampleAward } from './awards.ts';
import type { MonthCount } from './calendar.ts';
import type { Fault } from './faults.ts';
import type { SamplePerson } from './people.ts';

/** The controls that must find an irregularity. What is not here is no fault of anybody, or one that the balance itself repairs. */
const FOUND_BY: Readonly<Partial<Record<Fault, readonly Control[]>>> = {
  late_death: ['overpaid', 'paid_after_death'],
  id_mismatch: ['id_mismatch'],
  no_payee: ['no_payee'],
  bank_without_account: ['no_payee'],
  shared_account: ['same_account'],
  shared_collector: ['shared_collector'],
  backdated: ['backdated_start'],
  suspension_on: ['suspended'],
  partial_payment: ['rate_not_by_rule'],
  uncollected_three_months: ['uncollected_three_months'],
  age_not_reached: ['age_not_reached', 'overpaid', 'rate_not_by_rule'],
  paid_twice: ['overpaid', 'paid_twice'],
  account_changed: ['account_changed'],
  birth_date_edited: ['birth_date_edited'],
  funeral_unrecorded: ['funeral_without_death'],
  paid_after_funeral: ['funeral_without_death', 'paid_after_funeral'],
  duplicate_person: ['duplicate_person'],
  probable_duplicate: ['probable_duplicate'],
  wrong_band_underpaid: ['rate_not_by_rule'],
  wrong_band_overpaid: ['overpaid', 'rate_not_by_rule'],
  no_longer_entitled: ['age_limit_passed', 'overpaid', 'rate_not_by_rule'],
  pension_too_high: ['overpaid', 'pension_excludes', 'rate_not_by_rule'],
  sa_and_sp_both_paid: ['overpaid', 'sa_and_sp_paid'],
  unchanged_list: ['unchanged_list'],
  all_collected: ['all_collected'],
};

/** What an irregularity is planted on. */
export interface PlantedOn {
  readonly person: SamplePerson;
  readonly awards: readonly SampleAward[];
  readonly isPaid: boolean;
  readonly runMonth: MonthCount;
}

/** Controls about money that is owed: they say nothing where the right is over by age, or a pension excludes it. */
const OF_THE_OWED: ReadonlySet<Control> = new Set<Control>([
  'no_payee',
  'id_mismatch',
  'suspended',
  'backdated_start',
  'paid_after_funeral',
]);

/** Years of age at which the right of a main category ends. */
const ENDS_AT: Readonly<Partial<Record<string, number>>> = { SA1: 16, SA3: 16, SA7: 3 };
/** VND: a pension from which the social pension is not due in the run month. */
const LEVEL = 540_000;

function isOwed({ person, runMonth }: PlantedOn): boolean {
  const end = ENDS_AT[person.group.category];
  const isOver = end !== undefined && runMonth > person.birth + end * 12;
  return !isOver && !(person.group.isPrompt && person.pension >= LEVEL);
}

function isOpen({ person, awards, runMonth }: PlantedOn): boolean {
  const isAlive = person.death === null || person.death >= runMonth;
  return isAlive && awards.some(({ category, end }) => category.startsWith('SP') && (end === null || end >= runMonth));
}

/**
 * The codes of the controls that must find an irregularity of a person, as planted.csv holds them. Left out where the law has
 * nothing against it: decisions on care and facilities that reach back, residents of a facility paid to its account, and what is
 * said only of money that is owed or of awards that are open.
 */
export function foundBy(fault: Fault, on: PlantedOn): string {
  const { category } = on.person.group;
  const controls = (FOUND_BY[fault] ?? []).filter((control) => {
    if (control === 'backdated_start' && !/^S[AP]/.test(category)) return false;
    if (control === 'same_account' && category === 'FAC') return false;
    if (control === 'pension_excludes' && !isOpen(on)) return false;
    if (fault === 'age_not_reached' && control !== 'age_not_reached' && !on.isPaid) return false;
    return !OF_THE_OWED.has(control) || isOwed(on);
  });
  return controls.join(' ');
}

/** The same for an irregularity of a commune. */
export function foundInCommune(fault: Fault): string {
  return (FOUND_BY[fault] ?? []).join(' ');
}

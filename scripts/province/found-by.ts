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

/** Controls about money that goes out or awards that are open: nothing of them is left where the right is over in the run month. */
const OF_THE_LIVING: ReadonlySet<Control> = new Set<Control>(['pension_excludes']);
const OF_THE_OWED: ReadonlySet<Control> = new Set<Control>(['no_payee', 'id_mismatch']);

/** Years of age at which the right of a main category ends. */
const ENDS_AT: Readonly<Partial<Record<string, number>>> = { SA1: 16, SA3: 16, SA7: 3 };

function isOverByAge(person: SamplePerson, runMonth: MonthCount): boolean {
  const end = ENDS_AT[person.group.category];
  return end !== undefined && runMonth > person.birth + end * 12;
}

/**
 * The codes of the controls that must find an irregularity of a person, as planted.csv holds them. Left out where the law has
 * nothing against it: care decided later, residents of a facility paid to its account, and money that nobody is owed any more.
 */
export function foundBy(
  fault: Fault,
  person: SamplePerson,
  awards: readonly SampleAward[],
  runMonth: MonthCount,
): string {
  const isCare = awards[0]?.category.startsWith('CS') === true;
  const controls = (FOUND_BY[fault] ?? []).filter((control) => {
    if (control === 'backdated_start' && isCare) return false;
    if (control === 'same_account' && person.group.category === 'FAC') return false;
    if (OF_THE_LIVING.has(control)) return person.death === null || person.death >= runMonth;
    return !OF_THE_OWED.has(control) || !isOverByAge(person, runMonth);
  });
  return controls.join(' ');
}

/** The same for an irregularity of a commune. */
export function foundInCommune(fault: Fault): string {
  return (FOUND_BY[fault] ?? []).join(' ');
}

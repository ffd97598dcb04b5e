import type { Award } from './award.ts';
import type { MissingLine, MonthBalance } from './balance.ts';
import { familyOf } from './category.ts';
import { CONTROLS, type Control, type Found, contradictsNationalId, formOf, limitOf } from './control.ts';
import { ageIn, ruleFor } from './entitlement.ts';
import type { Law } from './law.ts';
import { sumVnd } from './money.ts';
import type { Month } from './month.ts';
import { monthsText, paymentFindings } from './payment-controls.ts';
import type { Desk, PersonFacts } from './payslip.ts';
import { stayIn } from './person.ts';

/** What the run found out about one person before it looks for faults. */
export interface ControlView {
  readonly law: Law;
  readonly runMonth: Month;
  readonly balances: readonly MonthBalance[];
  readonly missing: readonly MissingLine[];
  /** Something is due for the run's month or missing for an earlier one. */
  readonly isOwed: boolean;
}

const FIRST_MONTH_WITHOUT_BACKDATING = 202507;

function isBackdated(award: Award, signed: Month | undefined): boolean {
  return (
    signed !== undefined &&
    signed >= FIRST_MONTH_WITHOUT_BACKDATING &&
    award.startMonth < signed &&
    (award.category.startsWith('SA') || award.category.startsWith('SP'))
  );
}

function isOneOff(award: Award): boolean {
  return familyOf(award.category) === 'ONEOFF';
}

function named(control: Control, awards: readonly Award[]): Found[] {
  return awards.length === 0 ? [] : [{ control, detail: awards.map((award) => award.awardId).join(', ') }];
}

/** C3 and C5: awards that stand open in the run's month though age or pension end the right. */
function openAwards(facts: PersonFacts, { law, runMonth }: ControlView): Found[] {
  const { claimant } = facts;
  if (claimant.deathMonth !== null && claimant.deathMonth < runMonth) return [];
  const early: Award[] = [];
  const late: Award[] = [];
  const withPension: Award[] = [];
  for (const award of facts.awards) {
    if (award.startMonth > runMonth || (award.endMonth !== null && award.endMonth < runMonth)) continue;
    const rule = ruleFor(law, claimant, award, runMonth);
    if (rule === null) continue;
    const age = ageIn(rule, claimant, award, runMonth);
    if (age !== null && age < rule.fromMonths) early.push(award);
    if (age !== null && age > rule.untilMonths) late.push(award);
    if (stayIn(claimant, runMonth).pension >= rule.pensionBelow) withPension.push(award);
  }
  return [
    ...named('age_not_reached', early),
    ...named('age_limit_passed', late),
    ...named('pension_excludes', withPension),
  ];
}

/** C11: funeral costs for somebody whose death is not recorded, and months paid after a funeral. */
function funerals(facts: PersonFacts, { runMonth, balances }: ControlView): Found[] {
  const paidFor = facts.awards.filter((award) => isOneOff(award) && award.startMonth <= runMonth);
  const [first] = paidFor.toSorted((a, b) => a.startMonth - b.startMonth);
  if (first === undefined) return [];
  const { deathMonth } = facts.claimant;
  const found = deathMonth === null ? named('funeral_without_death', paidFor) : [];
  if (deathMonth !== null && deathMonth <= first.startMonth) return found;
  const after = balances.filter(
    (one) => one.family !== 'ONEOFF' && one.month > first.startMonth && (one.paid > 0 || one.month === runMonth),
  );
  return after.length === 0
    ? found
    : [...found, { control: 'paid_after_funeral', detail: monthsText(after.map((one) => one.month)) }];
}

/** C9: the account is new, and more than a raise of the standard would explain is paid to it for earlier months. */
function isArrearsToNewAccount(desk: Desk, facts: PersonFacts, { runMonth, balances, missing }: ControlView): boolean {
  if (!facts.found.has('account_changed')) return false;
  const arrears = sumVnd(missing.filter((line) => line.kind === 'arrears').map((line) => line.amount));
  const now = sumVnd(balances.filter((one) => one.month === runMonth).map((one) => one.due));
  return arrears > 0 && arrears * 100 > now * limitOf(desk.rules, 'account_changed', 'percent');
}

/**
 * Everything that the controls find about one person, holds left out, in the order of CONTROLS. What compares persons was found by
 * the run's opening and is taken over from the facts. Source: DOMAIN section 6; the rule of each stands in the catalogue.
 */
export function personFindings(desk: Desk, facts: PersonFacts, view: ControlView): readonly Found[] {
  const found: Found[] = [
    ...paymentFindings(desk, facts, view.balances),
    ...openAwards(facts, view),
    ...funerals(facts, view),
  ];
  if (view.isOwed && contradictsNationalId(facts.nationalId, facts.sex, facts.birthDate))
    found.push({ control: 'id_mismatch', detail: '' });
  if (view.isOwed)
    found.push(
      ...named(
        'backdated_start',
        facts.awards.filter((award) => isBackdated(award, facts.signedMonths.get(award.awardId))),
      ),
    );
  for (const [control, detail] of facts.found) {
    const isFound =
      control === 'account_changed'
        ? isArrearsToNewAccount(desk, facts, view)
        : formOf(control).source === 'comparison';
    if (isFound) found.push({ control, detail });
  }
  return found.length < 2 ? found : found.sort((a, b) => CONTROLS.indexOf(a.control) - CONTROLS.indexOf(b.control));
}

import type { Issued, MonthBalance } from './balance.ts';
import type { Award } from './award.ts';
import { type Control, type Found, limitOf } from './control.ts';
import { dueFor } from './entitlement.ts';
import { type Law, hasLaw } from './law.ts';
import type { Desk, PersonFacts } from './payslip.ts';
import { type Vnd, ZERO_VND, addVnd, sumVnd } from './money.ts';
import { type Month, formatMonth, monthOf } from './month.ts';

/** Months as a finding tells them: one, or the first and the last and how many. */
export function monthsText(months: readonly Month[]): string {
  const inOrder = [...new Set(months)].sort((a, b) => a - b);
  const [first, last] = [inOrder.at(0), inOrder.at(-1)];
  if (first === undefined || last === undefined) return '';
  return first === last
    ? formatMonth(first)
    : `${formatMonth(first)}..${formatMonth(last)}: ${inOrder.length} tháng / months`;
}

/** Payments for one family and month in the order of sending; what recovery orders took is none. */
function sentFor(issued: readonly Issued[], { family, month }: MonthBalance): readonly Issued[] {
  return issued.filter((one) => one.month === month && one.family === family && one.kind === 'payment');
}

function inForce(awards: readonly Award[], month: Month): readonly Award[] {
  return awards.filter((award) => award.startMonth <= month && (award.endMonth === null || award.endMonth >= month));
}

function isSocialPension(award: Award): boolean {
  return award.category.startsWith('SP');
}

/** One family and month that the window holds, what was kept of it, and what came back, in VND. */
interface PaidMonth {
  readonly balance: MonthBalance;
  readonly kept: readonly Issued[];
  readonly total: Vnd;
  readonly returned: Vnd;
}

function paidMonth(issued: readonly Issued[], balance: MonthBalance): PaidMonth {
  const sent = sentFor(issued, balance);
  const kept = sent.filter((one) => !one.isReturned);
  const sumOf = (payments: readonly Issued[]): Vnd => sumVnd(payments.map((one) => one.amount));
  return { balance, kept, total: sumOf(kept), returned: sumOf(sent.filter((one) => one.isReturned)) };
}

/** VND due for the month and family by a law; null: it says nothing of that month yet. */
function dueBy(law: Law, facts: PersonFacts, awards: readonly Award[], paid: PaidMonth): Vnd | null {
  if (!hasLaw(law, paid.balance.month)) return null;
  const parts = dueFor(law, facts.claimant, awards, paid.balance.month);
  return sumVnd(parts.filter((part) => part.family === paid.balance.family).map((part) => part.amount));
}

/** SA and SP both, where only the higher is due: what was kept is at least what each alone gave when it was paid or listed. */
function isBothPaid(desk: Desk, facts: PersonFacts, paid: PaidMonth): boolean {
  const { balance, kept, total } = paid;
  const [first] = kept;
  if (first === undefined || balance.family !== 'MAIN' || balance.balance >= 0) return false;
  const pensions = facts.awards.filter(isSocialPension);
  if (pensions.length === 0 || pensions.length === facts.awards.length) return false;
  const others = facts.awards.filter((award) => !isSocialPension(award));
  return [desk.lawOn(first.knownOn), desk.listLawOn(first.knownOn)].some((law) => {
    const pension = dueBy(law, facts, pensions, paid) ?? 0;
    const assistance = dueBy(law, facts, others, paid) ?? 0;
    return pension > 0 && assistance > 0 && total >= pension + assistance;
  });
}

/** More than is due, and the second payment was no small top-up of the first. Rows of one issue of a run are one payment. */
function isPaidTwice(desk: Desk, { balance, kept, total }: PaidMonth): boolean {
  if (balance.balance >= 0 || kept.length < 2 || total <= balance.due) return false;
  const payments = new Map<number, Vnd>();
  for (const [at, one] of kept.entries()) {
    const key = one.issue === 0 ? -1 - at : one.issue;
    payments.set(key, addVnd(payments.get(key) ?? ZERO_VND, one.amount));
  }
  const [first = ZERO_VND, second = ZERO_VND] = [...payments.values()].sort((a, b) => b - a);
  return second > 0 && second * 100 >= first * limitOf(desk.rules, 'paid_twice', 'percent');
}

/**
 * What was paid is neither what the rules gave on the day of the first payment or of its list, nor on that of the last. Money that
 * came back counts as paid where it was a part. Months after the death, months without an award and months whose decision was signed
 * later are told by others; a month with a balance of 0 is right by now, whatever went before.
 */
function isOtherRate(desk: Desk, facts: PersonFacts, paid: PaidMonth): boolean {
  const { balance, kept, total, returned } = paid;
  const [first, last] = [kept.at(0), kept.at(-1)];
  if (first === undefined || last === undefined) return false;
  const { deathMonth } = facts.claimant;
  if (deathMonth !== null && balance.month > deathMonth && balance.family !== 'ONEOFF') return false;
  const awards = inForce(facts.awards, balance.month);
  if (awards.length === 0) return false;
  const paidIn = monthOf(first.knownOn);
  if (awards.some((award) => (facts.signedMonths.get(award.awardId) ?? 0) > paidIn)) return false;
  const isRight = (law: Law): boolean => {
    const due = dueBy(law, facts, awards, paid);
    return due === null || due === total || due === addVnd(total, returned);
  };
  const isByItsDay = (one: Issued): boolean => isRight(desk.lawOn(one.knownOn)) || isRight(desk.listLawOn(one.knownOn));
  return !isByItsDay(first) && (last === first || !isByItsDay(last));
}

/**
 * Findings about months that were paid, oldest first in each: C1, C6, C15 of the list of inspections' findings. They see the months
 * of `balances`, which for persons in whose past nothing changed are the recent ones only.
 */
export function paymentFindings(desk: Desk, facts: PersonFacts, balances: readonly MonthBalance[]): readonly Found[] {
  const months: Partial<Record<Control, Month[]>> = {};
  const add = (control: Control, month: Month): void => {
    (months[control] ??= []).push(month);
  };
  const { deathMonth } = facts.claimant;
  for (const balance of balances) {
    const { family, month } = balance;
    if (balance.balance < 0) add('overpaid', month);
    if (balance.balance < 0 && deathMonth !== null && month > deathMonth && family !== 'ONEOFF')
      add('paid_after_death', month);
    // Why: what is settled by now is right, whatever went before; most months of most people are.
    if (balance.balance === 0 || balance.paid === 0) continue;
    const paid = paidMonth(facts.issued, balance);
    const isBoth = isBothPaid(desk, facts, paid);
    const isTwice = isPaidTwice(desk, paid);
    if (isBoth) add('sa_and_sp_paid', month);
    if (isTwice) add('paid_twice', month);
    if (!isBoth && !isTwice && isOtherRate(desk, facts, paid)) add('rate_not_by_rule', month);
  }
  const told = ['overpaid', 'paid_after_death', 'sa_and_sp_paid', 'paid_twice', 'rate_not_by_rule'] as const;
  return told.flatMap((control) => {
    const found = months[control];
    return found === undefined ? [] : [{ control, detail: monthsText(found) }];
  });
}

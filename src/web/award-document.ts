import type { DuePart } from '../domain/entitlement.ts';
import { formatMonth } from '../domain/month.ts';
import type { AgeBand, AwardReason, Reason } from '../domain/reason.ts';
import { decisionOf } from '../labels/award-reasons.ts';
import { reasonLabel } from '../labels/reasons.ts';
import type { Explanation } from '../payroll/explain-person.ts';

type Json = Readonly<Record<string, unknown>>;

function partJson({ awardId, category, standard, coefficientTenths, amount, basis }: DuePart): Json {
  return { award_id: awardId, category, standard, coefficient: coefficientTenths / 10, amount, legal_basis: basis };
}

function bandJson({ ageOf, ageMonths, fromMonths, belowMonths }: AgeBand): Json {
  return { of: ageOf, months: ageMonths, band_from_months: fromMonths, band_below_months: belowMonths };
}

/** What a reason says beside its code. */
function reasonFacts(reason: Reason): Json {
  switch (reason.code) {
    case 'pays':
      return {
        ...partJson(reason.part),
        coefficient: reason.coefficientTenths / 10,
        quantity: reason.quantity,
        age: reason.band === null ? null : bandJson(reason.band),
        beside: reason.beside.map(partJson),
        combination: reason.combination,
      };
    case 'lost':
    case 'replaced':
      return {
        alone: partJson(reason.part),
        against: reason.against.map(partJson),
        combination: reason.combination,
      };
    case 'pension':
      return { pension: reason.pension, below: reason.below, legal_basis: reason.basis };
    case 'too_young':
    case 'too_old': {
      const { ageOf, ageMonths, limitMonths, basis } = reason;
      return { age_of: ageOf, age_months: ageMonths, limit_months: limitMonths, legal_basis: basis };
    }
    case 'not_begun':
    case 'ended':
    case 'once':
    case 'dead':
    case 'no_rule':
    case 'age_unknown':
    case 'no_amount':
      break;
  }
  return {};
}

/** An award, its decision, and why it pays or does not, for programs. */
export function awardJson(explanation: Explanation, { award, reason }: AwardReason): Json {
  const { no, date, personId } = decisionOf(explanation, award.awardId);
  return {
    award_id: award.awardId,
    person_id: personId,
    category: award.category,
    decision_no: no,
    decision_date: date,
    start_month: formatMonth(award.startMonth),
    end_month: award.endMonth === null ? null : formatMonth(award.endMonth),
    quantity: award.quantity,
    reason: {
      pays: reason.code === 'pays',
      code: reason.code,
      text: reasonLabel(reason),
      ...reasonFacts(reason),
      ended_by: explanation.endedBy.get(award.awardId) ?? null,
    },
  };
}

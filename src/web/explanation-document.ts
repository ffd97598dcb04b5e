import { formatMonth, month } from '../domain/month.ts';
import { nextRunLabel } from '../labels/next-run.ts';
import { paymentStatus } from '../labels/payment-story.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import type { Change, Told } from '../payroll/person-changes.ts';
import type { StoryLine } from '../store/person-story.ts';
import { awardJson } from './award-document.ts';

type Json = Readonly<Record<string, unknown>>;

function toldJson(column: string, value: Told): unknown {
  if (typeof value === 'number' && column.endsWith('month')) return formatMonth(month(value));
  return value;
}

function changeJson(change: Change): Json {
  const { table, key, kind, fields, at, file, row, actor, batch, isCurrent } = change;
  return {
    table,
    key,
    kind,
    at,
    file,
    row,
    actor,
    batch,
    is_current: isCurrent,
    changed: (kind === 'entered' ? [] : fields).map(({ column, before, after }) => ({
      column,
      before: toldJson(column, before),
      after: toldJson(column, after),
    })),
    values: Object.fromEntries(
      Object.entries(change.values).map(([column, value]) => [column, toldJson(column, value)]),
    ),
  };
}

function lineJson(explanation: Explanation, line: StoryLine): Json {
  return {
    run_id: line.runId,
    run_status: line.runStatus,
    known_at: line.knownAt,
    maker: line.maker,
    approver: line.approver,
    person_id: line.personId,
    family: line.family,
    kind: line.kind,
    category: line.category,
    award_id: line.awardId,
    decision_no: line.decisionNo,
    standard: line.standard,
    coefficient: line.coefficientTenths / 10,
    amount: line.amount,
    legal_basis: line.basis,
    hold_reason: line.holdReason,
    payment:
      line.holdReason === null
        ? {
            payment_id: line.paymentId,
            end_to_end_id: line.endToEndId,
            channel: line.channel,
            provider: line.provider,
            payment_point: line.paymentPoint,
            amount: line.paymentAmount,
            status: paymentStatus(explanation.outcomes, line),
          }
        : null,
  };
}

function outcomesJson({ outcomes, lines }: Explanation): Json[] {
  return outcomes.map((one) => ({
    payment_id: lines.find((line) => line.runNo === one.runNo && line.personId === one.personId)?.paymentId ?? null,
    status: one.status,
    status_after: one.statusAfter,
    date: one.date,
    reason: one.reason,
    is_correction: one.isCorrection,
    file_no: one.fileNo,
    file: one.file,
    row: one.row,
    actor: one.actor,
    at: one.at,
    finding: one.finding,
    answered_by: one.answeredBy,
    answer: one.answer,
  }));
}

function nextJson({ request, sums, next, orders }: Explanation): Json {
  const outstanding = new Map(sums.map((one) => [one.family, one.outstanding]));
  return {
    month: formatMonth(next.month),
    run_id: next.runId,
    lines: next.lines.map((line) => ({
      family: line.family,
      kind: line.kind,
      award_id: line.part.awardId,
      amount: line.amount,
      hold_reason: line.hold,
    })),
    recoveries: next.instalments.map(({ family, decisionNo, amount }) => ({ family, decision_no: decisionNo, amount })),
    text: nextRunLabel({ ...next, runMonth: next.month, month: request.month, outstanding, orders }),
  };
}

function personJson({ request, file, facts, communeCode, pension, ageMonths, payee, twins }: Explanation): Json {
  return {
    person_id: file.personId,
    asked_for: request.personId,
    birth_date: facts.birthDate,
    age_months: ageMonths,
    death_month: facts.claimant.deathMonth === null ? null : formatMonth(facts.claimant.deathMonth),
    commune_code: communeCode,
    pension,
    payee:
      payee === null
        ? null
        : {
            from_month: formatMonth(payee.fromMonth),
            channel: payee.channel,
            bank_bin: payee.bankBin,
            payment_point: payee.paymentPoint,
          },
    merged: file.merged,
    same_national_id: twins,
  };
}

function sumsJson(explanation: Explanation): Json {
  return {
    recovery_orders: explanation.orders.map((one) => ({
      decision_no: one.decisionNo,
      family: one.family,
      total: one.total,
      monthly_amount: one.monthlyAmount,
      from_month: formatMonth(one.fromMonth),
      taken: one.taken,
    })),
    sums: explanation.sums.map(({ family, due, paid, balance, overpaid, recovered, outstanding }) => ({
      family,
      due,
      paid,
      balance,
      overpaid,
      recovered,
      outstanding,
    })),
    months: explanation.months.map(({ family, month: of, due, paid, balance, recovered }) => ({
      family,
      month: formatMonth(of),
      due,
      paid,
      balance,
      recovered,
    })),
  };
}

function filesJson({ files, lines }: Explanation): readonly Json[] {
  return files.map(({ runNo, personId, path, kind, sha256 }) => ({
    run_id: lines.find((line) => line.runNo === runNo)?.runId ?? null,
    person_id: personId,
    path,
    kind,
    sha256,
  }));
}

/** The same as the text, for programs: months YYYY-MM, amounts in VND; what only --names shows is `{"hidden": true}`. */
export function explanationJson(explanation: Explanation): Json {
  const { request, changes } = explanation;
  return {
    person_id: explanation.file.personId,
    month: formatMonth(request.month),
    known_at: request.knownAt,
    person: personJson(explanation),
    awards: explanation.awards.map((one) => awardJson(explanation, one)),
    changes: changes.filter(({ table }) => table !== 'disbursements').map(changeJson),
    holds: explanation.holds.map(({ personId, action, reason, actor, at }) => ({
      person_id: personId,
      action,
      reason,
      actor,
      at,
    })),
    disbursements: changes.filter(({ table }) => table === 'disbursements').map(changeJson),
    lines: explanation.lines.map((line) => lineJson(explanation, line)),
    outcomes: outcomesJson(explanation),
    ledger: explanation.postings.map(({ runId, block, personId, family, event, amount, debit, credit, at }) => ({
      run_id: runId,
      block,
      person_id: personId,
      family,
      event,
      amount,
      debit,
      credit,
      posted_at: at,
    })),
    files: filesJson(explanation),
    ...sumsJson(explanation),
    next_run: nextJson(explanation),
  };
}

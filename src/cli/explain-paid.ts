import { findingMessage } from '../domain/settlement.ts';
import { controlLabel } from '../labels/controls.ts';
import { dayText } from '../labels/dates.ts';
import { bilingual } from '../labels/label.ts';
import { coefficientText, dong } from '../labels/numbers.ts';
import {
  accountLabel,
  channelLabel,
  eventLabel,
  lineKindLabel,
  paymentStatusLabel,
  routeText,
} from '../labels/payments.ts';
import { KIND_LABELS, runStatusLabel } from '../labels/runs.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import type { StoryLine, StoryOutcome } from '../store/person-story.ts';
import { changeLines } from './explain-changes.ts';
import { paragraph } from './page.ts';

/** What a payment is in now. */
export function paymentStatus({ outcomes }: Explanation, line: StoryLine): string {
  const last = outcomes.findLast(
    (one) => one.runNo === line.runNo && one.personId === line.personId && one.statusAfter !== null,
  );
  return line.isIssued ? (last?.statusAfter ?? 'issued') : 'draft';
}

function outcomeLines(one: StoryOutcome): string[] {
  const when = one.date === null ? 'không ghi ngày / no date' : dayText(one.date);
  const status = bilingual(paymentStatusLabel(one.status));
  const reason = one.reason === '' ? '' : `: ${one.reason}`;
  const source = one.isCorrection
    ? `${one.actor} sửa lúc / corrected ${dayText(one.at)}`
    : `tệp / file ${one.fileNo} ${one.file ?? ''} dòng / row ${one.row}, ${one.actor} nạp / loaded ${dayText(one.at)}`;
  const lines = paragraph(`${when}  ${status}${reason} (${source})`, 9, 12);
  if (one.finding !== null) lines.push(...paragraph(findingMessage(one.finding), 12));
  if (one.answer !== null) lines.push(...paragraph(`${one.answeredBy ?? ''} đã xem / looked at it: ${one.answer}`, 12));
  return lines;
}

function lineText(line: StoryLine): string {
  const kind = bilingual(lineKindLabel(line.kind));
  if (line.kind === 'recovery') return `${kind} ${dong(line.amount)}, quyết định / decision ${line.decisionNo ?? ''}`;
  return `${kind} ${dong(line.amount)} · ${line.awardId} ${line.category}, ${dong(line.standard)} × ${coefficientText(line.coefficientTenths)}`;
}

function lineLines(line: StoryLine): string[] {
  const hold = line.holdReason;
  return [
    ...paragraph(lineText(line), 6, 9),
    ...(line.kind === 'recovery' ? [] : paragraph(`Căn cứ / law: ${line.basis}`, 9, 12)),
    ...(hold === null ? [] : paragraph(`TẠM GIỮ / HELD: ${bilingual(controlLabel(hold))}`, 9, 12)),
  ];
}

function paymentLines(explanation: Explanation, line: StoryLine): string[] {
  const point = explanation.places.find((one) => one.kind === 'point' && one.code === line.paymentPoint);
  const route = routeText(line.provider, line.paymentPoint, point?.name ?? null);
  const through = line.channel === null ? '' : `, ${bilingual(channelLabel(line.channel))}: ${route}`;
  const outcomes = explanation.outcomes.filter((one) => one.runNo === line.runNo && one.personId === line.personId);
  return [
    ...paragraph(`Khoản chi / payment ${line.paymentId}: ${dong(line.paymentAmount)} mọi tháng / of all months`, 6, 9),
    ...paragraph(`mã / end-to-end id ${line.endToEndId}${through}`, 9),
    ...paragraph(`trạng thái / status: ${bilingual(paymentStatusLabel(paymentStatus(explanation, line)))}`, 9),
    ...outcomes.flatMap(outcomeLines),
  ];
}

function runLines(explanation: Explanation, lines: readonly StoryLine[]): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const approved = first.approver === null ? '' : `, duyệt / approved ${first.approver}`;
  const rejected = first.rejectReason === null ? '' : `: ${first.rejectReason}`;
  const persons = [...new Set(lines.map((line) => line.personId))];
  return [
    ...paragraph(
      `Đợt / run ${first.runId} ${bilingual(KIND_LABELS[first.runKind])}: ${bilingual(runStatusLabel(first.runStatus))}${rejected}; luật biết đến / law known on ${dayText(first.knownAt)}; lập / made ${first.maker}${approved}`,
      3,
      6,
    ),
    ...persons.flatMap((personId) => {
      const own = lines.filter((line) => line.personId === personId);
      const paid = own.find((line) => line.holdReason === null);
      const isOther = personId !== explanation.file.personId;
      return [
        ...(isOther ? paragraph(`hồ sơ / registration ${personId}`, 6) : []),
        ...own.flatMap(lineLines),
        ...(paid === undefined ? [] : paymentLines(explanation, paid)),
      ];
    }),
  ];
}

function refundsOf(explanation: Explanation): string[] {
  return explanation.changes
    .filter(
      ({ table, isCurrent, values }) =>
        table === 'refunds' && isCurrent && values['month'] === explanation.request.month,
    )
    .flatMap((change) => changeLines(explanation, change));
}

function ledgerLines({ postings }: Explanation): string[] {
  if (postings.length === 0) return [];
  return [
    '   Sổ cái / ledger',
    ...postings.flatMap((one) =>
      paragraph(
        `${one.runId} khối / block ${one.block}: ${bilingual(eventLabel(one.event))} ${dong(one.amount)}; Nợ / debit ${bilingual(accountLabel(one.debit))}, Có / credit ${bilingual(accountLabel(one.credit))}`,
        6,
        9,
      ),
    ),
  ];
}

/** What was paid for the month and what became of it: before the program, run by run, handed back, and in the ledger. */
export function paidLines(explanation: Explanation): string[] {
  const { changes, lines } = explanation;
  const before = changes.filter((change) => change.table === 'disbursements');
  const runs = [...new Set(lines.map((line) => line.runNo))];
  const refunds = refundsOf(explanation);
  if (before.length + runs.length + refunds.length === 0)
    return ['   Chưa chi gì cho tháng này. / Nothing was paid for this month.'];
  return [
    ...before.flatMap((change) => changeLines(explanation, change)),
    ...runs.flatMap((runNo) =>
      runLines(
        explanation,
        lines.filter((line) => line.runNo === runNo),
      ),
    ),
    ...refunds,
    ...ledgerLines(explanation),
  ];
}

import { findingMessage } from '../domain/settlement.ts';
import { controlLabel } from '../labels/controls.ts';
import { dayText } from '../labels/dates.ts';
import { fileLabel } from '../labels/facts.ts';
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
import type { Change } from '../payroll/person-changes.ts';
import type { StoryLine, StoryOutcome } from '../store/person-story.ts';
import { GONE, cellText, isGone } from './explain-changes.ts';
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
  const uncounted = one.statusAfter === null ? ', không tính / not counted' : '';
  const lines = paragraph(`${when} · ${status}${uncounted}${reason} (${source})`, 9, 12);
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
    ...paragraph(
      `Khoản chi / payment ${line.paymentId}: ${dong(line.paymentAmount)} cho mọi tháng / for all months`,
      6,
      9,
    ),
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

/** A payment from before the program, or money handed back: when, how much, by which paper, and the row that tells it. */
function movementLines(explanation: Explanation, change: Change): string[] {
  const cell = (column: string): string => cellText(explanation, column, change.values[column] ?? null);
  const isRefund = change.table === 'refunds';
  const [when, what] = isRefund
    ? [cell('received_on'), bilingual(fileLabel('refunds'))]
    : [cell('paid_on'), cell('status')];
  const through = isRefund ? '' : `, ${cell('channel')}`;
  const owner = cell('person_id') === explanation.file.personId ? '' : `, hồ sơ / registration ${cell('person_id')}`;
  const paper = `chứng từ / reference ${cell('reference')}${owner}`;
  return [
    ...paragraph(`${when} · ${what} ${cell('amount')} (${cell('family')})${through}, ${paper}`, 6, 9),
    ...paragraph(`${change.file} dòng / row ${change.row}, ${change.actor} nạp / loaded ${dayText(change.at)}`, 9),
    ...(isGone(change, explanation.changes) ? paragraph(GONE, 9) : []),
  ];
}

/** Movements of one table for the month, under a heading. */
function movements(explanation: Explanation, table: Change['table'], title: string): string[] {
  const own = explanation.changes.filter(
    (change) =>
      change.table === table &&
      change.values['month'] === explanation.request.month &&
      (change.isCurrent || isGone(change, explanation.changes)),
  );
  return own.length === 0 ? [] : [`   ${title}`, ...own.flatMap((change) => movementLines(explanation, change))];
}

/** Blocks of lines with an empty line between them. */
function spaced(blocks: readonly string[][]): string[] {
  return blocks.filter((one) => one.length > 0).flatMap((one, at) => (at === 0 ? one : ['', ...one]));
}

/** What was paid for the month and what became of it: before the program, run by run, handed back, and in the ledger. */
export function paidLines(explanation: Explanation): string[] {
  const { lines } = explanation;
  const runs = [...new Set(lines.map((line) => line.runNo))];
  const told = spaced([
    movements(explanation, 'disbursements', 'Trước khi có chương trình / before the program'),
    ...runs.map((runNo) =>
      runLines(
        explanation,
        lines.filter((line) => line.runNo === runNo),
      ),
    ),
    movements(explanation, 'refunds', 'Người hưởng nộp lại / handed back'),
    ledgerLines(explanation),
  ]);
  return told.length === 0 ? ['   Chưa chi gì cho tháng này. / Nothing was paid for this month.'] : told;
}

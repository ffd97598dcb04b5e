import { findingMessage } from '../domain/settlement.ts';
import { controlLabel } from '../labels/controls.ts';
import { dayText } from '../labels/dates.ts';
import { bilingual } from '../labels/label.ts';
import { dong } from '../labels/numbers.ts';
import { lineText, outcomeText, paymentStatus, postingText, runText, wayText } from '../labels/payment-story.ts';
import { paymentStatusLabel } from '../labels/payments.ts';
import { GONE, isGone, movementText } from '../labels/told-rows.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import type { Change } from '../payroll/person-changes.ts';
import type { StoryLine, StoryOutcome } from '../store/person-story.ts';
import { paragraph } from './page.ts';

function outcomeLines(one: StoryOutcome): string[] {
  const lines = paragraph(outcomeText(one), 9, 12);
  if (one.finding !== null) lines.push(...paragraph(findingMessage(one.finding), 12));
  if (one.answer !== null) lines.push(...paragraph(`${one.answeredBy ?? ''} đã xem / looked at it: ${one.answer}`, 12));
  return lines;
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
  const outcomes = explanation.outcomes.filter((one) => one.runNo === line.runNo && one.personId === line.personId);
  return [
    ...paragraph(
      `Khoản chi / payment ${line.paymentId}: ${dong(line.paymentAmount)} cho mọi tháng / for all months`,
      6,
      9,
    ),
    ...paragraph(wayText(explanation, line), 9),
    ...paragraph(`trạng thái / status: ${bilingual(paymentStatusLabel(paymentStatus(explanation.outcomes, line)))}`, 9),
    ...outcomes.flatMap(outcomeLines),
  ];
}

function runLines(explanation: Explanation, lines: readonly StoryLine[]): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const persons = [...new Set(lines.map((line) => line.personId))];
  return [
    ...paragraph(`Đợt / run ${first.runId} ${runText(first)}`, 3, 6),
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
  return ['   Sổ cái / ledger', ...postings.flatMap((one) => paragraph(postingText(one), 6, 9))];
}

/** A payment from before the program, or money handed back: when, how much, by which paper, and the row that tells it. */
function movementLines(explanation: Explanation, change: Change): string[] {
  return [
    ...paragraph(movementText(explanation, change), 6, 9),
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

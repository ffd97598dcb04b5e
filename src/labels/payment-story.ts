import { dayText } from './dates.ts';
import { bilingual } from './label.ts';
import { coefficientText, dong } from './numbers.ts';
import { accountLabel, channelLabel, eventLabel, lineKindLabel, paymentStatusLabel, routeText } from './payments.ts';
import { KIND_LABELS, runStatusLabel } from './runs.ts';
import type { ToldAbout } from './told-rows.ts';

/** A line of a run and the payment it went into. VND. */
interface ToldLine {
  readonly runNo: number;
  readonly runId: string;
  readonly runKind: 'regular' | 'supplementary';
  readonly runStatus: string;
  readonly knownAt: string;
  readonly maker: string;
  readonly approver: string | null;
  readonly rejectReason: string | null;
  readonly personId: string;
  readonly kind: string;
  readonly isIssued: boolean;
  readonly category: string;
  readonly awardId: string;
  readonly standard: number;
  readonly coefficientTenths: number;
  readonly amount: number;
  readonly decisionNo: string | null;
  readonly channel: string | null;
  readonly provider: string | null;
  readonly paymentPoint: string | null;
  readonly endToEndId: string;
}

/** What became known of a payment. */
interface ToldOutcome {
  readonly runNo: number;
  readonly personId: string;
  readonly status: string;
  readonly statusAfter: string | null;
  readonly date: string | null;
  readonly reason: string;
  readonly isCorrection: boolean;
  readonly fileNo: number | null;
  readonly file: string | null;
  readonly row: number | null;
  readonly actor: string;
  readonly at: string;
}

/** What a payment is in now. */
export function paymentStatus(outcomes: readonly ToldOutcome[], line: ToldLine): string {
  const last = outcomes.findLast(
    (one) => one.runNo === line.runNo && one.personId === line.personId && one.statusAfter !== null,
  );
  return line.isIssued ? (last?.statusAfter ?? 'issued') : 'draft';
}

/** When, what, why and by which row of which file, or by whom. */
export function outcomeText(one: ToldOutcome): string {
  const when = one.date === null ? 'không ghi ngày / no date' : dayText(one.date);
  const status = bilingual(paymentStatusLabel(one.status));
  const reason = one.reason === '' ? '' : `: ${one.reason}`;
  const source = one.isCorrection
    ? `${one.actor} sửa lúc / corrected ${dayText(one.at)}`
    : `tệp / file ${one.fileNo} ${one.file ?? ''} dòng / row ${one.row}, ${one.actor} nạp / loaded ${dayText(one.at)}`;
  const uncounted = one.statusAfter === null ? ', không tính / not counted' : '';
  return `${when} · ${status}${uncounted}${reason} (${source})`;
}

/** Kind, amount, award, and how it was multiplied. */
export function lineText(line: ToldLine): string {
  const kind = bilingual(lineKindLabel(line.kind));
  if (line.kind === 'recovery') return `${kind} ${dong(line.amount)}, quyết định / decision ${line.decisionNo ?? ''}`;
  return `${kind} ${dong(line.amount)} · ${line.awardId} ${line.category}, ${dong(line.standard)} × ${coefficientText(line.coefficientTenths)}`;
}

/** The end-to-end id, and on which way the money went. */
export function wayText({ places }: Pick<ToldAbout, 'places'>, line: ToldLine): string {
  const point = places.find((one) => one.kind === 'point' && one.code === line.paymentPoint);
  const route = routeText(line.provider, line.paymentPoint, point?.name ?? null);
  const through = line.channel === null ? '' : `, ${bilingual(channelLabel(line.channel))}: ${route}`;
  return `mã / end-to-end id ${line.endToEndId}${through}`;
}

/** The run of a line: kind, state, law and people. */
export function runText(line: ToldLine): string {
  const approved = line.approver === null ? '' : `, duyệt / approved ${line.approver}`;
  const rejected = line.rejectReason === null ? '' : `: ${line.rejectReason}`;
  return `${bilingual(KIND_LABELS[line.runKind])}: ${bilingual(runStatusLabel(line.runStatus))}${rejected}; luật biết đến / law known on ${dayText(line.knownAt)}; lập / made ${line.maker}${approved}`;
}

/** An entry of the ledger: run, block, event, amount, and the accounts it moves. VND. */
export function postingText(one: {
  readonly runId: string;
  readonly block: number;
  readonly event: string;
  readonly amount: number;
  readonly debit: string;
  readonly credit: string;
}): string {
  return `${one.runId} khối / block ${one.block}: ${bilingual(eventLabel(one.event))} ${dong(one.amount)}; Nợ / debit ${bilingual(accountLabel(one.debit))}, Có / credit ${bilingual(accountLabel(one.credit))}`;
}

import { BRIDGE_STEPS, type BridgeStep } from '../domain/bridge.ts';
import { BRIDGE_LABELS } from '../labels/bridge.ts';
import { bilingual } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import type { BridgeRow } from '../store/run-bridge.ts';

/** Steps after which the list of the month is complete; the rest leads from it to what the run pays. */
const AFTER_LIST: ReadonlySet<BridgeStep> = new Set<BridgeStep>([
  'issued_before',
  'arrears',
  'carried',
  'oneoff',
  'recovery',
]);

function signed(value: number): string {
  return value < 0 ? `-${grouped(0 - value)}` : grouped(value);
}

function row(label: string, people: number | null, amount: number): string {
  return `  ${label.padEnd(58)} ${(people === null ? '' : signed(people)).padStart(10)} ${signed(amount).padStart(18)}`;
}

/** The bridge of a run for the whole scope: last month's list, every change by its reason, this month's list, what is paid. */
export function bridgeText(rows: readonly BridgeRow[]): string {
  const sums = BRIDGE_STEPS.map((step) => {
    const own = rows.filter((one) => one.step === step);
    const sum = (of: (one: BridgeRow) => number): number => own.reduce((total, one) => total + of(one), 0);
    return { step, people: sum((one) => one.people), amount: sum((one) => one.amount) };
  }).filter((one) => one.step === 'last_month' || one.people !== 0 || one.amount !== 0);
  const list = sums.filter((one) => !AFTER_LIST.has(one.step));
  const after = sums.filter((one) => AFTER_LIST.has(one.step));
  const total = (of: typeof sums): number => of.reduce((sum, one) => sum + one.amount, 0);
  const people = list.reduce((sum, one) => sum + one.people, 0);
  return [
    `${'Cầu nối với tháng trước / bridge from last month'.padEnd(61)} ${'người'.padStart(9)} ${'đồng'.padStart(18)}`,
    ...list.map((one) => row(bilingual(BRIDGE_LABELS[one.step]), one.people, one.amount)),
    row("= Danh sách tháng này / this month's list", people, total(list)),
    ...after.map((one) => row(bilingual(BRIDGE_LABELS[one.step]), null, one.amount)),
    row('= Chi kỳ này / paid by this run', null, total(sums)),
  ].join('\n');
}

import type { Family } from '../domain/category.ts';
import type { Month } from '../domain/month.ts';
import type { PayslipLine } from '../domain/payslip.ts';
import type { Instalment, RecoveryOrder } from '../domain/recovery.ts';
import { FAMILY_LABELS } from './categories.ts';
import { controlLabel } from './controls.ts';
import { monthText } from './dates.ts';
import type { Label } from './label.ts';
import { dong } from './numbers.ts';
import { lineKindLabel } from './payments.ts';

/** What the next run would do about one month, and what is overpaid in it. */
export interface NextAct {
  readonly month: Month;
  readonly runMonth: Month;
  /** A run that waits for approval already; null: none. */
  readonly runId: string | null;
  readonly lines: readonly PayslipLine[];
  readonly instalments: readonly Instalment[];
  readonly orders: readonly RecoveryOrder[];
  /** Still overpaid before the run: VND by family. */
  readonly outstanding: ReadonlyMap<Family, number>;
}

function sum(amounts: readonly { readonly amount: number }[]): number {
  return amounts.reduce((all, { amount }) => all + amount, 0);
}

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join(', ');
}

function kinds(lines: readonly PayslipLine[], language: keyof Label): string {
  return unique(lines.map(({ kind }) => lineKindLabel(kind)[language]));
}

/** A label in the middle of a sentence. */
function lowered(text: string): string {
  return text.slice(0, 1).toLocaleLowerCase('vi') + text.slice(1);
}

function holds(lines: readonly PayslipLine[], language: keyof Label): string {
  return unique(lines.map(({ hold }) => (hold === null ? '' : lowered(controlLabel(hold)[language]))));
}

/** What is left of an overpaid family after the instalments of the run. */
function leftOver(act: NextAct): readonly (readonly [Family, number])[] {
  return [...act.outstanding].flatMap(([family, amount]): [Family, number][] => {
    const left = amount - sum(act.instalments.filter((one) => one.family === family));
    return left > 0 ? [[family, left]] : [];
  });
}

function paying(lines: readonly PayslipLine[], month: Month): Label {
  const isPlain = lines.every(({ kind }) => kind === 'current');
  const amount = dong(sum(lines));
  const kindsOf = (language: keyof Label): string => (isPlain ? '' : ` (${kinds(lines, language)})`);
  return {
    vi: `sẽ chi ${amount} cho tháng ${monthText(month)}${kindsOf('vi')}`,
    en: `will pay ${amount} for ${monthText(month)}${kindsOf('en')}`,
  };
}

function holding(lines: readonly PayslipLine[]): Label {
  return {
    vi: `giữ lại ${dong(sum(lines))} (${holds(lines, 'vi')}), hết lý do thì chi`,
    en: `holds ${dong(sum(lines))} back (${holds(lines, 'en')}) and pays it once the reason is gone`,
  };
}

function recovering(instalments: readonly Instalment[]): Label {
  const decisions = unique(instalments.map(({ decisionNo }) => decisionNo));
  return {
    vi: `thu hồi ${dong(sum(instalments))} theo quyết định ${decisions}`,
    en: `takes back ${dong(sum(instalments))} by decision ${decisions}`,
  };
}

function leaving(left: readonly (readonly [Family, number])[], orders: readonly RecoveryOrder[]): Label {
  const amounts = (language: keyof Label): string =>
    left.map(([family, amount]) => `${dong(amount)} (${FAMILY_LABELS[family][language]})`).join(', ');
  const own = orders.filter(({ family, total, taken }) => taken < total && left.some(([of]) => of === family));
  const decisions = unique(own.map(({ decisionNo }) => decisionNo));
  return own.length === 0
    ? {
        vi: `để lại ${amounts('vi')} trên sổ chi thừa: chỉ thu theo quyết định thu hồi hoặc khi người hưởng nộp lại`,
        en: `leaves ${amounts('en')} on the overpayment register: only a recovery order or a refund takes it off`,
      }
    : {
        vi: `để lại ${amounts('vi')} trên sổ chi thừa, quyết định ${decisions} thu dần khi có khoản chi sau`,
        en: `leaves ${amounts('en')} on the overpayment register, which decision ${decisions} takes out of later payments`,
      };
}

/** What the next run would do about a month, in one sentence. */
export function nextRunLabel(act: NextAct): Label {
  const free = act.lines.filter(({ hold }) => hold === null);
  const held = act.lines.filter(({ hold }) => hold !== null);
  const left = leftOver(act);
  const deeds = [
    ...(free.length > 0 ? [paying(free, act.month)] : []),
    ...(held.length > 0 ? [holding(held)] : []),
    ...(act.instalments.length > 0 ? [recovering(act.instalments)] : []),
    ...(left.length > 0 ? [leaving(left, act.orders)] : []),
  ];
  const nothing = {
    vi: `không chi thêm và không thu gì cho tháng ${monthText(act.month)}`,
    en: `pays nothing more for ${monthText(act.month)} and takes nothing back`,
  };
  const said = deeds.length === 0 ? [nothing] : deeds;
  const run = act.runId === null ? monthText(act.runMonth) : `${monthText(act.runMonth)}, ${act.runId}`;
  return {
    vi: `Đợt chi tới (${run}) ${said.map(({ vi }) => vi).join('; ')}.`,
    en: `The next run (${run}) ${said.map(({ en }) => en).join('; ')}.`,
  };
}

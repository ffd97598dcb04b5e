import type { Family } from '../domain/category.ts';
import type { Month } from '../domain/month.ts';
import type { PayslipLine } from '../domain/payslip.ts';
import type { Instalment } from '../domain/recovery.ts';
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
  /** VND by family. */
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

function holds(lines: readonly PayslipLine[], language: keyof Label): string {
  return unique(lines.map(({ hold }) => (hold === null ? '' : controlLabel(hold)[language])));
}

/** What is left of an overpaid family after the instalments of the run. */
function leftOver(act: NextAct): readonly (readonly [Family, number])[] {
  return [...act.outstanding].flatMap(([family, amount]): [Family, number][] => {
    const left = amount - sum(act.instalments.filter((one) => one.family === family));
    return left > 0 ? [[family, left]] : [];
  });
}

/** What the next run would do about a month, in one sentence. */
export function nextRunLabel(act: NextAct): Label {
  const free = act.lines.filter(({ hold }) => hold === null);
  const held = act.lines.filter(({ hold }) => hold !== null);
  const left = leftOver(act);
  const deeds: Label[] = [];
  if (free.length > 0)
    deeds.push({
      vi: `sẽ chi ${dong(sum(free))} cho tháng này (${kinds(free, 'vi')})`,
      en: `will pay ${dong(sum(free))} for this month (${kinds(free, 'en')})`,
    });
  if (held.length > 0)
    deeds.push({
      vi: `giữ lại ${dong(sum(held))} (${holds(held, 'vi')}), hết lý do thì chi`,
      en: `holds ${dong(sum(held))} back (${holds(held, 'en')}) and pays it once the reason is gone`,
    });
  if (act.instalments.length > 0) {
    const decisions = unique(act.instalments.map(({ decisionNo }) => decisionNo));
    deeds.push({
      vi: `thu hồi ${dong(sum(act.instalments))} theo quyết định ${decisions}`,
      en: `takes back ${dong(sum(act.instalments))} by decision ${decisions}`,
    });
  }
  if (left.length > 0) {
    const amounts = (language: keyof Label): string =>
      left.map(([family, amount]) => `${dong(amount)} (${FAMILY_LABELS[family][language]})`).join(', ');
    deeds.push({
      vi: `để lại ${amounts('vi')} trên sổ chi thừa: chỉ thu theo quyết định thu hồi hoặc khi người hưởng nộp lại`,
      en: `leaves ${amounts('en')} on the overpayment register: it is taken only by a recovery order or a refund`,
    });
  }
  if (deeds.length === 0)
    deeds.push({
      vi: 'không chi thêm và không thu gì cho tháng này',
      en: 'pays nothing more for this month and takes nothing back',
    });
  const run = act.runId === null ? monthText(act.runMonth) : `${monthText(act.runMonth)}, ${act.runId}`;
  return {
    vi: `Đợt chi tới (${run}) ${deeds.map(({ vi }) => vi).join('; ')}.`,
    en: `The next run (${run}) ${deeds.map(({ en }) => en).join('; ')}.`,
  };
}

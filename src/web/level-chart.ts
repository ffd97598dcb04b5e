import { html } from 'hono/html';
import type { Standard } from '../domain/catalogue.ts';
import type { Vnd } from '../domain/money.ts';
import { type Month, addMonths, monthIndex } from '../domain/month.ts';
import { grouped } from '../labels/numbers.ts';
import { type Markup, localMonth } from './layout.ts';

/** One month of a standard as the law known on a day has it; null: not in force. */
export interface LevelAt {
  readonly month: Month;
  readonly amount: Vnd | null;
}

/** The months of one standard, in order. */
export interface LevelLine {
  readonly standard: Standard;
  readonly levels: readonly LevelAt[];
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly amount: Vnd;
}

const HEIGHT = 230;
const TOP = 26;
const BOTTOM = 198;
/** Percent of the width kept free on the left and right. */
const MARGIN = 4;

/** Stretches of months with the same amount, as positions of months. */
function stretches(levels: readonly LevelAt[]): readonly Run[] {
  const runs: Run[] = [];
  levels.forEach(({ amount }, at) => {
    if (amount === null) return;
    const last = runs.at(-1);
    if (last !== undefined && last.amount === amount && last.to === at) runs.splice(-1, 1, { ...last, to: at + 1 });
    else runs.push({ from: at, to: at + 1, amount });
  });
  return runs;
}

function lineOf(line: LevelLine, xOf: (at: number) => string, yOf: (amount: number) => number): Markup[] {
  const runs = stretches(line.levels);
  return runs.map((run, at) => {
    const before = runs[at - 1];
    const rise =
      before === undefined || before.to !== run.from
        ? html`<circle class="${line.standard}" cx="${xOf(run.from)}" cy="${yOf(run.amount)}" r="4"></circle>`
        : html`<line
            class="${line.standard}"
            x1="${xOf(run.from)}"
            x2="${xOf(run.from)}"
            y1="${yOf(before.amount)}"
            y2="${yOf(run.amount)}"
          ></line>`;
    return html`${rise}
      <line
        class="${line.standard}"
        x1="${xOf(run.from)}"
        x2="${xOf(run.to)}"
        y1="${yOf(run.amount)}"
        y2="${yOf(run.amount)}"
      ></line>`;
  });
}

function labelsOf(line: LevelLine, xOf: (at: number) => string, yOf: (amount: number) => number): Markup[] {
  // Why: both standards often stand at the same amount; SA is written above its line, SP below.
  const offset = line.standard === 'SA' ? -8 : 18;
  return stretches(line.levels).map(
    (run) =>
      html`<text class="${line.standard}" x="${xOf(run.from)}" dx="3" y="${yOf(run.amount) + offset}"
        >${grouped(run.amount)}</text
      >`,
  );
}

function yearsOf(months: readonly Month[], xOf: (at: number) => string): Markup[] {
  return months.flatMap((month, at) =>
    month % 100 === 1
      ? [
          html`<line class="grid" x1="${xOf(at)}" x2="${xOf(at)}" y1="${TOP - 10}" y2="${BOTTOM}"></line>
            <text class="axis" x="${xOf(at)}" y="${BOTTOM + 18}">${Math.floor(month / 100)}</text>`,
        ]
      : [],
  );
}

/** The standards over time as step lines, VND a month. Widths are in percent, so it fits a phone without scaling its text. */
export function levelChart(lines: readonly LevelLine[]): Markup {
  const months = lines[0]?.levels.map((level) => level.month) ?? [];
  const highest = Math.max(1, ...lines.flatMap((line) => line.levels.map((level) => level.amount ?? 0)));
  const xOf = (at: number): string =>
    `${MARGIN + Math.round((at * (100 - 2 * MARGIN) * 100) / Math.max(months.length, 1)) / 100}%`;
  const yOf = (amount: number): number => Math.round(BOTTOM - (amount / highest) * (BOTTOM - TOP));
  const [first, last] = [months[0], months.at(-1)];
  const title =
    first === undefined || last === undefined
      ? ''
      : `Mức chuẩn từ ${localMonth(first)} đến ${localMonth(last)}, số liệu ở bảng dưới`;
  return html`<svg class="levels" role="img" aria-label="${title}" width="100%" height="${HEIGHT}">
    <line class="base" x1="0" x2="100%" y1="${BOTTOM}" y2="${BOTTOM}"></line>
    ${yearsOf(months, xOf)} ${lines.map((line) => lineOf(line, xOf, yOf))}
    ${lines.map((line) => labelsOf(line, xOf, yOf))}
  </svg>`;
}

/** The months of a chart: from the first of the law to five months after `to`. */
export function chartMonths(from: Month, to: Month): readonly Month[] {
  const count = Math.max(monthIndex(to) - monthIndex(from), 0) + 6;
  return Array.from({ length: count }, (_, at) => addMonths(from, at));
}

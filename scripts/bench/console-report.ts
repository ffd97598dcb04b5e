import type { ExportCost, PageCost } from './console-pages.ts';
import { markdownTable } from './report.ts';

/** Everything that was measured of the console. */
export interface ConsoleFigures {
  readonly people: number;
  readonly command: string;
  readonly date: string;
  readonly load: number;
  readonly pages: readonly PageCost[];
  readonly exported: readonly ExportCost[];
  /** Of the console's process, everything included. */
  readonly peakMib: number;
}

const PAGE_GOAL_MS = 200;
const SEARCH_GOAL_MS = 100;

/** The value below which a share of all lies: the smallest such one that was measured. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function goalOf(path: string): number {
  return path.startsWith('/persons?q=') ? SEARCH_GOAL_MS : PAGE_GOAL_MS;
}

function pageRow(page: PageCost): readonly string[] {
  const p95 = percentile(page.times, 0.95);
  const holds = page.status === 200 && p95 < goalOf(page.path) ? 'yes' : 'NO';
  const ms = [percentile(page.times, 0.5), p95, Math.max(...page.times)].map((time) => time.toFixed(0));
  return [`${page.visitor} ${page.path}`, ...ms, page.kilobytes.toFixed(0), String(page.status), holds];
}

function heading(people: number): string {
  return `## Console at ${Math.round(people).toLocaleString('en-US')} people`;
}

/** The section of BENCHMARKS.md about the console. */
export function consoleSection(figures: ConsoleFigures): string {
  const exports = figures.exported.map(
    ({ path, megabytes, seconds }) =>
      `\`${path.split('?')[0]}\`: ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s (${(megabytes / seconds).toFixed(0)} MB/s).`,
  );
  const slow = figures.pages.filter((page) => pageRow(page).at(-1) !== 'yes').length;
  return [
    heading(figures.people),
    '',
    `${figures.date}, \`${figures.command}\`, load average before the start: ${figures.load.toFixed(2)}. One request after the other; milliseconds from asking to the last byte, the first look at each page included.`,
    `Goals: p95 < ${PAGE_GOAL_MS} ms a page, < ${SEARCH_GOAL_MS} ms a search for a person. **${slow === 0 ? 'All hold' : `${slow} missed`}.** Streamed: ${exports.join(' ')} Peak memory of the console: ${figures.peakMib.toFixed(0)} MiB.`,
    '',
    markdownTable(['page', 'p50 ms', 'p95 ms', 'max ms', 'kB', 'status', 'holds'], figures.pages.map(pageRow)),
    '',
  ].join('\n');
}

/** The text of BENCHMARKS.md with the section of this size put in, or put in place of the one before. */
export function withConsoleSection(before: string, figures: ConsoleFigures): string {
  const own = heading(figures.people);
  const at = before.indexOf(`${own}\n`);
  if (at === -1) return `${before.trimEnd()}\n\n${consoleSection(figures)}`;
  const next = before.indexOf('\n## ', at);
  return before.slice(0, at) + consoleSection(figures) + (next === -1 ? '' : before.slice(next));
}

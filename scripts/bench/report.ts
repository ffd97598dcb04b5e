import { type Cost, type Figures, type Summary, goalsOf, summaryOf } from './figures.ts';

type Row = readonly string[];

/** A Markdown table whose columns also line up as plain text; all columns but the first are numbers and stand to the right. */
export function markdownTable(head: Row, rows: readonly Row[]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => (row[at] ?? '').length)));
  const line = (row: Row): string =>
    `| ${widths.map((width, at) => (at === 0 ? (row[at] ?? '').padEnd(width) : (row[at] ?? '').padStart(width))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ');
  return [line(head), `| ${rule} |`, ...rows.map(line)].join('\n');
}

function seconds(value: number | null): string {
  return value === null ? '-' : value.toFixed(value < 10 ? 2 : 1);
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function mebibytes(value: number | null): string {
  return value === null ? '-' : value.toFixed(0);
}

function costRow(label: string, cost: Cost, floor: number): Row {
  const costs = [cost.wall, cost.cpu, cost.postgres, cost.redis].map(seconds);
  return [label, ...costs, mebibytes(cost.peakMib), (cost.wall / floor).toFixed(2)];
}

function added(...costs: readonly Cost[]): Cost {
  const total = (pick: (cost: Cost) => number | null): number | null =>
    costs.reduce<number | null>((all, cost) => {
      const one = pick(cost);
      return all === null || one === null ? null : all + one;
    }, 0);
  const peaks = costs.flatMap(({ peakMib }) => (peakMib === null ? [] : [peakMib]));
  return {
    wall: total((cost) => cost.wall) ?? 0,
    cpu: total((cost) => cost.cpu) ?? 0,
    postgres: total((cost) => cost.postgres),
    redis: total((cost) => cost.redis),
    peakMib: peaks.length === costs.length ? Math.max(...peaks) : null,
  };
}

const NO_COST: Omit<Cost, 'wall'> = { cpu: Number.NaN, postgres: null, redis: null, peakMib: null };

function partRow(label: string, wall: number, floor: number): Row {
  return costRow(label, { ...NO_COST, wall }, floor).map((cell) => (cell === 'NaN' ? '' : cell === '-' ? '' : cell));
}

/** Every step with its time, CPU seconds, peak memory, and how many floors it took. */
export function stepTable(figures: Figures): string {
  const { run, approve, files, parts } = figures;
  const floor = summaryOf(figures).floorSeconds;
  const rows = [
    costRow('import', figures.import, floor),
    costRow('run', run, floor),
    partRow('  compute', parts.compute, floor),
    partRow('  check', parts.check, floor),
    partRow('  start, open, stop', run.wall - parts.compute - parts.check, floor),
    costRow('approve', approve, floor),
    partRow('  issue (ledger)', parts.issue, floor),
    partRow('  files', parts.files, floor),
    partRow('  seal', parts.seal, floor),
    partRow('  start, sign, stop', approve.wall - parts.issue - parts.files - parts.seal, floor),
    costRow('whole run = run + approve', added(run, approve), floor),
    costRow('files again', files, floor),
    costRow('run + approve + files', added(run, approve, files), floor),
    ...figures.floor.flatMap((round, at) => [
      costRow(`floor ${at + 1}: COPY out`, round.out, floor),
      costRow(`floor ${at + 1}: COPY in`, round.in, floor),
    ]),
    costRow('made the sample province', figures.generate, floor),
  ];
  return markdownTable(['step', 'wall s', 'our CPU s', 'PostgreSQL CPU s', 'Redis CPU s', 'peak MiB', '/ F'], rows);
}

/** The goals, each with a plain yes or no. */
export function goalTable(summary: Summary): string {
  const rows = goalsOf(summary).map(({ goal, measured, isMet }) => [
    goal,
    measured,
    isMet === null ? 'not judged here' : isMet ? 'yes' : 'NO',
  ]);
  return markdownTable(['goal', 'measured', 'holds'], rows);
}

function heading(people: number): string {
  return `## ${grouped(people)} people`;
}

/** The section of BENCHMARKS.md for one size. The comment at its end is read again by the growth table. */
export function sectionOf(figures: Figures): string {
  const { machine } = figures;
  const summary = summaryOf(figures);
  const { floorSeconds, floorFastest } = summary;
  const rate = figures.people / summary.wholeSeconds;
  const settings = machine.settings.length === 0 ? '' : `; settings: ${machine.settings.join(', ')}`;
  const isRough = machine.load > machine.cores / 2;
  return [
    heading(figures.people),
    '',
    `${figures.date}, \`${figures.command}\`  `,
    `${machine.cores} cores (${machine.processor}), ${machine.memoryGib.toFixed(0)} GiB, Node ${machine.node}, PostgreSQL ${machine.postgres}, queue on ${machine.queue}${settings}  `,
    `Load average before the start: ${machine.load.toFixed(2)}${isRough ? ': **others were using the machine, so these figures are rough**' : ''}`,
    '',
    `**Whole run ${seconds(summary.wholeSeconds)} s = ${(summary.wholeSeconds / floorSeconds).toFixed(2)} F** (${grouped(rate)} people/s), F = ${seconds(floorSeconds)} s ` +
      `(median of ${figures.floor.length} rounds; against the fastest, ${seconds(floorFastest)} s: ${(summary.wholeSeconds / floorFastest).toFixed(2)} F).  `,
    `Import ${grouped(summary.importRowsPerSecond)} rows/s (${grouped(figures.importRows)} rows, ${grouped(figures.rejected)} rejected). ` +
      `${grouped(figures.payments)} payments in ${grouped(figures.payoutFiles)} payout files; written again: ${figures.isSameFiles ? 'the same hashes' : '**OTHER HASHES**'}.  `,
    `The floor moves ${grouped(figures.outBytes / 1e6)} MB out and ${grouped(figures.inBytes / 1e6)} MB in.`,
    '',
    stepTable(figures),
    '',
    goalTable(summary),
    '',
    `<!-- summary ${JSON.stringify(summary)} -->`,
    '',
  ].join('\n');
}

function isSummary(value: unknown): value is Summary {
  return typeof value === 'object' && value !== null && 'people' in value && 'wholeSeconds' in value;
}

function summaryIn(section: string): Summary | null {
  const text = /<!-- summary (\{.*\}) -->/.exec(section)?.[1];
  const value: unknown = text === undefined ? null : JSON.parse(text);
  return isSummary(value) ? value : null;
}

function growthSection(summaries: readonly Summary[]): string {
  const rows = summaries.map((one) => {
    const hundredThousands = one.people / 100_000;
    const each = (value: number | null): string => seconds(value === null ? null : value / hundredThousands);
    return [
      grouped(one.people),
      each(one.importSeconds),
      each(one.wholeSeconds),
      each(one.wholeCpu),
      each(one.filesSeconds),
      each(one.floorSeconds),
      (one.wholeSeconds / one.floorSeconds).toFixed(2),
      mebibytes(one.peakMib),
    ];
  });
  const head = ['people', 'import s', 'whole run s', 'whole run CPU s', 'files again s', 'F s', 'run / F', 'peak MiB'];
  return `## Growth\n\nSeconds for every 100,000 people: the same number in each row would be growth in step with the people.\n\n${markdownTable(head, rows)}\n`;
}

/** Puts the section of one size into the text of BENCHMARKS.md: it replaces the one of the same size, others stay; growth is made anew. */
export function withSection(text: string, figures: Figures): string {
  const [head = '', ...old] = text.split(/^(?=## )/m);
  const kept = old.filter(
    (section) => !section.startsWith('## Growth\n') && !section.startsWith(`${heading(figures.people)}\n`),
  );
  const sized = [...kept.filter((section) => summaryIn(section) !== null), sectionOf(figures)];
  const others = kept.filter((section) => summaryIn(section) === null);
  const ordered = sized
    .map((section) => ({ section, people: summaryIn(section)?.people ?? 0 }))
    .sort((a, b) => a.people - b.people)
    .map(({ section }) => section);
  const summaries = ordered.flatMap((section) => summaryIn(section) ?? []);
  return [head === '' ? '# Benchmarks\n' : head, ...others, growthSection(summaries), ...ordered]
    .map((section) => `${section.trimEnd()}\n`)
    .join('\n');
}

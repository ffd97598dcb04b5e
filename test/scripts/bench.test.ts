import { describe, expect, test } from 'vitest';
import { type Cost, type Figures, goalsOf, median, summaryOf } from '../../scripts/bench/figures.ts';
import { readBenchOptions } from '../../scripts/bench/options.ts';
import { goalTable, markdownTable, sectionOf, stepTable, withSection } from '../../scripts/bench/report.ts';

function cost(wall: number, more: Partial<Cost> = {}): Cost {
  return { wall, cpu: wall, postgres: 1, redis: 0.1, peakMib: 200, ...more };
}

const MILLION: Figures = {
  people: 1_000_000,
  date: '2026-11-23',
  command: 'npm run bench -- --people 1000000 --seed 1',
  machine: {
    processor: 'Example',
    cores: 2,
    memoryGib: 24,
    load: 0.5,
    node: '24.0.0',
    postgres: '15.1',
    queue: 'Redis',
    settings: [],
  },
  generate: cost(30),
  import: cost(100),
  run: cost(20),
  approve: cost(16, { peakMib: 250 }),
  files: cost(9),
  parts: { compute: 15, check: 2, issue: 8, files: 6, seal: 1 },
  importRows: 12_000_000,
  rejected: 0,
  payments: 950_000,
  payoutFiles: 1332,
  isSameFiles: true,
  floor: [
    { out: cost(4), in: cost(8) },
    { out: cost(3), in: cost(6) },
    { out: cost(4), in: cost(6) },
  ],
  outBytes: 600e6,
  inBytes: 700e6,
};

function holds(figures: Figures): (boolean | null)[] {
  return goalsOf(summaryOf(figures)).map(({ isMet }) => isMet);
}

describe('figures', () => {
  test('the median of three, and of two', () => {
    expect(median([12, 9, 10])).toBe(10);
    expect(median([9, 12])).toBe(10.5);
  });

  test('F is the median round, the whole run is run and approve, and the largest process counts', () => {
    expect(summaryOf(MILLION)).toEqual({
      people: 1_000_000,
      importSeconds: 100,
      importRowsPerSecond: 120_000,
      wholeSeconds: 36,
      wholeCpu: 38,
      filesSeconds: 9,
      floorSeconds: 10,
      floorFastest: 9,
      peakMib: 250,
    });
  });

  test('what was not measured stays unknown and is not counted as nothing', () => {
    const remote = { ...MILLION, run: cost(20, { postgres: null, peakMib: null }) };
    expect(summaryOf(remote)).toMatchObject({ wholeCpu: null, peakMib: null });
    expect(holds(remote)[1]).toBeNull();
  });

  test('goals hold at their border and are missed beyond it', () => {
    const atBorder = { ...MILLION, run: cost(24), approve: cost(16, { peakMib: 300 }), importRows: 10_000_000 };
    expect(holds(atBorder)).toEqual([true, true, true]);
    const beyond = { ...MILLION, run: cost(24.1), approve: cost(16, { peakMib: 300.5 }), importRows: 9_999_900 };
    expect(holds(beyond)).toEqual([false, false, false]);
  });

  test('the goal about F is not judged below a million people', () => {
    expect(holds({ ...MILLION, people: 100_000 })[0]).toBeNull();
  });
});

describe('tables', () => {
  test('columns line up, numbers to the right', () => {
    const rows = [
      ['import', '9.50'],
      ['x', '123.4'],
    ];
    expect(markdownTable(['step', 'wall s'], rows).split('\n')).toEqual([
      '| step   | wall s |',
      '| ------ | -----: |',
      '| import |   9.50 |',
      '| x      |  123.4 |',
    ]);
  });

  test('a step stands with its seconds, CPU, memory and how many floors it took', () => {
    const lines = stepTable(MILLION).split('\n');
    const cells = (start: string): string[] =>
      (lines.find((line) => line.startsWith(`| ${start} `)) ?? '')
        .split('|')
        .slice(2, -1)
        .map((cell) => cell.trim());
    expect(cells('import')).toEqual(['100.0', '100.0', '1.00', '0.10', '200', '10.00']);
    expect(cells('  start, open, stop')).toEqual(['3.00', '', '', '', '', '0.30']);
    expect(cells('whole run = run + approve')).toEqual(['36.0', '36.0', '2.00', '0.20', '250', '3.60']);
    expect(cells('floor 2: COPY out')[0]).toBe('3.00');
  });

  test('a missed goal says NO', () => {
    expect(goalTable(summaryOf({ ...MILLION, importRows: 5_000_000 }))).toMatch(/rows\/s +\| 50,000 rows\/s \| +NO \|/);
  });
});

describe('BENCHMARKS.md', () => {
  const HEAD = '# Benchmarks\n\nHow it is measured.\n\n## Method\n\nBy hand.\n';
  const hundred = { ...MILLION, people: 100_000, run: cost(3), approve: cost(1) };
  const headings = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('## '));

  test('a first section in an empty file', () => {
    const text = withSection('', hundred);
    expect(text.startsWith('# Benchmarks\n\n## Growth\n')).toBe(true);
    expect(headings(text)).toEqual(['## Growth', '## 100,000 people']);
  });

  test('sections stand in order of size, and what people wrote stays before them', () => {
    const text = withSection(withSection(HEAD, MILLION), hundred);
    expect(headings(text)).toEqual(['## Method', '## Growth', '## 100,000 people', '## 1,000,000 people']);
    expect(text).toContain('# Benchmarks\n\nHow it is measured.\n\n## Method\n\nBy hand.\n');
  });

  test('the section of the same size is replaced, the other keeps every byte', () => {
    const both = withSection(withSection(HEAD, MILLION), hundred);
    const again = withSection(both, { ...hundred, run: cost(5) });
    expect(headings(again)).toEqual(headings(both));
    expect(again).toContain(sectionOf(MILLION));
    expect(again).toContain('**Whole run 6.00 s');
    expect(again).not.toContain('**Whole run 4.00 s');
    expect(withSection(both, hundred)).toBe(both);
  });

  test('growth is counted for every 100,000 people, from all sections', () => {
    const growth = withSection(withSection('', MILLION), hundred).split('## 100,000 people')[0] ?? '';
    expect(growth).toMatch(/\| 100,000 +\| +100\.0 \| +4\.00 \|/);
    expect(growth).toMatch(/\| 1,000,000 +\| +10\.0 \| +3\.60 \|/);
  });

  test('a busy machine and files that differ are said plainly', () => {
    const busy = sectionOf({ ...MILLION, machine: { ...MILLION.machine, load: 1.5 }, isSameFiles: false });
    expect(busy).toContain('these figures are rough');
    expect(busy).toContain('**OTHER HASHES**');
    expect(sectionOf(MILLION)).not.toMatch(/rough|OTHER/);
  });
});

describe('options', () => {
  test('the number of people is needed and has bounds', () => {
    expect(readBenchOptions(['--people', '100000'])).toEqual({
      people: 100_000,
      seed: 2026,
      keep: null,
      report: 'BENCHMARKS.md',
    });
    for (const args of [[], ['--people', '999'], ['--people', '1e5'], ['--people', '10000001'], ['--size', '5000']])
      expect(readBenchOptions(args)).toMatch(/--people/);
  });

  test('a seed that the generator would not take is refused', () => {
    expect(readBenchOptions(['--people', '5000', '--seed', '4294967296'])).toMatch(/--seed/);
    expect(readBenchOptions(['--people', '5000', '--seed', '-1'])).toMatch(/value|--seed/);
  });
});

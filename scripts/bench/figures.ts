/** What one step took: seconds of the wall clock, CPU seconds, and the peak memory of its largest process of ours. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly postgres: number | null;
  readonly redis: number | null;
  readonly peakMib: number | null;
}

/** Parts of the run by the clock of the database, in seconds: from the end of the part before to the end of this one. */
export interface Parts {
  readonly compute: number;
  readonly check: number;
  readonly issue: number;
  readonly files: number;
  readonly seal: number;
}

/** One repeat of the floor. */
export interface FloorRound {
  readonly out: Cost;
  readonly in: Cost;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  /** Load average of the last minute before the start: above half the cores, figures are rough. */
  readonly load: number;
  readonly node: string;
  readonly postgres: string;
  readonly queue: string;
  /** CHITRA_ settings that differ from the defaults. */
  readonly settings: readonly string[];
}

export interface Figures {
  readonly people: number;
  readonly date: string;
  readonly command: string;
  readonly machine: Machine;
  readonly generate: Cost;
  readonly import: Cost;
  readonly run: Cost;
  readonly approve: Cost;
  readonly files: Cost;
  readonly parts: Parts;
  readonly importRows: number;
  readonly rejected: number;
  readonly payments: number;
  readonly payoutFiles: number;
  /** Whether the files written again had the same hashes. */
  readonly isSameFiles: boolean;
  readonly floor: readonly FloorRound[];
  readonly outBytes: number;
  readonly inBytes: number;
}

/** The middle one of some numbers, the mean of the middle two when their count is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** What a reader compares: seconds, ratios to the floor, and goals. */
export interface Summary {
  readonly people: number;
  readonly importSeconds: number;
  readonly importRowsPerSecond: number;
  /** run + approve: from nothing to payout files with their manifest. */
  readonly wholeSeconds: number;
  readonly wholeCpu: number | null;
  readonly filesSeconds: number;
  readonly floorSeconds: number;
  readonly floorFastest: number;
  readonly peakMib: number | null;
}

function sum(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((all, one) => (all === null || one === null ? null : all + one), 0);
}

function largest(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);
}

/** Adds the figures up: F is the median of the rounds; the largest process of import, run, approve and files counts. */
export function summaryOf(figures: Figures): Summary {
  const { run, approve, files } = figures;
  const floors = figures.floor.map((round) => round.out.wall + round.in.wall);
  return {
    people: figures.people,
    importSeconds: figures.import.wall,
    importRowsPerSecond: figures.importRows / figures.import.wall,
    wholeSeconds: run.wall + approve.wall,
    wholeCpu: sum([run.cpu, approve.cpu, run.postgres, approve.postgres]),
    filesSeconds: files.wall,
    floorSeconds: median(floors),
    floorFastest: Math.min(...floors),
    peakMib: largest([figures.import, run, approve, files].map((cost) => cost.peakMib)),
  };
}

/** A goal, what was measured, and whether it holds; null: it was not measured, or is not meant for this size. */
export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean | null;
}

/** The goals that later work must not lose. The one about F is set for a million people and more: below, start-up weighs too much. */
export function goalsOf(summary: Summary): readonly Goal[] {
  const ratio = summary.wholeSeconds / summary.floorSeconds;
  return [
    {
      goal: 'whole run ≤ 4 F at 1,000,000 people',
      measured: `${ratio.toFixed(2)} F`,
      isMet: summary.people >= 1_000_000 ? ratio <= 4 : null,
    },
    {
      goal: '≤ 300 MiB in each process',
      measured: summary.peakMib === null ? 'not measured' : `${summary.peakMib.toFixed(0)} MiB`,
      isMet: summary.peakMib === null ? null : summary.peakMib <= 300,
    },
    {
      goal: 'import ≥ 100,000 rows/s',
      measured: `${Math.round(summary.importRowsPerSecond).toLocaleString('en-US')} rows/s`,
      isMet: summary.importRowsPerSecond >= 100_000,
    },
  ];
}

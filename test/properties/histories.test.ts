import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyStory } from '../model/histories.ts';
import { type Numbered, type Result, playMonths } from '../support/played-months.ts';
import { explained } from '../support/smallest-history.ts';

// Another seed or more histories: CHITRA_HISTORIES_SEED=7 CHITRA_HISTORIES=10000
const SEED = Number(process.env['CHITRA_HISTORIES_SEED'] ?? 20_261_124);
const COUNT = Number(process.env['CHITRA_HISTORIES'] ?? 2000);
const MIXED = Math.min(300, COUNT);
const TEN_MINUTES = 600_000;

const stories: Numbered[] = fc
  .sample(anyStory, { seed: SEED, numRuns: COUNT })
  .map((story, place) => ({ number: place + 1, story }));

let ordered: Result | null = null;

/** Plays histories and says how much was compared; where some differ, fails with the smallest that do. */
async function played(some: readonly Numbered[], isMixed: boolean): Promise<Result> {
  const way = { seed: SEED, isMixed };
  const result = await playMonths(some, way);
  const { differences, runs, lines, payments } = result;
  if (differences.length > 0) throw new Error(await explained(some, differences, way));
  process.stdout.write(
    `histories: ${some.length} over 24 months, seed ${SEED}: ${runs} runs, ${lines} lines, ${payments} payments, all as the model says\n`,
  );
  return result;
}

test(
  `${COUNT} histories: every run pays what the model says; the next one, full or not, pays nothing`,
  async () => {
    ordered = await played(stories, false);
    expect(ordered.runs).toBeGreaterThan(70);
  },
  TEN_MINUTES,
);

test(
  `${MIXED} of them with imports and settlements in another order: the same balances`,
  async () => {
    const mixed = await played(stories.slice(0, MIXED), true);
    const ours = [...(ordered?.balances ?? [])].filter(([key]) => Number(key.slice(1, key.indexOf(' '))) <= MIXED);
    expect(mixed.balances).toEqual(new Map(ours));
  },
  TEN_MINUTES,
);

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installation, newInstallation } from '../support/chitra.ts';
import type { FreshDatabase } from '../support/database.ts';
import { emptyDatabase } from '../support/empty-database.ts';
import { type FailureCase, failureCases, playCase } from '../support/failure-case.ts';

const FILES = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));

test('there are cases, each with a name of its own', () => {
  const names = FILES.flatMap((file) => failureCases(new URL(file, import.meta.url))).map((one) => one.name);
  expect(names.length).toBeGreaterThan(60);
  expect(new Set(names).size).toBe(names.length);
});

/** How far an import or a run has come. */
const PROGRESS = /^\w+\.csv: [\d.]+ dòng|^[^:]+: [\d.]+\/[\d.]+/;

const SENTENCE = /^chitra: .{10,400}$/;
const USAGE = /^Cách dùng \/ usage: chitra /;

/** One sentence, and the usage line behind it where the command was called wrongly. */
function expectClearSentence(stderr: string, given: FailureCase): void {
  for (const piece of given.says) expect(stderr).toContain(piece);
  const lines = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !PROGRESS.test(line));
  const wanted = given.code === 2 ? [SENTENCE, USAGE] : [SENTENCE];
  expect(lines).toEqual(wanted.map((pattern) => expect.stringMatching(pattern)));
  expect(stderr).not.toMatch(/^\s+at |node:internal|undefined|\[object|hidden-word|\.ts:\d/m);
}

describe.each(FILES)('%s', (file) => {
  let [at, empty]: [Installation | null, FreshDatabase | null] = [null, null];

  beforeAll(async () => {
    at = await newInstallation({ LOG_LEVEL: 'warn' });
    empty = await emptyDatabase();
  });

  afterAll(async () => {
    await at?.drop();
    await empty?.drop();
  });

  test.each(failureCases(new URL(file, import.meta.url)))('$name', async (given) => {
    if (at === null || empty === null) throw new Error('no installation');
    const outcome = await playCase(at, empty.url, given);
    const changed = Object.keys(outcome.after).filter((table) => outcome.after[table] !== outcome.before[table]);
    expect({
      code: outcome.code,
      stderr: outcome.stderr,
      prints: outcome.stdout !== '',
      saves: changed.length > 0,
    }).toEqual({
      code: given.code,
      stderr: outcome.stderr,
      prints: given.prints !== undefined,
      saves: given.saves !== undefined,
    });
    expectClearSentence(outcome.stderr, given);
  });
});

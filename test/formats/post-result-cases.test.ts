import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Answer } from '../../src/domain/answer.ts';
import { parseDate } from '../../src/domain/month.ts';
import { readPostResult } from '../../src/formats/post-result.ts';

interface Case {
  readonly name: string;
  readonly csv: string;
  readonly rows?: readonly string[];
  readonly collectors?: readonly string[];
  readonly problems?: readonly string[];
  readonly handed_back?: number;
  readonly refused?: string;
  readonly says?: readonly string[];
}

const CASES: readonly Case[] = parse(
  readFileSync(new URL('../cases/post-result/tables.yaml', import.meta.url), 'utf8'),
);

/** An answer as the cases write it. */
export function told({ row, instructionId, endToEndId, status, date, amount, reason, fault }: Answer): string {
  const id = instructionId || endToEndId || '-';
  if (fault !== null) return `${row} ${id} !${fault.code}`;
  return [row, id, status, date ?? '-', amount ?? '-', reason].join(' ').trim();
}

describe('tables of post offices', () => {
  test('are many', () => expect(CASES.length).toBeGreaterThan(20));

  test.each(CASES)('$name', async ({ csv, rows, collectors = [], problems = [], handed_back, refused, says = [] }) => {
    const read = await readPostResult(Buffer.from(csv), 'ket-qua.csv', parseDate('2026-11-24'));
    if (!read.ok) {
      expect(read.failure.code).toBe(refused);
      for (const piece of says) expect(read.failure.message).toContain(piece);
      expect(read.failure.message).not.toMatch(/Lê An|Trần Bình/);
      return;
    }
    expect(refused).toBeUndefined();
    expect(read.value.problems.map((problem) => problem.code)).toEqual(problems);
    if (rows !== undefined) expect(read.value.answers.map(told)).toEqual(rows);
    expect(read.value.rows).toBe(read.value.answers.length);
    expect(read.value.collectors.map(({ row, name }) => `${row} ${name}`)).toEqual(collectors);
    if (handed_back !== undefined) expect(read.value.handedBack).toBe(handed_back);
    expect(JSON.stringify(read.value.problems)).not.toMatch(/Lê An|Trần Bình/);
  });
});

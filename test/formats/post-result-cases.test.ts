import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Answer } from '../../src/domain/answer.ts';
import type { Result } from '../../src/domain/failure.ts';
import { parseDate } from '../../src/domain/month.ts';
import { type PostResult, readPostResult } from '../../src/formats/post-result.ts';

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
function told({ row, instructionId, endToEndId, status, date, amount, reason, fault }: Answer): string {
  const id = instructionId || endToEndId || '-';
  if (fault !== null) return `${row} ${id} !${fault.code}`;
  return [row, id, status, date ?? '-', amount ?? '-', reason].join(' ').trim();
}

/** What is told of a case, as far as the case says it. */
function toldOf(read: Result<PostResult>, { rows, handed_back }: Case) {
  if (!read.ok) return { refused: read.failure.code };
  const { answers, problems, collectors, handedBack } = read.value;
  return {
    rows: rows === undefined ? undefined : answers.map(told),
    count: rows === undefined ? undefined : read.value.rows,
    problems: problems.map((problem) => problem.code),
    collectors: collectors.map(({ row, name }) => `${row} ${name}`),
    handedBack: handed_back === undefined ? undefined : handedBack,
  };
}

function expectedOf({ rows, problems = [], collectors = [], handed_back, refused }: Case) {
  if (refused !== undefined) return { refused };
  return { rows, count: rows?.length, problems, collectors, handedBack: handed_back };
}

describe('tables of post offices', () => {
  test('are many', () => expect(CASES.length).toBeGreaterThan(20));

  test.each(CASES)('$name', async (one) => {
    const read = await readPostResult(Buffer.from(one.csv), 'ket-qua.csv', parseDate('2026-11-24'));
    expect(toldOf(read, one)).toEqual(expectedOf(one));
    const sentences = read.ok ? JSON.stringify(read.value.problems) : read.failure.message;
    expect(sentences).not.toMatch(/Lê An|Trần Bình/);
    for (const piece of one.says ?? []) expect(sentences).toContain(piece);
  });
});

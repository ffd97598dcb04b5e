import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Case, expectedOf, payslipCase, shownSlip } from '../support/payslip-case.ts';

const FOLDER = new URL('payslip/', import.meta.url);

/** How the cases are written: payslip/README.md. */
function casesOf(file: string): Case[] {
  const content: unknown = parse(readFileSync(new URL(file, FOLDER), 'utf8'), { schema: 'failsafe' });
  if (!Array.isArray(content)) throw new Error(`${file} holds no list of cases`);
  return content.map((item: object) =>
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => [key, Array.isArray(value) ? value.map(String) : String(value)]),
    ),
  );
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

test('there are cases, each with a name of its own', () => {
  const names = files.flatMap(casesOf).map((one) => one['name']);
  expect(names.length).toBeGreaterThan(65);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(files)('%s', (file) => {
  test.each(casesOf(file))('$name', (given) => {
    const slip = payslipCase(given);
    expect(shownSlip(slip)).toEqual(expectedOf(given));
    const sum = (isHeld: boolean): number =>
      slip.lines.filter((line) => (line.hold !== null) === isHeld).reduce((total, line) => total + line.amount, 0);
    expect(slip.heldAmount).toBe(sum(true));
    const taken = slip.instalments.reduce((total, one) => total + one.amount, 0);
    expect(slip.payment?.sum.amount ?? 0).toBe(slip.payment?.hold === null ? sum(false) - taken : sum(true));
  });
});

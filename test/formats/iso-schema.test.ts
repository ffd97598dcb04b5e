import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Dialect, printNotification, printStatements, printStatuses } from '../support/iso-printer.ts';
import { problemCodes, readIso, warningCodes } from '../support/iso-reading.ts';
import { anyBlocks, anyStatements } from '../support/random-messages.ts';

/** The published schemas are not part of the project; xmllint is the second opinion on what the tests print. */
const SCHEMAS = process.env['ISO20022_SCHEMAS'] ?? '';
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
const isTried = SCHEMAS !== '' && (hasXmllint || process.env['CI'] === 'true');
const WHY =
  SCHEMAS === ''
    ? ': NOT TESTED, ISO20022_SCHEMAS names no folder of schemas'
    : isTried
      ? ''
      : ': NOT TESTED, xmllint is not installed';

const folder = mkdtempSync(join(tmpdir(), 'chitra-iso-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function dialect(version: 2 | 4 | 8): Dialect {
  return { version, prefix: 'ns2', hasNamespace: true, isPretty: true, usesCdata: false, encoding: 'utf8' };
}

/** What xmllint says of a file; empty: it is valid. */
function faults(schema: string, bytes: Uint8Array): string {
  const xsd = join(SCHEMAS, `${schema}.xsd`);
  expect(existsSync(xsd)).toBe(true);
  const path = join(folder, 'message.xml');
  writeFileSync(path, bytes);
  const { status, stderr, error } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', xsd, path], {
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stderr;
}

const RUNS = { numRuns: 8 };

test.skipIf(!isTried).each([2, 4, 8] as const)(`printed camt.053.001.0%i and camt.054 are valid${WHY}`, (version) => {
  fc.assert(
    fc.property(anyStatements, (statements) => {
      const printed = printStatements(statements, dialect(version));
      expect(faults(`camt.053.001.0${version}`, printed)).toBe('');
      expect(problemCodes(readIso(printed))).toEqual([]);
      const entries = statements.flatMap((one) => (one.currency === 'VND' ? one.entries : []));
      const note = printNotification(entries, dialect(version));
      expect(faults(`camt.054.001.0${version}`, note)).toBe('');
      // What is valid gives no warning of missing elements.
      expect(warningCodes(readIso(printed))).not.toContain('missing');
    }),
    RUNS,
  );
});

test.skipIf(!isTried).each([10, 11] as const)(`printed pain.002.001.%i is valid${WHY}`, (version) => {
  fc.assert(
    fc.property(anyBlocks, (blocks) => {
      const printed = printStatuses('PART', blocks, dialect(8), version);
      expect(faults(`pain.002.001.${version}`, printed)).toBe('');
      expect(problemCodes(readIso(printed))).toEqual([]);
    }),
    RUNS,
  );
});

test.skipIf(!isTried)(`a schema does not see what we see${WHY}`, () => {
  const statement = {
    id: 'S1',
    sequence: 1,
    account: '0201000123456',
    currency: 'VND' as const,
    opening: 0,
    closing: 1,
    entries: [],
  };
  const printed = printStatements([statement, statement], dialect(8));
  expect(faults('camt.053.001.08', printed)).toBe('');
  expect(faults('camt.053.001.08', printStatements([{ ...statement, id: 'x'.repeat(36) }], dialect(8)))).toContain(
    'Id',
  );
  expect(problemCodes(readIso(printed))).toEqual(['not_balanced', 'not_balanced', 'statement_twice']);
});

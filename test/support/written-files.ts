import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readZip, writeZip } from '../../src/formats/zip.ts';
import { type FourWays, fourWaysOf } from '../../src/payroll/four-ways.ts';
import { folderOf } from '../../src/payroll/write-payout-files.ts';
import type { Run } from '../../src/store/runs.ts';
import { aMonth } from './law.ts';
import { type Office, granted } from './office.ts';

/** Lists of the village's first month. */
export const BANK = 'bank/970405/07210.csv';
export const POST = 'post/07228/PP2.xlsx';

/** The four ways of a month. */
export async function ways(office: Office, month = '2026-11'): Promise<FourWays> {
  return granted(await fourWaysOf(office.context, aMonth(month)));
}

/** What differs in November, each code once. */
export async function codes(office: Office): Promise<string[]> {
  return [...new Set((await ways(office)).differences.map((one) => one.code))].sort();
}

/** Where a file of a run stands. */
export function pathOf(office: Office, run: Run, file: string): string {
  return join(folderOf(office.context.out, run), file);
}

/** Changes the text of a file; an error when nothing of it changes. */
export function changeText(path: string, how: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = how(before);
  if (after === before) throw new Error(`nothing of ${path} was changed`);
  writeFileSync(path, after);
}

/** Packs a workbook again, with one of its parts changed. */
export function repack(path: string, part: string, how: (xml: string) => string): void {
  const parts = readZip(readFileSync(path)).map(({ name, data }) =>
    name.endsWith(part) ? { name, data: Buffer.from(how(Buffer.from(data).toString())) } : { name, data },
  );
  writeFileSync(path, writeZip(parts));
}

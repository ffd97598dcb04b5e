import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readZip, writeZip } from '../../src/formats/zip.ts';

/** Whether LibreOffice is on this machine: .ci/run installs it. */
export const hasLibreOffice = spawnSync('soffice', ['--version'], { timeout: 60_000 }).status === 0;

/** The workbook without the values that its formulas came to: whoever shows them has worked them out. */
export function withoutValues(bytes: Uint8Array): Uint8Array {
  const entries = readZip(bytes).map(({ name, data }) => {
    if (!name.startsWith('xl/worksheets/')) return { name, data };
    const xml = Buffer.from(data)
      .toString('utf8')
      .replaceAll(/<\/f><v>[^<]*<\/v>/g, '</f>');
    return { name, data: Buffer.from(xml) };
  });
  return writeZip(entries);
}

/** The workbook as LibreOffice saves it after it has worked out every formula. */
export function recalculated(bytes: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-office-'));
  try {
    const path = join(folder, 'in.xlsx');
    writeFileSync(path, withoutValues(bytes));
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const words = [profile, '--headless', '--convert-to', 'xlsx', '--outdir', join(folder, 'out'), path];
    execFileSync('soffice', words, { stdio: 'pipe', timeout: 120_000 });
    return readFileSync(join(folder, 'out', 'in.xlsx'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

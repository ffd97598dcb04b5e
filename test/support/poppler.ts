import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether the PDF programs that give second opinions (poppler-utils, qpdf) are on this machine: .ci/run installs them. */
export const hasPdfTools = [
  ['pdftotext', '-v'],
  ['pdffonts', '-v'],
  ['qpdf', '--version'],
].every(([tool = '', option = '']) => spawnSync(tool, [option]).status === 0);

/** What the name of a test says where they are missing. In CI that is a failure, not a test left out. */
export const pdfToolsWord = hasPdfTools ? '' : ' (NOT TESTED: poppler-utils or qpdf is not on this machine)';

/** Whether a test that needs them is left out. */
export const leaveOut = !hasPdfTools && process.env['CI'] !== 'true';

/** What a program says of a PDF; {} among the words stands for its file. Throws when the program finds a fault. */
export function pdfTool(
  bytes: Uint8Array,
  tool: 'pdftotext' | 'pdffonts' | 'qpdf',
  ...words: readonly string[]
): string {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-pdf-'));
  try {
    const path = join(folder, 'a.pdf');
    writeFileSync(path, bytes);
    return execFileSync(
      tool,
      words.map((word) => (word === '{}' ? path : word)),
      { encoding: 'utf8', timeout: 60_000 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text of a PDF as it stands on its pages, one text a page; lines without the room between columns. */
export function pdfPages(bytes: Uint8Array): string[][] {
  const pages = pdfTool(bytes, 'pdftotext', '-layout', '-enc', 'UTF-8', '{}', '-').split('\f').slice(0, -1);
  return pages.map((page) =>
    page
      .split('\n')
      .map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))
      .filter((line) => line !== ''),
  );
}

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BankBook } from '../../src/domain/bank-sheet.ts';
import { readBankBook } from '../../src/formats/bank-sheet-file.ts';
import type { NamedText } from '../../src/formats/yaml-text.ts';

const FOLDER = join(import.meta.dirname, '../../src/catalogue/banks');

/** The texts of the program's own sheets. */
export function ownTexts(): NamedText[] {
  const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  return paths.sort().map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
}

/** The program's own sheets, with others added. */
export function bankBook(...more: readonly NamedText[]): BankBook {
  const book = readBankBook([...ownTexts(), ...more]);
  if (!book.ok) throw new Error(book.failure.message);
  return book.value;
}

/** A folder for CHITRA_BANKS with these files. */
export function banksFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-banks-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The sheet of a bank; lines are added to it. */
export function sheetText(bin: string, ...lines: readonly string[]): string {
  const head = ['bank:', `  bin: "${bin}"`, `  name: BANK ${bin}`, '  evidence: typical', '  source: test'];
  return [...head, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** Settings by which Agribank agreed to the program's own CSV. */
export function csvFromAgribank(): { readonly CHITRA_BANKS: string } {
  return { CHITRA_BANKS: banksFolder({ 'a.yaml': sheetText('970405', 'asks_by: list', 'template: generic') }) };
}

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { type Import, importsOf, partsOf } from './source-text.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** What a checkout holds that nobody wrote. */
const NOT_OURS = new Set(['node_modules', '.git', '.chitra', 'out', 'coverage']);

/** Every file of the project below a folder: paths from the root with `/`, sorted. */
export function filesBelow(folder = ''): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name) || entry.name.endsWith('.log')) continue;
    const path = relative(ROOT, join(ROOT, folder, entry.name))
      .split(sep)
      .join('/');
    if (entry.isDirectory()) found.push(...filesBelow(path));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Without comments. */
  readonly withStrings: string;
  /** Without comments and contents of strings. */
  readonly code: string;
  readonly imports: readonly Import[];
  /** Files of the project that it imports. */
  readonly own: readonly string[];
  /** Packages and parts of Node that it imports. */
  readonly outside: readonly string[];
}

export function sourceFile(path: string, text = textOf(path)): SourceFile {
  const parts = partsOf(text);
  const imports = importsOf(parts.withStrings);
  const own = imports
    .filter((one) => one.from.startsWith('.'))
    .map((one) =>
      normalize(join(dirname(path), one.from))
        .split(sep)
        .join('/'),
    );
  const outside = imports.filter((one) => !one.from.startsWith('.')).map((one) => one.from);
  return { path, text, ...parts, imports, own, outside };
}

/** The TypeScript files below some folders. */
export function sourceFilesBelow(...folders: readonly string[]): SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => filesBelow(folder))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => sourceFile(path));
}

/** The package of an import: `csv-parse` for `csv-parse/sync`, `@a/b` for `@a/b/c`; parts of Node stay whole. */
export function packageOf(from: string): string {
  if (from.startsWith('node:')) return from;
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

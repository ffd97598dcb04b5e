import { describe, expect, test } from 'vitest';
import { DOORS, EVERYDAY, MAY_IMPORT, OWNERS_CHOICE, QUIET } from './support/import-table.ts';
import {
  type SourceFile,
  filesBelow,
  packageOf,
  sourceFile,
  sourceFilesBelow,
  textOf,
} from './support/source-files.ts';

const program = sourceFilesBelow('src', 'jobs');
const scripts = sourceFilesBelow('scripts');
const tests = sourceFilesBelow('test');
const ours = [...program, ...scripts];
const everything = filesBelow();

function areaOf(path: string): string {
  const [first = '', second = '', third] = path.split('/');
  if (first !== 'src') return first;
  return third === undefined ? second.replace(/\.ts$/, '') : second;
}

/** Every `path: what` that `find` objects to. */
function faults(files: readonly SourceFile[], find: (file: SourceFile) => readonly string[]): string[] {
  return files.flatMap((file) => find(file).map((what) => `${file.path}: ${what}`));
}

function forbiddenImports(file: SourceFile): string[] {
  const area = areaOf(file.path);
  const allowed = MAY_IMPORT[area];
  if (allowed === undefined) return [`${area} is not in the import table`];
  return file.own
    .filter((path) => !allowed.includes(areaOf(path)))
    .map((path) => `imports ${path}, but ${area} may import ${allowed.join(', ') || 'nothing'} only`);
}

function wrongDoors(file: SourceFile): string[] {
  const area = areaOf(file.path);
  const free = area === 'domain' ? [] : area === 'formats' ? QUIET : EVERYDAY;
  return file.outside.map(packageOf).flatMap((name) => {
    if (free.includes(name)) return [];
    const doors = DOORS[name];
    if (doors === undefined) return [`imports ${name}, which has no door here`];
    return doors.some((door) => file.path.startsWith(door))
      ? []
      : [`imports ${name}, whose door is ${doors.join(', ')}`];
  });
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([found]) => found.trim());
}

function named(pattern: RegExp): (file: SourceFile) => string[] {
  return (file) => matches(file.code, pattern);
}

/** Everything that can be reached by imports from these files. */
function reachedFrom(entries: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...(ours.find((file) => file.path === path)?.own ?? []));
  }
  return reached;
}

describe('what these tests look at', () => {
  test('is the whole project, not an empty folder', () => {
    expect(program.length).toBeGreaterThan(120);
    expect(scripts.length).toBeGreaterThan(20);
    expect(tests.length).toBeGreaterThan(40);
    for (const area of Object.keys(MAY_IMPORT)) {
      const files = ours.filter((file) => areaOf(file.path) === area);
      expect(files, `files of ${area}`).not.toEqual([]);
    }
    expect(program.reduce((sum, file) => sum + file.imports.length, 0)).toBeGreaterThan(500);
  });

  test('faults are found where there are some, and not in comments and strings', () => {
    const bad = sourceFile(
      'src/domain/bad.ts',
      "import { a } from '../store/runs.ts';\nimport pg from 'pg';\nconst b = c as D;\nconst e = new Date();\n",
    );
    expect(forbiddenImports(bad)).toHaveLength(1);
    expect(wrongDoors(bad)).toHaveLength(1);
    expect(named(/\bas\s+(?!const\b)\w+/g)(bad)).toEqual(['as D']);
    expect(named(/\bDate\b/g)(bad)).toEqual(['Date']);
    const good = sourceFile(
      'src/domain/good.ts',
      "// a Date as B\nconst a = 'Date as B' + `x as ${/'as/.test(\"Date\")} B` as const; /* any! */\nconst s = 1 / 2;\n",
    );
    expect(named(/\bas\s+(?!const\b)\w+|\bDate\b|\bany\b/g)(good)).toEqual([]);
    expect(good.code).toContain('const s = 1 / 2;');
    const lines = sourceFile(
      'src/cli/lines.ts',
      "import {\n  a,\n  type B,\n} from './c.ts';\nexport { d } from 'e';\n",
    );
    expect([lines.own, lines.outside]).toEqual([['src/cli/c.ts'], ['e']]);
  });
});

describe('imports', () => {
  test('every file imports only what its folder may', () => {
    expect(faults(ours, forbiddenImports)).toEqual([]);
  });

  test('every outside package comes in through its door', () => {
    expect(faults(program, wrongDoors)).toEqual([]);
  });

  test('imports name files as they are: with their ending, and they exist', () => {
    const known = new Set(everything);
    expect(faults([...ours, ...tests], (file) => file.own.filter((path) => !known.has(path)))).toEqual([]);
  });

  test('every file of the program is reached from an entry point', () => {
    const entries = [
      'src/cli/main.ts',
      ...scripts.map((file) => file.path).filter((path) => path.split('/').length === 2),
    ];
    const reached = reachedFrom(entries);
    expect(program.map((file) => file.path).filter((path) => !reached.has(path))).toEqual([]);
  });

  test("the owner's packages do real work", () => {
    const unused = Object.entries(OWNERS_CHOICE).filter(
      ([name, folder]) =>
        ![...program, ...tests].some(
          (file) =>
            file.path.startsWith(folder) && file.imports.some((one) => !one.isType && packageOf(one.from) === name),
        ),
    );
    expect(unused).toEqual([]);
  });

  test('src/README.md shows this table', () => {
    const map = textOf('src/README.md');
    for (const [area, allowed] of Object.entries(MAY_IMPORT)) {
      const others = allowed.filter((one) => one !== area).join(', ');
      expect(map).toContain(`| \`${area}\` | ${others === '' ? '-' : others} |`);
    }
  });
});

describe('where things happen', () => {
  const pure = program.filter((file) => /^src\/(domain|formats)\//.test(file.path));

  test('domain is flat, and domain and formats know no clock, no chance and no process', () => {
    expect(filesBelow('src/domain').filter((path) => path.split('/').length > 3)).toEqual([]);
    expect(faults(pure, named(/\b(process|console|performance|fetch|setTimeout|setInterval|Math\.random)\b/g))).toEqual(
      [],
    );
  });

  test('the clock is read in one place', () => {
    // spreadsheet.ts: exceljs wants a Date for the fixed day it writes into every workbook.
    const allowed = ['src/clock.ts', 'src/formats/spreadsheet.ts'];
    const others = program.filter((file) => !allowed.includes(file.path));
    expect(faults(others, named(/\bnew Date\b|\bDate\.\w+/g))).toEqual([]);
  });

  test('the program speaks SQL in src/store only', () => {
    const others = program.filter((file) => !file.path.startsWith('src/store/'));
    const sql = /\b(SELECT\s[\w(*$]|INSERT INTO\b|DELETE FROM\b|UPDATE \w+ SET\b|TRUNCATE \w)/g;
    expect(faults(others, (file) => matches(file.withStrings, sql))).toEqual([]);
  });

  test('the environment is read by config, command line and local services only', () => {
    const others = program.filter((file) => !/^src\/(config\.ts|cli\/|local\/)/.test(file.path));
    expect(faults(others, named(/\bprocess\.env\b/g))).toEqual([]);
  });
});

describe('form', () => {
  test('files have 300 lines at most', () => {
    const long = everything
      .filter((path) => /\.(ts|sql)$/.test(path) && path !== 'migrations/schema.sql')
      .filter((path) => textOf(path).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  test('no file is named after nothing', () => {
    const name = /(^|[-/.])(index|utils?|helpers?|managers?|misc|common|shared|base)\.ts$/;
    expect([...ours, ...tests].map((file) => file.path).filter((path) => name.test(path))).toEqual([]);
  });

  test('no type is claimed, nothing is switched off, and errors are the only classes', () => {
    const withoutRenaming = ours
      .filter((file) => !file.path.startsWith('src/domain/'))
      .map((file) => ({ ...file, code: file.code.replaceAll(/\{[^{}]*\}\s*from\b|\*\s*as\s+\w+/g, '') }));
    expect(faults(withoutRenaming, named(/\bas\s+(?!const\b)[\w{[(].*/g))).toEqual([]);
    expect(faults(ours, named(/.*(\bany\b|[\w)\]]!(?!=)|\bexport default\b).*/g))).toEqual([]);
    expect(faults(ours, named(/\bclass \w+ (?!extends \w*Error\b).*/g))).toEqual([]);
    const off = /(oxlint|eslint)-disable|@ts-(ignore|expect-error|nocheck)|prettier-[i]gnore/g;
    expect(faults([...ours, ...tests], (file) => matches(file.text, off))).toEqual([]);
  });

  test('every exported function says what it does', () => {
    const silent = faults(ours, (file) => {
      const lines = file.text.split('\n');
      return lines.filter(
        (line, at) =>
          /^export (async )?function|^export const \w+ = (async )?\(/.test(line) &&
          !(lines[at - 1] ?? '').endsWith('*/'),
      );
    });
    expect(silent).toEqual([]);
  });
});

describe('what a checkout holds', () => {
  /** Hosts that a text may name: this machine, examples, and pages about the law, the licence and file formats. */
  const KNOWN_HOST =
    /^([^.]+|127\.0\.0\.1|(.+\.)?(example(\.\w+)?|apache\.org|gov\.vn|w3\.org|openxmlformats\.org|nodejs\.org))$/;

  test('no paths of a machine, no other hosts', () => {
    const strange = everything
      // The licence of the fonts stays as its owners wrote it.
      .filter((one) => !/\.(xlsx|png|ico|ttf)$|package-lock|fonts\/OFL\.txt$/.test(one))
      .flatMap((path) => {
        const text = textOf(path);
        const hosts = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host = '']) => host);
        const paths = matches(text, /(?<![\w.$}*-])\/(work|tmp|root|home|Users)\/[\w.]*/g);
        return [...paths, ...hosts.filter((host) => !KNOWN_HOST.test(host))].map((what) => `${path}: ${what}`);
      });
    expect(strange).toEqual([]);
    // Where packages are fetched from is the machine's affair.
    expect(textOf('package-lock.json')).not.toContain('"resolved"');
  });

  test('versions are exact, and every package is there for a reason', () => {
    const settings: Record<string, Record<string, string>> = JSON.parse(textOf('package.json'));
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = settings;
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(versions.length).toBeGreaterThan(20);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    const imported = new Set(program.flatMap((file) => file.outside.map(packageOf)));
    expect(Object.keys(dependencies).filter((name) => !imported.has(name))).toEqual([]);
  });
});

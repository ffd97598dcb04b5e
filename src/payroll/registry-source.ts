import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import { checkEncoding, readCsv, UnreadableText } from '../formats/csv.ts';
import { type RawRow, rowReader } from '../formats/registry-rows.ts';
import { REGISTRY_TABLES, type RegistryTable, TABLE_FORMS } from '../formats/registry-tables.ts';
import { openWorkbook } from '../formats/registry-workbook.ts';
import { fileChunks, folderEntries, readWhole } from '../store/files.ts';

/** The rows of one registry table in one file or sheet; the first row of the first block is the header. */
export interface RegistrySource {
  readonly table: RegistryTable;
  /** Name of the file, with the sheet behind it for a workbook. */
  readonly fileName: string;
  readonly sha256: string;
  readonly rows: () => AsyncIterable<readonly RawRow[]>;
}

/** Everything that stands under a path, in the order of loading; notes name what is not read. */
export interface RegistrySources {
  readonly sources: readonly RegistrySource[];
  readonly notes: readonly string[];
}

const MAX_WORKBOOK_BYTES = 256 * 1024 * 1024;

function tableOf(name: string): RegistryTable | null {
  const plain = name.toLowerCase().replace(/\.csv$/, '');
  return REGISTRY_TABLES.find((table) => table === plain) ?? null;
}

const EXPECTED = `${REGISTRY_TABLES.join('.csv, ')}.csv`;

/** The sources under a folder, a CSV file or a workbook. Refuses what is missing, unknown or unreadable. */
export async function findSources(path: string): Promise<Result<RegistrySources>> {
  const entries = await folderEntries(path);
  if (entries === null) {
    return refused(
      'not_found',
      `${path} không tồn tại (does not exist): cần thư mục, tệp .csv hoặc .xlsx (give a folder, .csv or .xlsx)`,
    );
  }
  if (entries !== 'file') return inFolder(path, entries);
  if (path.toLowerCase().endsWith('.xlsx')) return inWorkbook(path);
  const table = tableOf(basename(path));
  if (table === null) {
    return refused(
      'unknown_file',
      `${basename(path)} không phải tệp danh sách (is no registry file): cần một trong ${EXPECTED} hoặc .xlsx`,
    );
  }
  const source = await csvSource(path, table);
  return source.ok ? done({ sources: [source.value], notes: [] }) : source;
}

async function inFolder(folder: string, names: readonly string[]): Promise<Result<RegistrySources>> {
  const found = REGISTRY_TABLES.map((table) => ({
    table,
    names: names.filter((name) => name.toLowerCase().endsWith('.csv') && tableOf(name) === table),
  }));
  const sources: RegistrySource[] = [];
  for (const { table, names: files } of found) {
    for (const name of files) {
      const source = await csvSource(join(folder, name), table);
      if (!source.ok) return source;
      sources.push(source.value);
    }
  }
  if (sources.length === 0) {
    return refused('nothing_to_read', `${folder} không có tệp danh sách nào (holds no registry file): cần ${EXPECTED}`);
  }
  const others = names.filter((name) => !found.some(({ names: files }) => files.includes(name)));
  return done({ sources, notes: others.map(noteOn) });
}

function noteOn(name: string): string {
  return name.toLowerCase() === 'settlement.csv'
    ? 'settlement.csv không thuộc danh sách (is not part of the registry): chitra settle settlement.csv'
    : `${name}: không đọc (not read)`;
}

async function csvSource(path: string, table: RegistryTable): Promise<Result<RegistrySource>> {
  const fileName = basename(path);
  const hash = createHash('sha256');
  try {
    await checkEncoding(fileChunks(path), (chunk) => hash.update(chunk));
  } catch (error) {
    if (error instanceof UnreadableText) return refused(error.code, `${fileName}: ${error.message}`);
    throw error;
  }
  const rows = async function* (): AsyncGenerator<readonly RawRow[]> {
    for await (const block of readCsv(fileChunks(path))) yield block.rows;
  };
  return done({ table, fileName, sha256: hash.digest('hex'), rows });
}

async function inWorkbook(path: string): Promise<Result<RegistrySources>> {
  const fileName = basename(path);
  const bytes = await readWhole(path, MAX_WORKBOOK_BYTES);
  if (bytes === null) {
    return refused(
      'workbook_too_large',
      `${fileName} lớn hơn 256 MiB (is larger than 256 MiB): hãy dùng tệp CSV (use CSV files)`,
    );
  }
  const workbook = await openWorkbook(bytes);
  if (!workbook.ok) return refused(workbook.failure.code, `${fileName}: ${workbook.failure.message}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { sheets, rowsOf } = workbook.value;
  const sources = REGISTRY_TABLES.flatMap((table) =>
    sheets
      .filter((sheet) => tableOf(sheet) === table)
      .map((sheet): RegistrySource => ({
        table,
        fileName: `${fileName} [${sheet}]`,
        sha256,
        rows: () => rowsOf(sheet),
      })),
  );
  if (sources.length === 0) {
    return refused(
      'nothing_to_read',
      `${fileName} không có trang nào mang tên danh sách (no sheet has the name of a registry file): ${REGISTRY_TABLES.join(', ')}`,
    );
  }
  return done({ sources, notes: sheets.filter((sheet) => tableOf(sheet) === null).map(noteOn) });
}

/** Refuses a source whose header lacks a column, names one twice, or is not there at all; notes columns that are not read. */
export async function checkHeader(source: RegistrySource, latestYear: number): Promise<Result<readonly string[]>> {
  for await (const rows of source.rows()) {
    const header = rows[0];
    if (header === undefined) continue;
    const reader = rowReader(TABLE_FORMS[source.table], header.cells, latestYear);
    if (!reader.ok) return refused(reader.failure.code, `${source.fileName}: ${reader.failure.message}`);
    const { ignored } = reader.value;
    const names = ignored.map((heading) => heading.slice(0, 40)).join(', ');
    return done(ignored.length === 0 ? [] : [`${source.fileName}: cột không đọc (columns not read): ${names}`]);
  }
  const needed = TABLE_FORMS[source.table].columns.map((column) => column.name).join(', ');
  return refused('empty_file', `${source.fileName} trống (is empty): cần dòng tiêu đề (a header is needed): ${needed}`);
}

import { basename } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import { readCsv } from '../formats/csv.ts';
import { type SettlementRow, settlementReader } from '../formats/settlement.ts';
import { fileChunks } from '../store/files.ts';
import type { StagedRow } from '../store/settlement-stage.ts';
import { NOTHING_MORE, type SettlementSource } from './settlement-source.ts';

function stagedRow({ row, endToEndId, status, date, amount, reason, fault }: SettlementRow): StagedRow {
  const finding = fault?.code ?? null;
  return { row, scope: 'payment', name: endToEndId, status, date, amount, reason, finding, statementNo: 0 };
}

function isBlank(row: { readonly cells: readonly string[] }): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}

/** The generic settlement.csv. Refuses, before any row, a header that is none. */
export async function settlementCsv(path: string): Promise<Result<SettlementSource>> {
  const blocks = readCsv(fileChunks(path));
  const first = await blocks.next();
  const header = first.done === true ? undefined : first.value.rows[0];
  if (first.done === true || header === undefined)
    return refused('empty_file', `${basename(path)} trống (is empty): cần dòng tiêu đề (a header is needed).`);
  const reader = settlementReader(header.cells);
  if (!reader.ok) return refused(reader.failure.code, `${basename(path)}: ${reader.failure.message}`);
  const read = (rows: readonly Parameters<typeof reader.value>[0][]): readonly StagedRow[] =>
    rows.filter((row) => !isBlank(row)).map((row) => stagedRow(reader.value(row)));
  const rows = async function* (): AsyncGenerator<readonly StagedRow[]> {
    yield read(first.value.rows.slice(1));
    for await (const block of blocks) yield read(block.rows);
  };
  return done({ format: 'settlement.csv', rows: rows(), end: () => done(NOTHING_MORE) });
}

import { type Result, done } from '../domain/failure.ts';
import { UnreadableText, readCsv } from './csv.ts';
import {
  type FileBytes,
  type InspectedReturn,
  type InspectedStatus,
  type Inspection,
  type Recogniser,
  type TallyCount,
  listStatus,
  nothingIn,
  tallyCount,
} from './inspection.ts';
import { firstLine } from './inspect-lists.ts';
import { type IsoFaults, isoFaults } from './iso-faults.ts';
import { type SeenTexts, seenTexts } from './iso-ids.ts';
import type { RawRow } from './registry-rows.ts';
import { type SettlementRow, settlementReader } from './settlement.ts';

const FORMAT = 'settlement.csv';

interface Count {
  readonly mostListed: number;
  readonly faults: IsoFaults;
  readonly seen: SeenTexts;
  readonly tally: TallyCount;
  readonly statuses: InspectedStatus[];
  readonly returns: InspectedReturn[];
  rows: number;
  returned: number;
}

/** Why both delimiters: the header says which one the file uses. */
function isHeader(head: Uint8Array): boolean {
  const line = firstLine(head);
  return [',', ';'].some(
    (delimiter) => settlementReader(line.split(delimiter).map((cell) => cell.replaceAll('"', ''))).ok,
  );
}

/** One payment with two statuses contradicts itself; with the same one twice it is superfluous. */
function checkOnce(count: Count, row: SettlementRow): void {
  const where = { vi: `dòng ${row.row}`, en: `row ${row.row}` };
  const isNew = count.seen.add('payment', row.endToEndId);
  const isNewStatus = count.seen.add('status', `${row.endToEndId}\n${row.status}`);
  if (isNew) return;
  if (isNewStatus)
    count.faults.problem(
      'status_contradicts',
      where,
      'cùng một khoản chi đã có kết quả khác trong tệp.',
      'the same payment has another result in this file.',
    );
  else
    count.faults.warning(
      'status_twice',
      where,
      'cùng một khoản chi và kết quả đã có trong tệp.',
      'the same payment and result stand in this file before.',
    );
}

function addRow(count: Count, row: SettlementRow): void {
  count.rows += 1;
  const { fault, amount, reason, endToEndId, status } = row;
  if (fault !== null)
    count.faults.problem(
      fault.code,
      { vi: `dòng ${row.row}`, en: `row ${row.row}` },
      `cột ${fault.column}`,
      fault.message,
    );
  else checkOnce(count, row);
  count.tally.add(`line ${fault === null ? status : '?'}`, amount ?? '');
  if (count.statuses.length < count.mostListed)
    count.statuses.push(
      listStatus({ status, reason, endToEndId: fault === null ? endToEndId : '', instructionId: '', amount }),
    );
  if (status !== 'returned' || fault !== null) return;
  count.returned += 1;
  if (count.returns.length < count.mostListed)
    count.returns.push({ endToEndId, uetr: '', amount: amount ?? '', currency: 'VND', reason, date: row.date ?? '' });
}

async function readRows(file: FileBytes, count: Count): Promise<Result<null> | null> {
  let take: ((row: RawRow) => SettlementRow) | null = null;
  for await (const { rows } of readCsv(file.chunks())) {
    for (const row of rows) {
      if (take === null) {
        const made = settlementReader(row.cells);
        if (!made.ok) return null;
        take = made.value;
      } else if (row.cells.some((cell) => cell.trim() !== '')) addRow(count, take(row));
    }
  }
  return done(null);
}

async function read(file: FileBytes, mostListed: number): Promise<Result<Inspection> | null> {
  const count: Count = {
    mostListed,
    faults: isoFaults(),
    seen: seenTexts(),
    tally: tallyCount(),
    statuses: [],
    returns: [],
    rows: 0,
    returned: 0,
  };
  try {
    const read = await readRows(file, count);
    if (read === null || !read.ok) return read;
  } catch (error) {
    if (error instanceof UnreadableText) return { ok: false, failure: { code: error.code, message: error.message } };
    throw error;
  }
  if (count.rows === 0) count.faults.problem('empty', null, 'Tệp không có dòng nào.', 'There are no rows in the file.');
  return done({
    ...nothingIn(FORMAT),
    statusCount: count.rows,
    statuses: count.statuses,
    statusTally: count.tally.tallies(),
    returnCount: count.returned,
    returns: count.returns,
    problems: count.faults.problems(),
    warnings: count.faults.warnings(),
  });
}

/** The generic file of results (CONTRACT: settlement.csv). */
export const SETTLEMENT_FILE: Recogniser = { format: FORMAT, recognise: isHeader, read };

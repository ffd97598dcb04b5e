import { isYetToCome } from '../domain/answer.ts';
import { type Result, done } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import { readAmount, readDay, readOneOf, readWords } from './registry-cells.ts';
import { type RawRow, type RowReader, type TableColumns, rowReader } from './registry-rows.ts';

/** One row of a settlement file. `fault` names why it cannot be used; then the other cells are as they stand in the file. */
export interface SettlementRow {
  readonly row: number;
  readonly endToEndId: string;
  readonly status: string;
  /** YYYY-MM-DD; null: not said. */
  readonly date: string | null;
  /** VND as text; null: not said, so the whole payment. */
  readonly amount: string | null;
  readonly reason: string;
  readonly fault: { readonly code: string; readonly column: string; readonly message: string } | null;
}

const readStatus = readOneOf(
  {
    paid: 'paid',
    returned: 'returned',
    uncollected: 'uncollected',
    'đã chi': 'paid',
    'đã trả': 'paid',
    'hoàn trả': 'returned',
    'trả lại': 'returned',
    'chưa nhận': 'uncollected',
  },
  'bad_status',
);

/** The generic settlement file of CONTRACT: end_to_end_id, status, date, amount, reason. */
export const SETTLEMENT_COLUMNS: TableColumns = {
  columns: [
    {
      name: 'end_to_end_id',
      headings: ['Mã giao dịch', 'Mã tham chiếu'],
      read: readWords,
      empty: { refused: true },
      textOnly: true,
      fromDate: 'day',
    },
    {
      name: 'status',
      headings: ['Trạng thái', 'Kết quả'],
      read: readStatus,
      empty: { refused: true },
      textOnly: false,
      fromDate: 'day',
    },
    { name: 'date', headings: ['Ngày', 'Ngày chi'], read: readDay, empty: null, textOnly: false, fromDate: 'day' },
    { name: 'amount', headings: ['Số tiền'], read: readAmount, empty: null, textOnly: false, fromDate: 'day' },
    { name: 'reason', headings: ['Lý do', 'Ghi chú'], read: readWords, empty: '', textOnly: false, fromDate: 'day' },
  ],
  check: () => [],
};

/**
 * A reader of settlement rows under a header. `today`: days after it are faults; null: not looked at. Refuses a header that lacks a column or names
 * one twice.
 */
export function settlementReader(
  header: readonly string[],
  today: IsoDate | null = null,
): Result<(row: RawRow) => SettlementRow> {
  const reader = rowReader(SETTLEMENT_COLUMNS, header, 0);
  if (!reader.ok) return reader;
  return done((row) => knownBy(settlementRow(reader.value, header, row), today));
}

/**
 * Whether a header is that of a settlement.csv but for the name of its status. Read as another list its dates alone would say that money was paid,
 * whatever stands in the column whose name nobody knows.
 */
export function lacksOnlyStatus(header: readonly string[]): boolean {
  const headings = new Set(header.map((heading) => heading.trim().toLowerCase()).filter((heading) => heading !== ''));
  const has = (name: string): boolean => headings.has(name);
  return ['end_to_end_id', 'date', 'amount', 'reason'].every(has) && !has('status') && headings.size > 4;
}

function knownBy(row: SettlementRow, today: IsoDate | null): SettlementRow {
  if (today === null || row.fault !== null || !isYetToCome(row, today)) return row;
  const message = 'Ngày ở tương lai (a day that is still to come)';
  return { ...row, fault: { code: 'future_date', column: 'date', message } };
}

function settlementRow(reader: RowReader, header: readonly string[], row: RawRow): SettlementRow {
  const reading = reader.read(row);
  if (reading.ok) {
    const [endToEndId = '', status = '', date = null, amount = null, reason = ''] = reading.values;
    return {
      row: row.row,
      endToEndId: endToEndId ?? '',
      status: status ?? '',
      date,
      amount,
      reason: reason ?? '',
      fault: null,
    };
  }
  const fault = reading.faults[0];
  const cell = (name: string): string => row.cells[header.findIndex((heading) => heading.trim() === name)] ?? '';
  return {
    row: row.row,
    endToEndId: cell('end_to_end_id') || row.cells.join(','),
    status: cell('status'),
    date: null,
    amount: null,
    reason: cell('reason'),
    fault: {
      code: fault?.code ?? 'bad_row',
      column: fault?.column ?? '',
      message: fault?.message ?? 'Dòng không đọc được (unreadable row)',
    },
  };
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';
import { postList, type PostEntry, type PostList } from '../../src/formats/post-list.ts';
import { workbookCells } from '../support/workbook-cells.ts';

function entry(
  id: string,
  fullName: string,
  money: readonly [number, number, number, number],
  more: Partial<PostEntry> = {},
): PostEntry {
  const [current, months, arrears, carried] = money;
  return {
    paymentId: `24-202611-1-${id}`,
    personId: `24-${id}`,
    fullName,
    birthYear: '1950',
    nationalIdEnd: '',
    collector: '',
    current: vnd(current),
    arrears: vnd(arrears),
    arrearsMonths: months,
    carried: vnd(carried),
    recovered: vnd(0),
    amount: vnd(current + arrears + carried),
    ...more,
  };
}

const LIST: PostList = {
  provinceName: 'Tỉnh Bắc Ninh',
  month: month(202611),
  runId: '24-202611-1',
  commune: { code: '07246', name: 'Xã Xuân Lương' },
  point: { code: '07246-1', name: 'Bưu điện xã Xuân Lương', provider: 'VNPOST' },
  entries: [
    entry('0000004', 'Lê Thị Yến', [1_080_000, 4, 320_000, 0], { nationalIdEnd: '0417' }),
    entry('0000003', 'Trần Văn Đức', [540_000, 0, 0, 540_000], { birthYear: '1949', collector: 'Trần Thị Thu (con)' }),
    entry('0000002', 'Đỗ Thị An', [810_000, 4, 240_000, 0], { birthYear: '2019' }),
    entry('0000001', 'Bùi Văn Dũng', [540_000, 4, 160_000, 500_005]),
  ],
};

async function grid(list: PostList): Promise<string> {
  const cells = (await workbookCells(await postList(list))).get('Danh sách chi trả') ?? [];
  // Empty cells at the end of a line say nothing.
  return cells
    .map((row) =>
      row
        .join(' | ')
        .replaceAll('\n', ' ')
        .replace(/[ |]+$/, ''),
    )
    .join('\n');
}

describe('the list a post office pays from', () => {
  test('is the grid typed by hand', async () => {
    const golden = readFileSync(new URL('../golden/post-list-07246-1.txt', import.meta.url), 'utf8');
    expect(`${await grid(LIST)}\n`).toBe(golden);
  });

  test('same people in another order: same bytes', async () => {
    const again = await postList({ ...LIST, entries: LIST.entries.toReversed() });
    expect(Buffer.from(again).equals(Buffer.from(await postList(LIST)))).toBe(true);
  });

  test('an empty list says so', async () => {
    expect(await grid({ ...LIST, entries: [] })).toContain('Tổng số tiền bằng chữ: Không đồng.');
  });

  test('what does not add up, is not more than 0 or stands twice is a bug', () => {
    const good = entry('0000009', 'Lê An', [540_000, 0, 0, 0]);
    expect(() => postList({ ...LIST, entries: [{ ...good, amount: vnd(540_001) }] })).toThrow('not the sum');
    expect(() => postList({ ...LIST, entries: [entry('0000008', 'Lê An', [0, 0, 0, 0])] })).toThrow('more than 0 VND');
    expect(() => postList({ ...LIST, entries: [good, good] })).toThrow('stands twice');
  });
});

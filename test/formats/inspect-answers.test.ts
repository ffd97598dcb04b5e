import { describe, expect, test } from 'vitest';
import { inspectBytes, recognisersWith } from '../../src/formats/inspect-formats.ts';
import type { Inspection } from '../../src/formats/inspection.ts';
import { formsInForce, openShelf } from '../../src/payroll/bank-forms.ts';
import { FIRST_ROW, filledList, postListOf } from '../support/filled-list.ts';
import { granted } from '../support/office.ts';

const { book } = granted(formsInForce(granted(await openShelf(null))));

async function inspected(content: string | Uint8Array): Promise<Inspection> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const file = { head: bytes, chunks, blocks: chunks, whole: () => Promise.resolve(bytes) };
  return granted(await inspectBytes(file, 100, recognisersWith('24', book)));
}

describe('lists that come back', () => {
  test('of a bank, by the form of its sheet', async () => {
    const rows = [
      'STT,MA NHAN VIEN,SO TIEN,TRANG THAI,LY DO',
      '1,CT24202611R01000000001,1050000,THANH CONG,',
      '2,CT24202611R01000000002,700000,THAT BAI,Sai tên',
      '3,CT24202611R01000000003,700000,KHONG RO,',
    ];
    const found = await inspected(`${rows.join('\n')}\n`);
    expect(found).toMatchObject({ format: 'bank-return', statusCount: 3, returnCount: 1 });
    expect(found.statuses.map((one) => one.status)).toEqual(['paid', 'returned', 'KHONG RO']);
    expect(found.returns).toMatchObject([{ endToEndId: 'CT24202611R01000000002', reason: 'Sai tên' }]);
    expect(found.problems.map((one) => one.code)).toEqual(['unknown_status']);
  });

  test('of a post office, in a table of its own', async () => {
    const rows = [
      'STT;Mã khoản chi;Số tiền;Ngày nhận;Lý do chưa nhận',
      '1;2026-11-R01-000000001;540.000;08/11/2026;',
      '2;2026-11-R01-000000002;540.000;;vắng mặt',
      'Tổng cộng;;1.080.000;;',
    ];
    const found = await inspected(`${rows.join('\n')}\n`);
    expect(found).toMatchObject({ format: 'post-result', problems: [] });
    expect(found.statuses.map((one) => one.status)).toEqual(['paid', 'uncollected']);
  });

  test('what comes back of a post office is told by end-to-end ids, where only payment ids stand', async () => {
    const rows = [
      'STT;Mã khoản chi;Số tiền;Ngày nhận;Lý do chưa nhận',
      '1;2026-11-R01-000000001;540.000;08/11/2026;',
      '2;2026-11-R01-000000002;540.000;;vắng mặt',
      '3;CT24202611R01000000003;540.000;;vắng mặt',
    ];
    const found = await inspected(`${rows.join('\n')}\n`);
    expect(found.statuses.map((one) => [one.endToEndId, one.instructionId])).toEqual([
      ['CT24202611R01000000001', '2026-11-R01-000000001'],
      ['CT24202611R01000000002', '2026-11-R01-000000002'],
      ['CT24202611R01000000003', ''],
    ]);
    expect(found.returns.map((one) => one.endToEndId)).toEqual(['CT24202611R01000000002', 'CT24202611R01000000003']);
  });

  test('our own list of a post office is a request to pay while nobody filled it in, and a result then', async () => {
    expect(await inspected(await filledList(postListOf(3), {}))).toMatchObject({ format: 'post-list' });
    const filled = await filledList(postListOf(3), { [`M${FIRST_ROW}`]: '08/11/2026' });
    expect(await inspected(filled)).toMatchObject({ format: 'post-result', statusCount: 3 });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate } from '../../src/domain/month.ts';
import { namedPayment } from '../../src/domain/payment-ids.ts';
import type { Result } from '../../src/domain/failure.ts';
import { postList } from '../../src/formats/post-list.ts';
import { type PostResult, readPostResult, recognisesPostResult } from '../../src/formats/post-result.ts';
import { spreadsheet } from '../../src/formats/spreadsheet.ts';
import type { Sheet } from '../../src/formats/sheet.ts';
import { hasLibreOffice, recalculated } from '../support/libreoffice.ts';
import { FIRST_ROW, filledList, postListOf, withSheet } from '../support/filled-list.ts';

const leaveOut = !hasLibreOffice && process.env['CI'] !== 'true';
const officeWord = hasLibreOffice ? '' : ' (NOT TESTED: it is not on this machine)';
const TODAY = parseDate('2026-11-24');

async function reading(bytes: Uint8Array): Promise<PostResult> {
  const read = await readPostResult(bytes, 'ket-qua.xlsx', TODAY);
  if (!read.ok) throw new Error(read.failure.message);
  return read.value;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const read: Result<PostResult> = await readPostResult(bytes, 'ket-qua.xlsx', TODAY);
  return read.ok ? 'read' : read.failure.code;
}

// Every name alike, so that rows stand in the order of the payments' numbers. Rows 11 to 14 are payments, 15 the totals.
const FOUR = postListOf(4, () => ({ fullName: 'Lê An' }));
const TOLD = FIRST_ROW + 4;

describe('our list filled in', () => {
  test('not filled in: nothing is known, whoever may collect', async () => {
    const read = await reading(await postList(postListOf(40)));
    expect(read.answers.map((answer) => answer.status)).toEqual(Array(40).fill('pending'));
    expect(read).toMatchObject({ rows: 40, problems: [], handedBack: null, collectors: [] });
  });

  test('days, signatures and reasons as clerks type them', async () => {
    const read = await reading(
      await filledList(FOUR, {
        M11: '05/11/2026',
        L12: 'Trần Thị Thu',
        M12: 46331,
        N13: 'đi vắng',
        [`A${TOLD + 3}`]: 'Số người đã nhận: ....2....',
        [`E${TOLD + 3}`]: 'Số người chưa nhận: 2',
        [`L${TOLD + 3}`]: 'Số tiền nộp lại: 1.400.000 đồng',
      }),
    );
    expect(
      read.answers.map(({ row, instructionId, status, date, amount, reason }) =>
        [row, instructionId, status, date, amount, reason].join(' '),
      ),
    ).toEqual([
      '11 2026-11-R01-000000001 paid 2026-11-05 540000 ',
      '12 2026-11-R01-000000002 paid 2026-11-05 540000 ',
      '13 2026-11-R01-000000003 uncollected  860000 đi vắng',
      '14 2026-11-R01-000000004 pending  540000 ',
    ]);
    expect(read).toMatchObject({
      problems: [],
      handedBack: 1_400_000,
      collectors: [{ row: 12, name: 'Trần Thị Thu' }],
    });
    expect(read.answers.map((answer) => namedPayment('24', answer))[0]).toBe('CT24202611R01000000001');
  });

  test.each<[string, Record<string, string | number>]>([
    ['the total', { [`K${TOLD}`]: 2_480_001 }],
    ['an amount', { K12: 540_001 }],
    ['the people paid', { [`A${TOLD + 3}`]: 'Số người đã nhận: 1' }],
    ['the people not paid', { [`E${TOLD + 3}`]: 'Số người chưa nhận: 5' }],
    ['the money paid', { [`I${TOLD + 3}`]: 'Số tiền đã chi: 540.000' }],
    ['the money handed back', { [`L${TOLD + 3}`]: 'Số tiền nộp lại: 540.000' }],
  ])('changed by somebody: %s', async (_, cells) => {
    const read = await reading(await filledList(FOUR, cells));
    expect(read.problems.map((problem) => problem.code)).toEqual(['total_differs']);
  });

  test.skipIf(leaveOut)(`saved again by LibreOffice it says the same${officeWord}`, { timeout: 150_000 }, async () => {
    const filled = await filledList(FOUR, { M11: '05/11/2026', L12: 'Trần Thị Thu', M12: 46331, N13: 'đi vắng' });
    expect(await reading(recalculated(filled))).toEqual(await reading(filled));
  });

  test('with a payment of another run, or another payment twice', async () => {
    const ids = { O11: '2026-11-R02-000000001', O12: '2026-11-R01-000000003' };
    const codes = (await reading(await filledList(FOUR, ids))).answers.map((answer) => answer.fault?.code);
    expect(codes).toEqual(['other_run', undefined, 'twice', undefined]);
  });

  test('with a day that no row can have been paid on', async () => {
    const [first, second] = (await reading(await filledList(FOUR, { M11: 60000, M12: '32/11/2026' }))).answers;
    expect([first?.fault?.code, second?.fault?.code]).toEqual(['future_date', 'bad_date']);
  });
});

function ownTable(rows: Sheet['rows'], name = 'Kết quả'): Sheet {
  const columns = ['Mã khoản chi', 'Ngày chi', 'Số tiền'].map((heading) => ({
    heading,
    width: 20,
    kind: 'text' as const,
  }));
  const print = { landscape: false, footer: '' };
  return { name, above: [], columns, rows, totals: [], below: [], print };
}

describe('workbooks of others', () => {
  const row = ['2026-11-R01-000000001', '05/11/2026', 540000];

  test('are read from whichever sheet holds the list', async () => {
    const cover = {
      ...ownTable([['a', 'b', 'c']], 'Bìa'),
      columns: ownTable([]).columns.map((one) => ({ ...one, heading: 'x' })),
    };
    expect((await reading(await spreadsheet([cover, ownTable([row])]))).answers).toHaveLength(1);
  });

  test('two lists in one file: neither is read', async () => {
    expect(await refusal(await spreadsheet([ownTable([row]), ownTable([row], 'Hai')]))).toBe('two_lists');
  });

  test.each<[string, Uint8Array, string]>([
    ['a damaged archive', Buffer.from('PK\u0003\u0004 nothing'), 'unreadable_workbook'],
    ['text that is not UTF-8', Buffer.from([0xff, 0xfe, 0x4d, 0, 0xe3, 0, 0x0a, 0]), 'wrong_encoding'],
    ['nothing', Buffer.alloc(0), 'missing_column'],
    ['a file larger than lists are', Buffer.alloc((32 << 20) + 1), 'file_too_large'],
    [
      'more rows than people',
      Buffer.from(`Mã khoản chi,Ngày nhận\n${'2026-11-R01-000000001,\n'.repeat(200_001)}`),
      'too_many_rows',
    ],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  test('200,000 rows are read, each once', async () => {
    const rows = Array.from(
      { length: 199_990 },
      (_, at) => `2026-11-R01-${String(at + 1).padStart(9, '0')},05/11/2026`,
    );
    const read = await reading(Buffer.from(`Mã khoản chi,Ngày nhận\n${rows.join('\n')}\n`));
    expect(new Set(read.answers.map((answer) => answer.instructionId)).size).toBe(199_990);
  });
});

test('headings are recognised, those of other files are not', () => {
  expect(recognisesPostResult(['Mã khoản chi', 'Ký nhận\n(ký, ghi rõ họ tên)'])).toBe(true);
  expect(recognisesPostResult(['MA KHOAN CHI', 'ket_qua'])).toBe(true);
  expect(recognisesPostResult(['payment_id', 'amount'])).toBe(false);
  expect(recognisesPostResult(['person_id', 'status', 'date'])).toBe(false);
});

const IDS = Array.from({ length: 6 }, (_, at) => `2026-11-R01-00000000${at + 1}`);
const SOME_CELL = fc.oneof(
  fc.constantFrom(
    '05/11/2026',
    'x',
    'Chưa nhận',
    'Đã nhận',
    '540000',
    '540.000',
    '-1',
    'Trừ thu hồi 1.000',
    'Tổng cộng',
    '',
    '1',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll(/["\r\n,;\0]/g, '')),
);

describe('whatever is typed into a list', () => {
  test('no row is lost and nothing is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(SOME_CELL, SOME_CELL, SOME_CELL, SOME_CELL, SOME_CELL), { minLength: 6, maxLength: 6 }),
        async (typed) => {
          const rows = IDS.map((id, at) => [id, ...(typed[at] ?? [])].join(','));
          const text = `Mã khoản chi,Ngày nhận,Ký nhận,Số tiền,Ghi chú,Kết quả\n${rows.join('\n')}\n`;
          const read = await readPostResult(Buffer.from(text.toWellFormed()), 'a.csv', TODAY);
          if (!read.ok) throw new Error(read.failure.message);
          expect(read.value.answers.map((answer) => answer.instructionId)).toEqual(IDS);
          const good = read.value.answers.filter((answer) => answer.fault === null);
          expect(good.filter(({ status }) => !['paid', 'uncollected', 'pending'].includes(status))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('nor by changed bytes: an answer or a refusal, and every payment whose id still stands there', async () => {
    const whole = Buffer.from(
      `Mã khoản chi,Ngày nhận,Số tiền,Ghi chú\n${IDS.map((id) => `${id},05/11/2026,540000,"a, b"`).join('\n')}\nTổng cộng,,3240000,\n`,
    );
    const workbook = Buffer.from(await filledList(FOUR, { M11: '05/11/2026', N13: 'đi vắng' }));
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(1 << 20), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (isCsv, changes) => {
          const bytes = Buffer.from(isCsv ? whole : workbook);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const read = await readPostResult(bytes, 'a', TODAY);
          const answers = read.ok ? read.value.answers : [];
          const isWhole = isCsv && read.ok && !answers.some((answer) => answer.fault?.code === 'broken_quotes');
          const lines = isWhole ? bytes.toString('utf8').split('\n') : [];
          const there = IDS.filter((id) => lines.some((line) => line.startsWith(`${id},`)));
          expect(answers.map((answer) => answer.instructionId)).toEqual(expect.arrayContaining(there));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('nor by changed bytes of the sheet itself: no row of our list goes unnoticed', async () => {
    const filled = await filledList(FOUR, { M11: '05/11/2026', L12: 'Trần Thị Thu', N13: 'đi vắng' });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(1 << 20), fc.integer({ min: 0x20, max: 0x7e })), { minLength: 1, maxLength: 3 }),
        async (changes) => {
          const changed = withSheet(filled, (xml) => {
            for (const [at, value] of changes) xml[at % xml.length] = value;
            return xml;
          });
          const read = await readPostResult(changed, 'a', TODAY);
          if (!read.ok) return;
          const { answers, problems } = read.value;
          const isNoticed = problems.length > 0 || answers.some((answer) => answer.fault !== null);
          const named = answers.map((answer) => answer.instructionId).filter((id) => id.startsWith('2026-11-R01-'));
          expect(isNoticed ? 4 : new Set(named).size).toBe(4);
        },
      ),
      { numRuns: 500 },
    );
  });
});

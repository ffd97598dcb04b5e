import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aMonth } from '../support/law.ts';
import { readLawBook } from '../../src/payroll/law-book.ts';
import { type UncollectedPapers, type UncollectedWish, writeUncollected } from '../../src/payroll/list-uncollected.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { leaveOut, pdfPages, pdfTool, pdfToolsWord } from '../support/poppler.ts';
import { VILLAGE, paid } from '../support/village.ts';
import { workbookCells } from '../support/workbook-cells.ts';

const DECEMBER = { month: '2026-12', knownAt: '2026-11-20' };

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

function back(person: string, months: readonly string[]): string[] {
  return paid(person, 'MAIN', months, 500_000).map((row) => row.replace(/,paid$/, ',returned'));
}

function wishOf(month: string, more: Partial<UncollectedWish> = {}): UncollectedWish {
  return { month: aMonth(month), out: join(office.at.out, `${month}.xlsx`), pdf: null, commune: null, ...more };
}

async function write(wish: UncollectedWish): Promise<UncollectedPapers> {
  const law = granted(await readLawBook('24', null));
  return granted(await writeUncollected(office.context, law.catalogue.controls, wish));
}

/** The papers as text: the rows of people, a list a sheet. */
async function rowsOf(path: string): Promise<Record<string, string[]>> {
  const cells = await workbookCells(readFileSync(path));
  return Object.fromEntries(
    [...cells].map(([name, rows]) => [
      name,
      rows.map((row) => row.join(' | ').replaceAll('\n', ' ')).filter((row) => /^\d+ \| /.test(row)),
    ]),
  );
}

describe('the papers for the chairmen', () => {
  test('name who did not collect for three months, with money and the reason said last, a sheet a commune', async () => {
    await office.load({
      disbursements: [...back('P4', ['2026-09', '2026-10']), ...back('P2', ['2026-08', '2026-09', '2026-10'])],
    });
    const november = await office.pay();
    await office.settle(november, ['{P4},uncollected,2026-11-20,,đi làm xa', '{P2},uncollected,2026-11-20,,nằm viện']);
    await office.run(DECEMBER);
    const wish = wishOf('2026-12');
    expect(await write(wish)).toMatchObject({ runId: '2026-12-R01', communes: 2, persons: 2 });
    const rows = await rowsOf(wish.out);
    expect(Object.keys(rows)).toEqual(['07210 Phường Bắc Giang', '07228 Phường Đa Mai']);
    const [p2, p4] = Object.values(rows).map((one) => one.join('\n'));
    expect(p2).toMatch(
      /^1 \| P2 \| Trần Văn Bình \| 1940 \| ••••2346 \| 2\/QĐ \| Bưu điện Bắc Giang \| 08\/2026 – 11\/2026 \| 4 \| \d+ \| nằm viện/,
    );
    expect(p4).toMatch(
      /^1 \| P4 \| Phạm Thị Mai \| 1990 \| ••••2348 \| 4\/QĐ \| Bưu điện Đa Mai \| 09\/2026 – 11\/2026 \| 3 \| \d+ \| đi làm xa/,
    );
  });

  test('the money that waits is what was issued and did not stay: history, runs, and no month twice', async () => {
    await office.load({ disbursements: back('P4', ['2026-09', '2026-10']) });
    const november = await office.pay();
    const [issued] = await office.ask(
      'SELECT amount FROM payment WHERE run_no = $1 AND person_id = $2',
      november.runNo,
      'P4',
    );
    await office.settle(november, ['{P4},uncollected,2026-11-20,,']);
    await office.pay(DECEMBER);
    expect((await write(wishOf('2026-12'))).waiting).toBe(Number(issued?.['amount']));
  });

  test('one commune only, and nobody there: says so', async () => {
    await office.load({ disbursements: back('P4', ['2026-08', '2026-09', '2026-10']) });
    await office.run();
    const wish = wishOf('2026-11', { commune: '07210' });
    expect(await write(wish)).toMatchObject({ persons: 0, communes: 0, waiting: 0 });
    const text = JSON.stringify([...(await workbookCells(readFileSync(wish.out)))]);
    expect(text).toContain('Không có ai không nhận tiền từ 3 tháng liên tục');
    expect(text).toContain('điểm a khoản 1 Điều 9 Nghị định số 335/2026/NĐ-CP');
    expect((await write(wishOf('2026-11', { commune: '07228' }))).persons).toBe(1);
  });

  test.skipIf(leaveOut)(`the PDF says the same, and a page without people too${pdfToolsWord}`, async () => {
    await office.load({ disbursements: back('P4', ['2026-08', '2026-09', '2026-10']) });
    await office.run();
    const pdf = join(office.at.out, 'u.pdf');
    await write(wishOf('2026-11', { pdf }));
    expect(pdfTool(readFileSync(pdf), 'qpdf', '--check', '{}')).toContain('No syntax');
    const [page = [], ...others] = pdfPages(readFileSync(pdf));
    expect(others).toEqual([]);
    expect(page.find((line) => line.startsWith('1 |'))).toMatch(/P4 \| Phạm Thị Mai \| 1990 \| ••••2348 \| 4\/QĐ/);
    expect(page.join('\n')).toContain('UBND PHƯỜNG ĐA MAI');
    await write(wishOf('2026-11', { pdf, commune: '07210' }));
    expect(pdfPages(readFileSync(pdf)).flat().join('\n')).toContain('Nobody left the money uncollected');
  });

  test('a month without a run, and one file for both, are refused', async () => {
    const law = granted(await readLawBook('24', null));
    const refused = async (wish: UncollectedWish): Promise<string> =>
      refusalOf(await writeUncollected(office.context, law.catalogue.controls, wish)).code;
    expect(await refused(wishOf('2026-11'))).toBe('no_runs');
    const wish = wishOf('2026-11');
    expect(await refused({ ...wish, pdf: wish.out })).toBe('same_file');
  });
});

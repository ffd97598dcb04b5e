import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZERO_VND, sumVnd } from '../../src/domain/money.ts';
import { tinosFonts } from '../../src/formats/pdf-font.ts';
import { type PostList, postListSheet } from '../../src/formats/post-list.ts';
import { postListPdf } from '../../src/formats/post-print.ts';
import { groupedNumber } from '../../src/formats/vietnamese-number.ts';
import { readFontFiles } from '../../src/store/fonts.ts';
import { postListOf } from '../support/filled-list.ts';
import { leaveOut, pdfPages, pdfTool, pdfToolsWord } from '../support/poppler.ts';

const FONTS = tinosFonts(readFontFiles());

function printed(list: PostList): Uint8Array {
  return postListPdf(list, FONTS);
}

// Breve, circumflex, horn and bar, each with the five tones.
const VOWELS = 'aăâeêioôơuưy';
const LETTERS = Array.from(VOWELS + VOWELS.toUpperCase(), (letter) =>
  ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'].map((tone) => (letter + tone).normalize('NFC')).join(''),
).join(' ');

describe.skipIf(leaveOut)(`the printed list of a payment point${pdfToolsWord}`, () => {
  test('is the page typed by hand', () => {
    const list = postListOf(30, (at) => (at === 4 ? { fullName: 'H’Bĭa Niê Kđăm' } : {}));
    const golden = readFileSync(new URL('../golden/post-list-07246.pdf.txt', import.meta.url), 'utf8');
    const pages = pdfPages(printed(list)).map((lines) => lines.join('\n'));
    expect(`${pages.join('\n----\n')}\n`).toBe(golden);
  });

  test('is a sound file with its fonts inside, each a subset that can be read back, and small', () => {
    const bytes = printed(postListOf(200));
    expect(pdfTool(bytes, 'qpdf', '--check', '{}')).toContain('No syntax or stream encoding errors found');
    const fonts = pdfTool(bytes, 'pdffonts', '{}').trim().split('\n').slice(2);
    expect(fonts.map((line) => line.split(/\s{2,}|\s(?=yes)|\s(?=CID)/).slice(0, 6))).toEqual(
      ['', '-Bold', '-Italic'].map((face) => [
        `CHITRA+Tinos${face}`,
        'CID TrueType',
        'Identity-H',
        'yes',
        'yes',
        expect.stringMatching(/^yes/),
      ]),
    );
    const packed = FONTS.regular.packed.length + FONTS.bold.packed.length + FONTS.italic.packed.length;
    expect(packed).toBeLessThan(60_000);
    expect(bytes.length).toBeLessThan(100_000);
  });

  test('gives back every Vietnamese letter, and those of other names', () => {
    const names = ['Đặng đỗ', ...LETTERS.split(' '), 'H’Bĭa Kpă Čil ŏ ñ'];
    const list = postListOf(names.length, (at) => ({ fullName: names[at - 1] ?? '' }));
    const text = pdfTool(printed(list), 'pdftotext', '-raw', '-enc', 'UTF-8', '{}', '-').replaceAll(/\s+/g, ' ');
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  test('never cuts a long name or id, and says of letters that no font has that there was one', () => {
    const long = 'Công Tằng Tôn Nữ Huyền Trân Nguyễn Phúc Hoàng Phương Thảo Nhi '.repeat(4).trim();
    const word = 'Xuân'.repeat(60);
    const list = postListOf(3, (at) =>
      at === 1 ? { fullName: long } : at === 2 ? { fullName: word, personId: '9'.repeat(64) } : { fullName: '李 An' },
    );
    const text = pdfTool(printed(list), 'pdftotext', '-layout', '-enc', 'UTF-8', '{}', '-');
    const squeezed = text.replaceAll(/\s+/g, '');
    for (const part of new Set(long.split(' '))) expect(text.split(part).length - 1).toBeGreaterThanOrEqual(4);
    expect(squeezed.split('Xuân').length - 1).toBeGreaterThanOrEqual(60);
    expect(text.split('9').length - 1).toBeGreaterThanOrEqual(64);
    expect(text).toContain('? An');
  });

  test('has every row once, in the order of the workbook, and its pages add up', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 40 }), (count, every) => {
        const long = 'Trần Thị Thu Hằng cháu ngoại ông Nguyễn Văn Bình';
        const list = postListOf(count, (at) => (at % every === 0 ? { collector: long } : {}));
        const pages = pdfPages(printed(list));
        const ids = pages.flat().flatMap((line) => /(?:^|\| )(P\d{6}) \|/.exec(line)?.[1] ?? []);
        expect(ids).toEqual(postListSheet(list).rows.map((row) => row[1]));
        const amounts = new Map(list.entries.map((entry) => [entry.personId, entry.amount]));
        let [before, carried] = [0, 0];
        pages.forEach((lines, at) => {
          const sum = (label: string): number =>
            Number(
              lines
                .find((line) => line.startsWith(`${label} |`))
                ?.split(/ \| | /)
                .at(-1)
                ?.replaceAll('.', '') ?? -1,
            );
          const own = lines.flatMap((line) => /(?:^|\| )(P\d{6}) \|/.exec(line)?.[1] ?? []);
          const total = sumVnd(own.map((id) => amounts.get(id) ?? ZERO_VND));
          expect(sum('Cộng trang')).toBe(total);
          expect(sum('Mang sang')).toBe(at === 0 ? -1 : carried);
          carried = at === pages.length - 1 ? sum('Tổng cộng') : sum('Lũy kế');
          expect(carried).toBe(before + total);
          before = carried;
          expect(lines.at(-1)).toContain(`Trang ${at + 1}/${pages.length}`);
          expect(own.length).toBeGreaterThan(0);
        });
        expect(pages.flat().join(' ')).toContain(`Số người trong danh sách: ${groupedNumber(count)} người.`);
      }),
      { numRuns: 25 },
    );
  });
});

test('the same list gives the same bytes, in whatever order its people come', () => {
  const list = postListOf(50);
  const again = printed({ ...list, entries: list.entries.toReversed() });
  expect(Buffer.compare(Buffer.from(printed(list)), Buffer.from(again))).toBe(0);
  expect(Buffer.from(again).toString('latin1')).not.toMatch(/CreationDate|ModDate|\/ID/);
});

test('names no category, and of id numbers the last four digits', () => {
  const sheet = JSON.stringify(postListSheet(postListOf(3)));
  expect(sheet).toContain('••••1234');
  expect(sheet).not.toMatch(/SA\d|SP7|khuyết tật|HIV/);
});

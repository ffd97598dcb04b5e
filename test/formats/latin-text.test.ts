import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankText, composed, nameOrderKey } from '../../src/formats/latin-text.ts';

describe('text for banks', () => {
  test.each([
    ['Nguyễn Văn Đức', 'NGUYEN VAN DUC'],
    ['đỗ thị ước', 'DO THI UOC'],
    ['\u00D0ỗ Mười', 'DO MUOI'],
    ['Trần th\u1ECB \u00F0ào', 'TRAN THI DAO'],
    ['Ho\u00E0 ', 'HOA'],
    ['Hòa'.normalize('NFD'), 'HOA'],
    ['H’Hen  Niê', 'HHEN NIE'],
    ["K'Đăm", 'KDAM'],
    ['Lê\u00A0 Thị\tBé', 'LE THI BE'],
    ['Ng\u200Bô', 'NGO'],
    ['Công ty (A) & B', 'CONG TY (A) ? B'],
    ['Ałan', 'A?AN'],
    ['Ｎｇô １２', 'NGO 12'],
    ['K’Đăm', 'KDAM'],
    ['HʼHen', 'HHEN'],
    ['Nguyễn  Ăn', 'NGUYEN AN'],
    ['﻿Lý⁠', 'LY'],
    ['李', '?'],
  ])('%s -> %s', (text, folded) => {
    expect(bankText(text)).toBe(folded);
  });

  test('every Vietnamese letter, in either case and in both forms of Unicode, becomes its plain letter', () => {
    const letters: Readonly<Record<string, string>> = {
      A: 'AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ',
      D: 'DĐ',
      E: 'EÈÉẺẼẸÊỀẾỂỄỆ',
      I: 'IÌÍỈĨỊ',
      O: 'OÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ',
      U: 'UÙÚỦŨỤƯỪỨỬỮỰ',
      Y: 'YỲÝỶỸỴ',
    };
    for (const [plain, marked] of Object.entries(letters))
      for (const letter of marked)
        for (const form of [
          letter,
          letter.toLowerCase(),
          letter.normalize('NFD'),
          letter.toLowerCase().normalize('NFD'),
        ])
          expect(bankText(form)).toBe(plain);
    expect(Object.values(letters).join('').length).toBe(74);
  });

  test('words of plain letters, which are folded one by one, come out as any other text', () => {
    const letters = Array.from('ABYZaz09ÀẢẤĐđềệỉỗợưỷ ĂăỚ');
    const name = fc.array(fc.constantFrom(...letters), { maxLength: 30 }).map((all) => all.join(''));
    // The sign at the end is dropped, and keeps the text from being taken for plain words.
    fc.assert(
      fc.property(name, (text) => {
        expect(bankText(text)).toBe(bankText(`${text}\u200B`));
      }),
    );
  });

  test('never anything but what banks take, and folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = bankText(text);
        expect(folded).toMatch(/^[A-Z0-9 /\-?:().,+]*$/);
        expect(bankText(folded)).toBe(folded);
      }),
    );
  });
});

describe('order of names', () => {
  const inOrder = (names: readonly string[]) =>
    names
      .map((name) => ({ name, key: nameOrderKey(name, '1') }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ name }) => name);

  test.each([
    ['given name before family name', ['Trần Văn An', 'Bùi Thị Bình', 'Nguyễn Cúc']],
    ['letters in the order of the alphabet', ['Lê Da', 'Lê Đa', 'Lê E', 'Lê Ê', 'Lê Oa', 'Lê Ôi', 'Lê Ơn', 'Lê Ư']],
    ['a, ă, â', ['Lê Tan', 'Lê Tăn', 'Lê Tân']],
    ['tones: none, huyền, hỏi, ngã, sắc, nặng', ['Lê Ma', 'Lê Mà', 'Lê Mả', 'Lê Mã', 'Lê Má', 'Lê Mạ']],
    ['letters weigh more than tones', ['Lê Hạ', 'Lê Ham', 'Lê Hàm', 'Lê Hạm']],
    ['same given name: by family name, then by middle name', ['Bùi Văn An', 'Đỗ Thị An', 'Đỗ Văn An', 'Lê An']],
    ['one word alone', ['An', 'Bùi An', 'Bình']],
  ])('%s', (_, names) => {
    expect(inOrder(names.toReversed())).toEqual(names);
  });

  test('case, spelling of the letters and the Icelandic Đ do not matter', () => {
    const key = nameOrderKey('Đỗ Thị Hồng', '7');
    expect(nameOrderKey('ĐỖ  THỊ HỒNG ', '7')).toBe(key);
    expect(nameOrderKey('Đỗ Thị Hồng'.normalize('NFD'), '7')).toBe(key);
    expect(nameOrderKey('\u00D0ỗ Thị Hồng', '7')).toBe(key);
  });

  test('people of the same name stand in the order of their ids', () => {
    expect(nameOrderKey('Lê An', '24-1') < nameOrderKey('Lê An', '24-2')).toBe(true);
  });
});

test('composed text has one form', () => {
  expect(composed('Nguye\u0302\u0303n')).toBe('Nguyễn');
});

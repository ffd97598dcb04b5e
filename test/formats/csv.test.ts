import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvRow, readCsv, UnreadableText } from '../../src/formats/csv.ts';

async function rowsOf(bytes: Uint8Array, chunkSize: number): Promise<CsvRow[]> {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(bytes.subarray(at, at + chunkSize));
  const rows: CsvRow[] = [];
  for await (const block of readCsv(chunks)) rows.push(...block.rows);
  return rows;
}

const cellsOf = async (text: string): Promise<(readonly string[])[]> =>
  (await rowsOf(Buffer.from(text), 7)).map((row) => row.cells);

describe('what offices send', () => {
  test.each([
    ['comma', 'a,b\n1,2\n'],
    ['semicolon', 'a;b\n1;2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['byte order mark', '\uFEFFa,b\n1,2\n'],
    ['no line end at the end', 'a,b\n1,2'],
    ['quotes', '"a",b\n"1","2"\n'],
  ])('%s', async (_, text) => {
    expect(await cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test('a quoted cell keeps its commas, doubled quotes and line breaks', async () => {
    expect(await cellsOf('code,name\n1,"Xã ""Mới"", cũ\nhai dòng"\n2,x\n')).toEqual([
      ['code', 'name'],
      ['1', 'Xã "Mới", cũ\nhai dòng'],
      ['2', 'x'],
    ]);
  });

  test('rows are numbered as a spreadsheet numbers them, blank lines included', async () => {
    const rows = await rowsOf(Buffer.from('a,b\n\n1,2\n'), 3);
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 3]);
  });
});

describe('forgotten quotes cost one row, never the rest of the file', () => {
  const good = Array.from({ length: 60 }, (_, at) => `P${at},Nguyễn Văn A,${at}`);
  test.each([
    ['opened and never closed', 'P,"Trần B,1'],
    ['in the middle of a cell', 'P,Trần "B,1'],
    ['closed too early', 'P,"Trần" B,1'],
    ['only a quote', '"'],
  ])('%s', async (_, line) => {
    for (const end of [good, []]) {
      const rows = await rowsOf(Buffer.from(['id,name,n', ...good, line, ...end, ''].join('\n')), 50);
      expect(rows.filter((row) => row.brokenQuotes)).toEqual([{ row: 62, cells: [line], brokenQuotes: true }]);
      expect(rows.filter((row) => !row.brokenQuotes).length).toBe(1 + good.length + end.length);
    }
  });

  test('two rows with the same fault do not close each other', async () => {
    const text = ['id,name,n', 'P1,"Trần B,1', 'P2,C,2', 'P3,"Lê D",3', ''].join('\n');
    const rows = await rowsOf(Buffer.from(text), 1000);
    expect(rows.map((row) => row.brokenQuotes)).toEqual([false, true, false, false]);
    const closing = ['id,name,n', 'P1,"Trần B,1', 'P2,C,2', 'P3,D",3', 'P4,E,4', ''].join('\n');
    const swallowed = await rowsOf(Buffer.from(closing), 1000);
    expect(swallowed.map((row) => row.brokenQuotes)).toEqual([false, true, false, true, false]);
    const short = ['id,name,n', 'P1,"Trần B,1', 'P2"', 'P3,C,3', ''].join('\n');
    const halves = await rowsOf(Buffer.from(short), 1000);
    expect(halves.map((row) => row.brokenQuotes)).toEqual([false, true, true, false]);
  });
});

describe('encodings', () => {
  const text = 'id,name\nP1,Nguyễn\nP2,Đỗ\n';
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  test.each([
    ['UTF-16 with mark', utf16, 1],
    ['UTF-16 without mark', Buffer.from(text, 'utf16le'), 1],
    [
      'an eight-bit encoding (TCVN3, VNI, Windows-1258)',
      Buffer.from('id,name\nP1,A\nP2,Nguy\xd4n V\xa8n\n', 'latin1'),
      3,
    ],
    ['cut inside a letter', Buffer.from(text).subarray(0, 16), 2],
  ])('%s is refused and the line named', async (_, bytes, line) => {
    const reading = rowsOf(bytes, 5);
    await expect(reading).rejects.toThrow(UnreadableText);
    await expect(reading).rejects.toThrow(`line ${line} is not UTF-8`);
  });

  test('a file without line ends is refused before it fills the memory', async () => {
    await expect(rowsOf(Buffer.alloc(3 << 20, 'a'), 1 << 16)).rejects.toThrow('longer than 1 MiB');
  });
});

test('the same bytes give the same rows wherever the chunks are cut, damaged or not', async () => {
  const piece = fc.constantFrom('a', 'Đ', '"', '""', ',', ';', '\n', '\r\n', 'P1,x,2\n', '"x\ny",', ' ');
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const bytes = Buffer.from(`id,name,n\n${pieces.join('')}`);
      const whole = await rowsOf(bytes, bytes.length);
      for (let size = 1; size < 12; size += 1) expect(await rowsOf(bytes, size)).toEqual(whole);
    }),
    { numRuns: 150 },
  );
});

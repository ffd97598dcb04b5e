import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readZip, writeZip } from '../../src/formats/zip.ts';

const ENTRIES = [
  { name: 'xl/', data: new Uint8Array() },
  { name: 'xl/sheet1.xml', data: Buffer.from('<a>đồng</a>'.repeat(500)) },
  { name: 'Tệp.txt', data: Buffer.from('1') },
];

function plain(entries: readonly { name: string; data: Uint8Array }[]): [string, string][] {
  return entries.map(({ name, data }) => [name, Buffer.from(data).toString('hex')]);
}

test('what is written is read back', () => {
  const entry = fc.record({
    name: fc.string({ minLength: 1, unit: 'grapheme' }),
    data: fc.uint8Array({ maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const wellFormed = entries.map(({ name, data }) => ({ name: name.toWellFormed(), data }));
      expect(plain(readZip(writeZip(wellFormed)))).toEqual(plain(wellFormed));
    }),
  );
});

const hasUnzip = spawnSync('unzip', ['-v']).status === 0;

test.skipIf(!hasUnzip)('unzip, where the system has it, finds no fault in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), writeZip(ENTRIES));
    const { stdout } = spawnSync('unzip', ['-t', join(folder, 'a.zip')]);
    expect(stdout.toString()).toContain('No errors detected');
    const listed = spawnSync('unzip', ['-l', join(folder, 'a.zip'), 'xl/sheet1.xml']).stdout.toString();
    expect(listed).toMatch(/ 7000 +1980-01-01 00:00 +xl\/sheet1\.xml/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a changed byte and a cut file are noticed', () => {
  const zip = Buffer.from(writeZip([{ name: 'a', data: Buffer.from('some text that is long enough') }]));
  const changed = Buffer.from(zip);
  const checksumInDirectory = zip.length - 22 - 46 - 1 + 16;
  changed.writeUInt8(changed.readUInt8(checksumInDirectory) ^ 1, checksumInDirectory);
  expect(() => readZip(changed)).toThrow('a checksum does not match');
  expect(() => readZip(zip.subarray(0, zip.length - 10))).toThrow('no central directory');
});

import { once } from 'node:events';
import { createInflateRaw } from 'node:zlib';
import { type Result, done, refused } from '../domain/failure.ts';

/** One file inside a zip archive from outside, still packed, as the central directory describes it. */
export interface PackedPart {
  readonly name: string;
  /** 0: stored; 8: deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packed: Uint8Array;
  /** Bytes when unpacked. */
  readonly size: number;
}

/** A workbook that was looked through: its parts by name, and the texts of those that were asked for. */
export interface CheckedArchive {
  readonly parts: ReadonlyMap<string, PackedPart>;
  readonly texts: ReadonlyMap<string, string>;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const MAX_PARTS = 2000;
const MAX_UNPACKED = 1 << 30;
/** Deflate reaches about 1000; honest sheets stay below 100. Small parts may be anything. */
const MAX_RATIO = 200;
const SMALL_PART = 16 << 20;

const UNREADABLE =
  'không đọc được tệp .xlsx (the .xlsx file cannot be read): hãy mở và lưu lại (open it and save it again)';

/** The parts of an archive as its central directory lists them; null where it is damaged, encrypted or none. */
export function packedParts(zip: Buffer): PackedPart[] | null {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END_OF_DIRECTORY) return null;
  const parts: PackedPart[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== DIRECTORY_HEADER) return null;
    const isEncrypted = (zip.readUInt16LE(at + 8) & 1) === 1;
    const [packedSize, size, local] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 42)];
    if (isEncrypted || local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL_HEADER) return null;
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    if (start + packedSize > zip.length) return null;
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const [method, crc] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)];
    parts.push({ name, method, crc, packed: zip.subarray(start, start + packedSize), size });
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return parts;
}

/** Unpacks a part without keeping it: refuses more bytes than announced and a document type; gives `keep` its text. */
async function checkPart(part: PackedPart, keep: (text: string) => void): Promise<boolean> {
  const isXml = /\.(xml|rels)$/.test(part.name);
  let [size, tail] = [0, ''];
  const look = (bytes: Uint8Array): boolean => {
    size += bytes.length;
    if (size > part.size) return false;
    if (!isXml) return true;
    const text = tail + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    tail = text.slice(-16);
    return !/<!\s*(?:DOCTYPE|ENTITY)/i.test(text);
  };
  const kept: Uint8Array[] = [];
  if (part.method === 0) {
    kept.push(part.packed);
    if (!look(part.packed)) return false;
  } else {
    const inflate = createInflateRaw();
    inflate.end(part.packed);
    try {
      for await (const chunk of inflate) {
        if (!(chunk instanceof Uint8Array) || !look(chunk)) return false;
        if (part.size < 1 << 20) kept.push(chunk);
      }
    } catch {
      return false;
    } finally {
      if (!inflate.closed) {
        inflate.destroy();
        await once(inflate, 'close');
      }
    }
  }
  keep(Buffer.concat(kept).toString('utf8'));
  return size === part.size;
}

/**
 * Looks through a workbook from outside before anybody unpacks it, and answers the texts of the parts asked for.
 * Refuses damaged, encrypted and zip64 archives, more than 2000 parts, more than 1 GiB unpacked, large parts packed
 * more than 200 times, parts longer than they say, and XML with a document type (entity expansion).
 */
export async function checkedParts(bytes: Uint8Array, wanted: readonly string[]): Promise<Result<CheckedArchive>> {
  const parts = packedParts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (parts === null) return refused('unreadable_workbook', UNREADABLE);
  const total = parts.reduce((sum, part) => sum + part.size, 0);
  const isBomb = parts.some((part) => part.size > SMALL_PART && part.size > part.packed.length * MAX_RATIO);
  if (parts.length > MAX_PARTS || total > MAX_UNPACKED || isBomb) {
    return refused(
      'workbook_too_large',
      'tệp .xlsx quá lớn sau khi giải nén (too large when unpacked): hãy dùng tệp CSV (use CSV files)',
    );
  }
  const texts = new Map<string, string>();
  for (const part of parts) {
    const isGood = await checkPart(part, (text) => {
      if (wanted.includes(part.name)) texts.set(part.name, text);
    });
    if (!isGood) return refused('unreadable_workbook', UNREADABLE);
  }
  return done({ parts: new Map(parts.map((part) => [part.name, part])), texts });
}

/** A zip archive of these parts in this order, for readers that go through it from the front; nothing is unpacked. */
export function* archiveOf(parts: readonly PackedPart[]): Generator<Buffer> {
  for (const { name, method, crc, packed, size } of parts) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(LOCAL_HEADER, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(method, 8);
    header.writeUInt32LE(crc, 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(size, 22);
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    yield Buffer.concat([header, Buffer.from(name)]);
    yield Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  yield end;
}

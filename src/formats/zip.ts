import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** One file of a zip archive, unpacked. */
export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array;
}

export const LOCAL_HEADER = 0x04034b50;
export const DIRECTORY_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
export const VERSION_NEEDED = 20;
const UTF8_NAMES = 0x0800;
const SIZES_FOLLOW = 0x0008;
const DEFLATED = 8;
// 1980-01-01 00:00, the earliest time the format can hold.
const FIXED_DATE = 0x0021;

function directoryEnd(zip: Buffer): number {
  for (let at = zip.length - END_LENGTH; at >= 0 && at >= zip.length - END_LENGTH - 0xffff; at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new Error('not a zip archive: it has no central directory');
}

function unpacked(zip: Buffer, header: number): Uint8Array {
  const method = zip.readUInt16LE(header + 10);
  const packedSize = zip.readUInt32LE(header + 20);
  const local = zip.readUInt32LE(header + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + packedSize);
  const data = method === DEFLATED ? inflateRawSync(packed) : packed;
  if (crc32(data) !== zip.readUInt32LE(header + 16)) throw new Error('broken zip archive: a checksum does not match');
  return data;
}

/**
 * The files of an archive we have written ourselves, in its order. Sizes are taken from the central directory (local
 * headers may leave them to a data descriptor). Not for files from outside: there is no limit on what they unpack to.
 */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = directoryEnd(zip);
  const entries: ZipEntry[] = [];
  let header = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(header) !== DIRECTORY_HEADER)
      throw new Error('broken zip archive: a directory entry is missing');
    const nameLength = zip.readUInt16LE(header + 28);
    const name = zip.toString('utf8', header + 46, header + 46 + nameLength);
    entries.push({ name, data: unpacked(zip, header) });
    header += 46 + nameLength + zip.readUInt16LE(header + 30) + zip.readUInt16LE(header + 32);
  }
  return entries;
}

/** What is told of an entry twice; `isStreamed`: sizes and checksum follow its bytes. */
interface EntryFacts {
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly nameLength: number;
  readonly isStreamed: boolean;
}

/** The fields that stand both in the local header and in the directory: version to sizes and the length of the name. */
export function zipFields({ crc, packed, size, nameLength, isStreamed }: EntryFacts): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION_NEEDED, 0);
  fields.writeUInt16LE(UTF8_NAMES | (isStreamed ? SIZES_FOLLOW : 0), 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(FIXED_DATE, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(nameLength, 22);
  return fields;
}

/** Whole numbers of four bytes each, as the format stores them. */
export function uint32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => buffer.writeUInt32LE(value, index * 4));
  return buffer;
}

/** The record that ends an archive: how many entries, and where the directory is. */
export function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(END_LENGTH);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** One file of an archive, packed: what many archives share is packed once. */
export interface PackedEntry {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly crc: number;
  readonly size: number;
}

/** Packs one file (deflate). */
export function packEntry({ name, data }: ZipEntry): PackedEntry {
  return { name: Buffer.from(name), packed: deflateRawSync(data, { level: 6 }), crc: crc32(data), size: data.length };
}

/** A zip archive of files that are packed already; else as `writeZip`. */
export function writePacked(entries: readonly PackedEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, crc, size } of entries) {
    const shared = zipFields({ crc, packed: packed.length, size, nameLength: name.length, isStreamed: false });
    const local = Buffer.concat([uint32(LOCAL_HEADER), shared, name, packed]);
    // Between the shared fields and the offset: comment length, disk, internal and external attributes, all 0.
    const madeBy = Buffer.from([VERSION_NEEDED, 0]);
    directory.push(uint32(DIRECTORY_HEADER), madeBy, shared, Buffer.alloc(10), uint32(offset), name);
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  return Buffer.concat([...parts, index, endOfDirectory(entries.length, index.length, offset)]);
}

/**
 * A zip archive (PKWARE APPNOTE 6.3, deflate) that is the same whenever it is written: no entry carries the time of
 * writing. Entries keep their order. Up to 65,535 entries and 4 GiB.
 */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  return writePacked(entries.map(packEntry));
}

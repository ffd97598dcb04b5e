import { Readable, pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { DIRECTORY_HEADER, LOCAL_HEADER, VERSION_NEEDED, endOfDirectory, uint32, zipFields } from './zip.ts';

/** One file of an archive, unpacked, as it comes. */
export interface ZipPart {
  readonly name: string;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

interface Measured {
  crc: number;
  size: number;
}

const DATA_DESCRIPTOR = 0x08074b50;
const LARGEST = 0xffffffff;

async function* measured(chunks: ZipPart['chunks'], into: Measured): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    into.crc = crc32(chunk, into.crc);
    into.size += chunk.length;
    yield chunk;
  }
}

async function* deflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packer = createDeflateRaw({ level: 6, chunkSize: 1 << 16 });
  // An error of the source arrives through the packer, which the loop reads.
  pipeline(Readable.from(chunks), packer, () => undefined);
  for await (const chunk of packer) if (chunk instanceof Uint8Array) yield chunk;
}

function checked(size: number): number {
  if (size > LARGEST) throw new RangeError('a file of a zip archive is larger than 4 GiB');
  return size;
}

/**
 * A zip archive (PKWARE APPNOTE 6.3, deflate) as it grows: sizes and checksums follow each file in a data descriptor, so no
 * file is held. The same parts give the same bytes. Refuses (throws) files and archives of more than 4 GiB.
 */
export async function* zipStream(parts: AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let entries = 0;
  let offset = 0;
  for await (const part of parts) {
    const name = Buffer.from(part.name);
    const unknown = zipFields({ crc: 0, packed: 0, size: 0, nameLength: name.length, isStreamed: true });
    const local = Buffer.concat([uint32(LOCAL_HEADER), unknown, name]);
    yield local;
    const sums: Measured = { crc: 0, size: 0 };
    let packed = 0;
    for await (const chunk of deflated(measured(part.chunks, sums))) {
      packed += chunk.length;
      yield chunk;
    }
    yield uint32(DATA_DESCRIPTOR, sums.crc, checked(packed), checked(sums.size));
    const fields = zipFields({ ...sums, packed, nameLength: name.length, isStreamed: true });
    const madeBy = Buffer.from([VERSION_NEEDED, 0]);
    directory.push(
      Buffer.concat([uint32(DIRECTORY_HEADER), madeBy, fields, Buffer.alloc(10), uint32(checked(offset)), name]),
    );
    offset += local.length + packed + 16;
    entries += 1;
  }
  const index = Buffer.concat(directory);
  yield index;
  yield endOfDirectory(entries, index.length, checked(offset));
}

import { once } from 'node:events';
import { crc32, createInflateRaw } from 'node:zlib';
import { type PackedPart, packedParts } from './zip-check.ts';

/** The parts of an archive by name, still packed; null where the bytes are no archive, or name a part twice. */
export function partsByName(bytes: Uint8Array): ReadonlyMap<string, PackedPart> | null {
  const parts = packedParts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (parts === null) return null;
  const byName = new Map(parts.map((part) => [part.name, part]));
  return byName.size === parts.length ? byName : null;
}

/** The unpacked bytes are not what the archive says of them. */
export class DamagedPart extends Error {
  override readonly name = 'DamagedPart';
}

/** Unpacks a part in chunks, however long it is. Refuses (throws DamagedPart) other bytes than the archive announces: length, checksum, stream. */
export async function* unpackedChunks(part: PackedPart): AsyncGenerator<Uint8Array> {
  let [size, crc] = [0, 0];
  const look = (bytes: Uint8Array): Uint8Array => {
    size += bytes.length;
    if (size > part.size) throw new DamagedPart('longer than announced');
    crc = crc32(bytes, crc);
    return bytes;
  };
  if (part.method === 0) yield look(part.packed);
  else yield* inflated(part, look);
  if (size !== part.size || crc !== part.crc) throw new DamagedPart('length or checksum differ');
}

async function* inflated(part: PackedPart, look: (bytes: Uint8Array) => Uint8Array): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: 1 << 16 });
  inflate.end(part.packed);
  try {
    for await (const chunk of inflate) if (chunk instanceof Uint8Array) yield look(chunk);
  } catch (error) {
    throw error instanceof DamagedPart ? error : new DamagedPart('cannot be unpacked');
  } finally {
    if (!inflate.closed) {
      inflate.destroy();
      await once(inflate, 'close');
    }
  }
}

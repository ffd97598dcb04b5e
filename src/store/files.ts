import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, access, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

const DRAFT = '.part';

/** A file in the making. Nobody sees it under its name before `keep`: a crash leaves the old file or none. */
export interface FileDraft {
  readonly path: string;
  write(chunk: string | Uint8Array): Promise<void>;
  /** Under its name from now on, and on the disk; with `isLoose` it may be lost in a crash of the machine. */
  keep(isLoose?: boolean): Promise<void>;
  discard(): Promise<void>;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder where it is missing. Throws, with the path, when files cannot be written there. */
export async function readyFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await access(path, constants.W_OK);
}

/** Opens a new file. Why the folder only when it is missing: a run has thousands of files in a few hundred folders. */
async function openBelow(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w');
  } catch {
    // Why whatever the fault is: what is wrong with the folder is then said of the folder, not of a name that nobody gave.
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'w');
  }
}

/** Begins a file under a temporary name beside `path`; makes the folders above it. */
export async function draftFile(path: string): Promise<FileDraft> {
  // Why random: two workers, of one machine or of two, may write the same file at the same time.
  const temporary = `${path}.${randomUUID()}${DRAFT}`;
  const handle: FileHandle = await openBelow(temporary);
  return {
    path,
    write: async (chunk) => {
      await handle.writeFile(chunk);
    },
    keep: async (isLoose = false) => {
      if (!isLoose) await handle.sync();
      await handle.close();
      await rename(temporary, path);
      if (!isLoose) await syncFolder(dirname(path));
    },
    discard: async () => {
      await handle.close();
      await rm(temporary, { force: true });
    },
  };
}

/** Writes a whole file: temporary name, fsync, rename. On an error the file that was there before stays. */
export async function writeFileWhole(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const draft = await draftFile(path);
  try {
    for await (const chunk of chunks) await draft.write(chunk);
  } catch (error) {
    await draft.discard();
    throw error;
  }
  await draft.keep();
}

/** Writes a small file that is made again from a record if a crash takes it: whole under its name, but not forced onto the disk. */
export async function writeFileLoose(path: string, content: Uint8Array): Promise<void> {
  const draft = await draftFile(path);
  await draft.write(content);
  await draft.keep(true);
}

/** Removes what killed writers left half written below a folder. Whoever still writes there fails, and leaves nothing. */
export async function removeDrafts(folder: string): Promise<void> {
  const paths = await readdir(folder, { recursive: true }).catch(() => []);
  for (const path of paths) if (path.endsWith(DRAFT)) await rm(join(folder, path), { force: true });
}

/** The bytes of a file in chunks of 32 KiB. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 15 })) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

/** The first bytes of a file, at most 512: enough to see what it is. */
export async function startOf(path: string): Promise<Uint8Array> {
  for await (const chunk of createReadStream(path, { end: 511 })) if (chunk instanceof Uint8Array) return chunk;
  return new Uint8Array();
}

// What a reader makes of one block lives until the next: larger ones make the collector of garbage widen its young generation.
const BLOCK = 1 << 13;

/** The bytes of a file in blocks of 8 KiB that share one place: each holds only until the next is asked for. For files of any size. */
export async function* fileBlocks(path: string): AsyncGenerator<Uint8Array> {
  const place = Buffer.allocUnsafe(1 << 16);
  const handle = await open(path, 'r');
  try {
    for (;;) {
      const { bytesRead } = await handle.read(place, 0, place.length);
      if (bytesRead === 0) return;
      for (let at = 0; at < bytesRead; at += BLOCK) yield place.subarray(at, Math.min(at + BLOCK, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** The sorted names in a folder; 'file' when the path is a file, null when it is nothing that can be read. */
export async function folderEntries(path: string): Promise<readonly string[] | 'file' | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return (await readdir(path)).sort();
  return found.isFile() ? 'file' : null;
}

/** The bytes of a whole file; null when it is longer than `limit` bytes. */
export async function readWhole(path: string, limit: number): Promise<Uint8Array | null> {
  const { size } = await stat(path);
  return size > limit ? null : readFile(path);
}

/** The files below a folder, in all its folders: paths relative to it with `/` between folders, sorted. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return files.map((path) => path.split(sep).join('/')).sort();
}

/** The bytes of a file; null when there is none. */
export async function bytesOf(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  });
}

/** Runs `work` with a new folder below another one; afterwards it is gone. */
export async function withTemporaryFolder<T>(below: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(below, { recursive: true });
  const folder = await mkdtemp(join(below, '.read-back-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** SHA-256 (hexadecimal) and size of a file; null when there is none. */
export async function measureFile(path: string): Promise<{ readonly sha256: string; readonly bytes: number } | null> {
  if ((await folderEntries(path)) !== 'file') return null;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of fileChunks(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

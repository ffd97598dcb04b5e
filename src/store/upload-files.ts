import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, measureFile } from './files.ts';

/** One file as it was received. */
export interface KeptFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A file that is being received. */
export interface IncomingFile {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<KeptFile>;
}

/** Files that are being received, in a folder that nobody reads until they are kept. */
export interface IncomingFolder {
  /** Begins a file; its name holds no path and was not used before. */
  begin(name: string): Promise<IncomingFile>;
  /** Keeps everything under the number of the upload. */
  keep(uploadNo: number): Promise<void>;
  discard(): Promise<void>;
}

const INCOMING = '.incoming-';
const FORGOTTEN_AFTER_MS = 86_400_000;

/** Removes what was left of uploads whose process was ended, a day before the folder `newest` was made. */
async function removeForgotten(uploads: string, newest: string): Promise<void> {
  const { mtimeMs: now } = await stat(newest);
  for (const name of await readdir(uploads)) {
    if (!name.startsWith(INCOMING)) continue;
    const found = await stat(join(uploads, name)).catch(() => null);
    if (found !== null && now - found.mtimeMs > FORGOTTEN_AFTER_MS)
      await rm(join(uploads, name), { recursive: true, force: true });
  }
}

async function beginFile(folder: string, name: string): Promise<IncomingFile> {
  const handle: FileHandle = await open(join(folder, name), 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async write(chunk) {
      hash.update(chunk);
      bytes += chunk.length;
      await handle.writeFile(chunk);
    },
    async close() {
      await handle.close();
      return { name, sha256: hash.digest('hex'), bytes };
    },
  };
}

/** Opens a folder for files that are being received, below `folder`/uploads. Only this user of the machine reads it. */
export async function openIncoming(folder: string): Promise<IncomingFolder> {
  const uploads = join(folder, 'uploads');
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  const incoming = join(uploads, INCOMING + randomUUID());
  await mkdir(incoming, { mode: 0o700 });
  await removeForgotten(uploads, incoming);
  return {
    begin: (name) => beginFile(incoming, name),
    keep: (uploadNo) => rename(incoming, join(uploads, String(uploadNo))),
    discard: () => rm(incoming, { recursive: true, force: true }),
  };
}

/** The hash that stands for files: of one its own, of several that of their list as sha256sum writes it. Hexadecimal. */
export function hashOfFiles(files: readonly Pick<KeptFile, 'name' | 'sha256'>[]): string {
  const [first] = files;
  if (files.length === 1 && first !== undefined) return first.sha256;
  const lines = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** Where the files of an upload lie: the file, or the folder of several. */
export function uploadPath(folder: string, uploadNo: number, names: readonly string[]): string {
  const [first] = names;
  const at = join(folder, 'uploads', String(uploadNo));
  return names.length === 1 && first !== undefined ? join(at, first) : at;
}

/** The files of an upload as they lie there now; null: they are gone. */
export async function findUpload(
  folder: string,
  uploadNo: number,
): Promise<{ readonly path: string; readonly sha256: string } | null> {
  const at = join(folder, 'uploads', String(uploadNo));
  const names = await filesBelow(at).catch(() => []);
  if (names.length === 0) return null;
  const files: { name: string; sha256: string }[] = [];
  for (const name of names) {
    const measured = await measureFile(join(at, name));
    if (measured === null) return null;
    files.push({ name, sha256: measured.sha256 });
  }
  return { path: uploadPath(folder, uploadNo, names), sha256: hashOfFiles(files) };
}

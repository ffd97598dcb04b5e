import { join } from 'node:path';
import { bytesOf, fileChunks, filesBelow, measureFile, writeFileLoose } from './files.ts';

/** A file that a task wrote: its path below the folder of the task. */
export interface TaskFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Where a task of the console writes. */
export function taskFolder(folder: string, taskNo: number): string {
  return join(folder, 'tasks', String(taskNo));
}

// Why beside the folder: what lies in it is exactly what the task wrote.
const listOf = (folder: string, taskNo: number): string => `${taskFolder(folder, taskNo)}.files.json`;

/** Keeps what a task wrote with hashes and sizes, so that no page has to measure it. */
export async function keepFileList(folder: string, taskNo: number): Promise<void> {
  const at = taskFolder(folder, taskNo);
  const files: TaskFile[] = [];
  for (const path of await filesBelow(at).catch(() => [])) {
    const measured = await measureFile(join(at, path));
    if (measured !== null) files.push({ path, ...measured });
  }
  await writeFileLoose(listOf(folder, taskNo), Buffer.from(JSON.stringify(files)));
}

function isTaskFile(value: unknown): value is TaskFile {
  if (typeof value !== 'object' || value === null || !('path' in value && 'sha256' in value && 'bytes' in value))
    return false;
  return typeof value.path === 'string' && typeof value.sha256 === 'string' && typeof value.bytes === 'number';
}

/** What a task wrote; empty while it is at work. */
export async function listTaskFiles(folder: string, taskNo: number): Promise<readonly TaskFile[]> {
  const bytes = await bytesOf(listOf(folder, taskNo));
  const files: unknown = bytes === null ? [] : JSON.parse(Buffer.from(bytes).toString('utf8'));
  return Array.isArray(files) ? files.filter(isTaskFile) : [];
}

/** The bytes of a file that a task wrote. */
export function taskFileChunks(folder: string, taskNo: number, file: TaskFile): AsyncGenerator<Uint8Array> {
  return fileChunks(join(taskFolder(folder, taskNo), file.path));
}

/** What the file system says, in words: those that a person can do something about. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this account has no right to it',
  EPERM: 'this account has no right to it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  ENAMETOOLONG: 'the name is too long',
};

function textAt(error: object, name: 'code' | 'path'): string | null {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : null;
}

/** One sentence about an exception that ended a command. It never quotes the exception's message, which may quote data. */
export function stoppedBy(error: unknown): string {
  const [code, path] =
    typeof error === 'object' && error !== null ? [textAt(error, 'code'), textAt(error, 'path')] : [null, null];
  const fault = code === null ? undefined : FILE_FAULTS[code];
  if (fault !== undefined && path !== null)
    return `${path} cannot be used: ${fault} (${code}). Check that it is the right path and may be read or written, and repeat the command.`;
  const what = code ?? (error instanceof Error ? error.name : 'error');
  return `an unexpected error stopped the command (${what}). Nothing half done is kept; LOG_LEVEL=debug shows where.`;
}

/** Where an exception came from: the lines of its stack without its message, which may quote data. */
export function placesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

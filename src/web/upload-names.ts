import { type Result, done, refused } from '../domain/failure.ts';

const LONGEST = 150;
/** What a file system takes is counted in bytes: letters with marks have three. */
const LONGEST_BYTES = 240;

/** A control character, a separator of folders, or a letter of a drive: no name of a file has them. */
const IS_PATH = /[/\\\p{Cc}]|^[A-Za-z]:|^\.+$/u;

/**
 * The name under which a file is kept. Refuses paths (`../../etc/passwd`, `C:\\x`), hidden characters, names longer than 150 characters, and
 * endings that are none of `endings` (lower case, with their dot).
 */
export function fileNameFrom(sent: string, endings: readonly string[]): Result<string> {
  const name = sent.normalize('NFC').trim();
  if (name === '' || IS_PATH.test(name))
    return refused(
      'bad_file_name',
      'Tên tệp có đường dẫn hoặc ký tự ẩn. Đổi tên tệp rồi gửi lại. / The name of the file holds a path or hidden characters. Rename it and send it again.',
    );
  if (Buffer.byteLength(name) > LONGEST_BYTES || name.length > LONGEST)
    return refused(
      'bad_file_name',
      `Tên tệp dài quá ${LONGEST} ký tự. Đổi tên ngắn hơn. / The name of the file is longer than ${LONGEST} characters. Shorten it.`,
    );
  if (!endings.some((ending) => name.toLowerCase().endsWith(ending) && name.length > ending.length))
    return refused(
      'wrong_ending',
      `Cần tệp ${endings.join(', ')}. / A file ending in ${endings.join(', ')} is needed.`,
    );
  return done(name.replaceAll(/[^\p{L}\p{M}\p{N}._ ()[\]-]/gu, '_').replace(/^[.-]/, '_'));
}

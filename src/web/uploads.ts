import { once } from 'node:events';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { type Failure, type Result, done, refused } from '../domain/failure.ts';
import { type IncomingFolder, type KeptFile, openIncoming } from '../store/upload-files.ts';
import { fileNameFrom } from './upload-names.ts';

/** What a form or a body brought: its fields, and its files in a folder that is kept or discarded by the caller. */
export interface Received {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly KeptFile[];
  readonly folder: IncomingFolder;
}

/** How files are received. */
export interface Reception {
  readonly folder: string;
  /** Bytes of all files together. */
  readonly largest: number;
  readonly endings: readonly string[];
  readonly isMany: boolean;
  /** Asked before the first byte of a file is kept, with the fields that stood before it. */
  readonly mayKeep: (fields: Readonly<Record<string, string>>) => Failure | null;
}

type Body = ReadableStream<Uint8Array> | null;

const MEGABYTE = 1024 * 1024;
/** What boundaries, headings and fields of a form come to at most. */
const AROUND = MEGABYTE;
/** Bytes of what is not wanted that are still read, so that whoever sends sees the answer instead of a broken connection. */
const READ_ON = 4096 * MEGABYTE;
const MOST_FILES = 30;
const MOST_FIELDS = 30;

function tooLarge(largest: number): ReturnType<typeof refused> {
  const megabytes = Math.floor(largest / MEGABYTE);
  return refused(
    'too_large',
    `Tệp lớn hơn ${megabytes} MB, chưa nhận gì. Chia nhỏ tệp, hoặc nhờ quản trị nâng CHITRA_WEB_UPLOAD_MB. / The file is larger than ${megabytes} MB; nothing was kept. Cut it into parts, or have CHITRA_WEB_UPLOAD_MB raised.`,
  );
}

const NO_FILE = refused(
  'no_file',
  'Chưa chọn tệp. Bấm nút chọn tệp rồi gửi lại. / No file came. Choose one and send it.',
);
const EMPTY = refused(
  'empty_file',
  'Tệp trống (0 byte). Kiểm tra tệp rồi gửi lại. / The file is empty. Look at it and send it again.',
);
const TOO_MANY = refused('too_many_files', 'Chỉ gửi một tệp mỗi lần ở đây. / Only one file at a time here.');
const BROKEN = refused(
  'broken_upload',
  'Tệp đến không trọn vẹn, chưa nhận gì. Gửi lại. / The form broke off; nothing was kept. Send it again.',
);

/** The parts of one form as they come in. */
interface Collection {
  readonly fields: Map<string, string>;
  /** Notes why the form is refused; the first reason counts. */
  fail(failure: Failure): void;
  /** Takes a file to its end, whatever becomes of it. */
  take(sentName: string, chunks: AsyncIterable<unknown>): Promise<void>;
  result(): Result<Received>;
}

/** Why a file is not kept beside those that came before it; null: it is. */
function objectionTo(name: Result<string>, before: readonly string[], isMany: boolean): Failure | null {
  if (!name.ok) return name.failure;
  if (!isMany && before.length > 0) return TOO_MANY.failure;
  // Why without case: some machines keep one file of two such names.
  if (before.length < MOST_FILES && !before.includes(name.value.toLowerCase())) return null;
  return refused('too_many_files', 'Hai tệp trùng tên, hoặc quá nhiều tệp. / Two files of one name, or too many files.')
    .failure;
}

function collection(folder: IncomingFolder, reception: Reception): Collection {
  const fields = new Map<string, string>();
  const files: KeptFile[] = [];
  const names: string[] = [];
  let failure: Failure | null = null;
  let bytes = 0;
  const guarded = (): Failure | null => reception.mayKeep(Object.fromEntries(fields));
  const write = async (
    target: Awaited<ReturnType<IncomingFolder['begin']>> | null,
    chunks: AsyncIterable<unknown>,
  ): Promise<void> => {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      if (bytes > READ_ON) return;
      if (bytes > reception.largest) failure ??= tooLarge(reception.largest).failure;
      if (failure === null) await target?.write(chunk);
    }
  };
  return {
    fields,
    fail: (why) => {
      failure ??= why;
    },
    async take(sentName, chunks) {
      const name = fileNameFrom(sentName, reception.endings);
      failure ??= guarded() ?? objectionTo(name, names, reception.isMany);
      if (name.ok) names.push(name.value.toLowerCase());
      const target = failure === null && name.ok ? await folder.begin(name.value) : null;
      try {
        await write(target, chunks);
      } finally {
        const kept = await target?.close();
        if (kept !== undefined) files.push(kept);
        if (kept?.bytes === 0) failure ??= EMPTY.failure;
      }
    },
    result() {
      const why = failure ?? guarded() ?? (files.length === 0 ? NO_FILE.failure : null);
      return why === null ? done({ fields: Object.fromEntries(fields), files, folder }) : { ok: false, failure: why };
    },
  };
}

/** Reads a body to its end without keeping it; what goes on for too long is cut off. */
async function readOn(body: Body): Promise<void> {
  if (body === null) return;
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > READ_ON) return;
    }
  } catch {
    // Whoever sent it is gone.
  }
}

/** The parts of a form as they are read. */
interface Parts {
  readonly form: BusboyInstance;
  readonly streams: BusboyFileStream[];
  readonly taken: Promise<void>[];
}

function partsOf(contentType: string, into: Collection): Parts {
  const limits = { fieldSize: 10_000, fields: MOST_FIELDS, parts: MOST_FIELDS + MOST_FILES + 10, headerPairs: 50 };
  const form = new Busboy({ headers: { 'content-type': contentType }, preservePath: true, limits });
  const streams: BusboyFileStream[] = [];
  const taken: Promise<void>[] = [];
  form.on('field', (name, value) => into.fields.set(name, value));
  form.on('file', (_field, stream: BusboyFileStream, fileName: string | undefined) => {
    // Why at once: a form may break off before anybody reads the file.
    stream.on('error', () => into.fail(BROKEN.failure));
    // Why: a form whose file was left out sends a part without a name.
    if (fileName === undefined || fileName === '') {
      stream.resume();
      return;
    }
    streams.push(stream);
    const take = into.take(fileName, stream).catch(() => {
      into.fail(BROKEN.failure);
      stream.resume();
    });
    taken.push(take);
  });
  form.on('partsLimit', () => into.fail(TOO_MANY.failure));
  return { form, streams, taken };
}

/** Feeds a form its body; only a few blocks of it are in memory at a time. */
async function feed(form: BusboyInstance, body: Body): Promise<void> {
  const ended = once(form, 'finish');
  ended.catch(() => undefined);
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > READ_ON) throw new RangeError('too much was sent');
    if (!form.write(chunk)) await Promise.race([once(form, 'drain'), ended]);
  }
  form.end();
  await ended;
}

async function receiveParts(body: Body, contentType: string, into: Collection): Promise<void> {
  let parts: Parts | null = null;
  try {
    parts = partsOf(contentType, into);
    await feed(parts.form, body);
  } catch {
    into.fail(BROKEN.failure);
    for (const stream of parts?.streams ?? []) stream.destroy();
  }
  await Promise.all(parts?.taken ?? []);
}

/** How a body comes. */
export interface Arrival {
  readonly body: Body;
  readonly contentType: string;
  /** As announced; null: it was not. */
  readonly length: number | null;
  /** The name of a file that is the body itself; null: a form of several parts. */
  readonly fileName: string | null;
}

/**
 * Receives the files of a form, or a file that is the body itself, straight onto the disk. Refuses, after having read the body to its end: what is larger than
 * it may be, no file or an empty one, a wrong ending, a name that is a path, more files than meant, a form that breaks off, and what `mayKeep` refuses.
 */
export async function receive(arrival: Arrival, reception: Reception): Promise<Result<Received>> {
  const { body, contentType, length, fileName } = arrival;
  const isForm = contentType.toLowerCase().startsWith('multipart/form-data');
  if (length !== null && length > reception.largest + AROUND) {
    await readOn(body);
    return tooLarge(reception.largest);
  }
  if (!isForm && fileName === null) {
    await readOn(body);
    return refused(
      'not_multipart',
      'Cần biểu mẫu có tệp (multipart/form-data). / A form with a file is needed (multipart/form-data), or the file itself with X-File-Name.',
    );
  }
  const folder = await openIncoming(reception.folder);
  const into = collection(folder, reception);
  if (isForm) await receiveParts(body, contentType, into);
  else if (body !== null)
    await into.take(fileName ?? '', body).catch(() => {
      into.fail(BROKEN.failure);
    });
  const result = into.result();
  if (!result.ok) await folder.discard();
  return result;
}

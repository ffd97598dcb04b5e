import { PassThrough, type Writable } from 'node:stream';
import { zipStream } from '../formats/zip-stream.ts';

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  xml: 'application/xml',
  json: 'application/json',
  pdf: 'application/pdf',
  zip: 'application/zip',
  txt: 'text/plain; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Headings that make a browser save an answer under a name instead of showing it; other letters than ASCII as RFC 6266 writes them. */
function headings(name: string): Headers {
  const type = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
  return new Headers({ 'Content-Type': type, 'Content-Disposition': disposition, 'Cache-Control': 'no-store' });
}

async function* asBytes(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function webStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}

/** A file of any length as an answer, a few blocks in memory at a time. `bytes`: how long it is, where that is known. */
export function fileAnswer(
  name: string,
  chunks: AsyncIterable<string | Uint8Array>,
  bytes: number | null = null,
): Response {
  const headers = headings(name);
  if (bytes !== null) headers.set('Content-Length', String(bytes));
  return new Response(webStream(asBytes(chunks)), { headers });
}

/** What a function writes into a stream, as an answer; when the reader leaves, its writing ends with an error. */
export function writtenAnswer(name: string, fill: (target: Writable) => Promise<void>): Response {
  const through = new PassThrough({ highWaterMark: 1 << 16 });
  fill(through).catch((error: unknown) => {
    through.destroy(error instanceof Error ? error : new Error('the file could not be made'));
  });
  return fileAnswer(name, through);
}

/** Files as one archive, made while it is sent. */
export function zipAnswer(
  name: string,
  parts: Iterable<{ readonly name: string; readonly chunks: () => AsyncIterable<Uint8Array> }>,
): Response {
  async function* opened(): AsyncGenerator<{ name: string; chunks: AsyncIterable<Uint8Array> }> {
    for (const part of parts) yield { name: part.name, chunks: part.chunks() };
  }
  return fileAnswer(name, zipStream(opened()));
}

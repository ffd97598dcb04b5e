import { csvRow } from '../formats/csv-text.ts';

/** Rows as they come, as one text; a failure on the way breaks the download off, so that nobody takes half of it for the whole. */
function streamOf(header: readonly string[], rows: AsyncIterable<readonly string[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const cursor = rows[Symbol.asyncIterator]();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(csvRow(header))),
    pull: async (controller) => {
      const { value, done } = await cursor.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(csvRow(value)));
    },
    cancel: async () => {
      await cursor.return?.();
    },
  });
}

/** A CSV file of rows, sent as they are read. Free texts must have gone through `spreadsheetCell`. */
export function csvAnswer(
  fileName: string,
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): Response {
  return new Response(streamOf(header, rows), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName}"`,
    },
  });
}

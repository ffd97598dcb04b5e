/** Takes rows in COPY text form and gives them as bytes, in chunks of whole rows. */
export interface RowSink {
  add(row: string): void;
  chunks(): readonly Uint8Array[];
}

const CHUNK_BYTES = 1 << 18;
const PIECE_CHARACTERS = 1 << 12;
/** Bytes of UTF-8 that a character of JavaScript takes at most. */
const MOST_BYTES = 3;

/**
 * An empty sink. Why bytes in chunks: a write or a hash for each row costs more than the row, and strings take twice the room. Why in small pieces:
 * JavaScript puts a text together only when it is read, and a long one of many rows has left the processor's memory by then.
 */
export function rowSink(): RowSink {
  const chunks: Uint8Array[] = [];
  let [chunk, filled, piece] = [Buffer.allocUnsafe(0), 0, ''];
  const endChunk = (): void => {
    if (filled > 0) chunks.push(chunk.subarray(0, filled));
    filled = 0;
  };
  const endPiece = (): void => {
    const most = piece.length * MOST_BYTES;
    if (filled + most > chunk.length) {
      endChunk();
      chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, most));
    }
    filled += chunk.write(piece, filled);
    piece = '';
  };
  return {
    add(row) {
      piece += row;
      if (piece.length > PIECE_CHARACTERS) endPiece();
    },
    chunks() {
      if (piece !== '') endPiece();
      endChunk();
      return chunks;
    },
  };
}

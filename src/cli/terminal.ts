/** Where a command writes: answers on standard output, progress and errors on standard error. */
export interface Terminal {
  print(text: string): void;
  error(text: string): void;
  /** One line that replaces the one before it where a person watches; else a line now and then. */
  progress(text: string): void;
  /** Ends the progress line. */
  progressDone(): void;
}

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const QUIET_STEP_MS = 2000;

/** A terminal on two streams; `now` gives milliseconds, to thin out progress where nobody watches. */
export function openTerminal(out: Stream, err: Stream, now: () => number): Terminal {
  let last = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (err.isTTY === true && last !== '') err.write('\r\u001B[2K');
    last = '';
  };
  return {
    print: (text) => out.write(`${text}\n`),
    error: (text) => {
      clear();
      err.write(`${text}\n`);
    },
    progress: (text) => {
      if (text === last) return;
      if (err.isTTY === true) {
        err.write(`\r\u001B[2K${text}`);
        last = text;
      } else if (now() - lastAt >= QUIET_STEP_MS) {
        err.write(`${text}\n`);
        last = text;
        lastAt = now();
      }
    },
    progressDone: () => {
      if (err.isTTY === true && last !== '') err.write('\n');
      last = '';
    },
  };
}

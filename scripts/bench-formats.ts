// How fast messages of ISO 20022 are read and written, beside other programs: npm run bench:formats -- [ITEMS]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ReadingFigure, measureReading } from './bench/formats-read.ts';

/** What reading must not fall below, and what it must not take. */
const GOAL = { itemsPerSecond: 50_000, peakMib: 150 };

function figureText({ file, megabytes, items, reader, does, measured }: ReadingFigure): string {
  const head = `${file.padEnd(9)} ${megabytes.toFixed(0).padStart(5)} MB  ${reader.padEnd(16)}`;
  if (measured === null) return `${head} could not read it (${does})`;
  const rate = measured.items / measured.seconds;
  const same = measured.items === items ? '' : ` WRONG: ${measured.items} items`;
  return `${head} ${rate.toFixed(0).padStart(8)}/s ${measured.seconds.toFixed(2).padStart(7)} s ${measured.peakMib.toFixed(0).padStart(6)} MiB  (${does})${same}`;
}

function missed({ reader, measured, items }: ReadingFigure): boolean {
  if (reader !== 'chitra') return false;
  if (measured === null || measured.items !== items) return true;
  return measured.items / measured.seconds < GOAL.itemsPerSecond || measured.peakMib > GOAL.peakMib;
}

const items = Number(process.argv[2] ?? '200000');
if (!Number.isSafeInteger(items) || items < 1) {
  process.stderr.write('bench-formats: ITEMS must be a whole number above 0.\n');
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-bench-formats-'));
  try {
    const figures = await measureReading(folder, items, (figure) => process.stdout.write(`${figureText(figure)}\n`));
    for (const one of figures.filter(missed)) process.stdout.write(`GOAL MISSED: ${figureText(one)}\n`);
    const writers = fileURLToPath(new URL('bench/formats-write.ts', import.meta.url));
    const written = spawnSync(process.execPath, [writers, '--payments', String(items)], { stdio: 'inherit' });
    process.exitCode = figures.some(missed) || written.status !== 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

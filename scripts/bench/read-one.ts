// One reader on one file, in a process of its own: node read-one.ts READER FILE ELEMENT. Prints items, seconds and the peak of memory in MiB.
import { createReadStream, readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { openIsoReader } from '../../src/formats/iso-reader.ts';
import { fileBlocks } from '../../src/store/files.ts';

async function byChitra(path: string): Promise<number> {
  let items = 0;
  const count = (): void => {
    items += 1;
  };
  const reader = openIsoReader({ movement: count, status: (one) => one.level === 'line' && count() });
  for await (const chunk of fileBlocks(path)) if (!reader.write(chunk)) break;
  const read = reader.finish();
  if (!read.ok || read.value.problems.length > 0) throw new Error('the file was not read as it was written');
  return items;
}

async function bySaxes(path: string, element: string): Promise<number> {
  let [items, letters] = [0, 0];
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    if (tag.name === element) items += 1;
  });
  parser.on('text', (text) => {
    letters += text.length;
  });
  parser.on('closetag', () => {});
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(path))
    if (chunk instanceof Uint8Array) parser.write(decoder.decode(chunk, { stream: true }));
  parser.close();
  if (letters === 0) throw new Error('no text was read');
  return items;
}

function byTree(path: string, element: string): number {
  const found: unknown[] = [];
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray: (name) => name === element });
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inside] of Object.entries(value)) {
      if (name === element && Array.isArray(inside)) found.push(...inside.slice(0, 1), inside.length);
      else walk(inside);
    }
  };
  walk(parser.parse(readFileSync(path)));
  const [, count] = found;
  return Number(count);
}

const [, , reader = '', path = '', element = ''] = process.argv;
const start = performance.now();
const items =
  reader === 'chitra'
    ? await byChitra(path)
    : reader === 'saxes'
      ? await bySaxes(path, element)
      : byTree(path, element);
const seconds = (performance.now() - start) / 1000;
const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
process.stdout.write(`${items} ${seconds.toFixed(3)} ${peak.toFixed(0)}\n`);

import { readFileSync } from 'node:fs';

/** A file that pages load from the console itself. */
export interface Asset {
  readonly type: string;
  readonly text: string;
}

const TYPES: Readonly<Record<string, string>> = {
  'console.css': 'text/css; charset=utf-8',
  'frame.css': 'text/css; charset=utf-8',
  'charts.css': 'text/css; charset=utf-8',
  'work.css': 'text/css; charset=utf-8',
  'pages.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
};

/** Reads the console's style, script and mark, by file name. */
export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    Object.entries(TYPES).map(([name, type]) => [
      name,
      { type, text: readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8') },
    ]),
  );
}

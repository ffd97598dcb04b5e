import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type Installation, chitra } from './chitra.ts';
import type { Dialect, PrintedStatement } from './iso-printer.ts';

/** How the messages are written. */
export const DIALECT: Dialect = {
  version: 8,
  prefix: '',
  hasNamespace: true,
  isPretty: true,
  usesCdata: false,
  encoding: 'utf8',
};

/** A statement of two bookings: two payments, and one that came back. */
export const STATEMENT: PrintedStatement = {
  id: 'S1',
  sequence: 1,
  account: '0201000123456',
  currency: 'VND',
  opening: 10_000_000,
  closing: 9_460_000,
  entries: [
    {
      reference: '1',
      direction: 'DBIT',
      amount: 1_080_000,
      status: 'BOOK',
      day: '2026-11-20',
      isReversal: false,
      text: '',
      details: [
        { endToEndId: 'E1', instructionId: '', uetr: '', amount: 540_000, reason: '', text: 'NGUYEN VAN A' },
        { endToEndId: 'E2', instructionId: '', uetr: '', amount: 540_000, reason: '', text: '' },
      ],
    },
    {
      reference: '2',
      direction: 'CRDT',
      amount: 540_000,
      status: 'BOOK',
      day: '2026-11-20',
      isReversal: false,
      text: '',
      details: [{ endToEndId: 'E0', instructionId: '', uetr: '', amount: 540_000, reason: 'AC04', text: '' }],
    },
  ],
};

/** An installation without services that inspects files. */
export interface Inspecting {
  readonly folder: string;
  readonly at: Installation;
  readonly inspected: (name: string, content: string | Uint8Array, ...words: string[]) => Promise<Answer>;
  /** Exit code and answer as JSON; nothing may stand on standard error. */
  readonly json: (name: string, content: string | Uint8Array) => Promise<[number | null, Record<string, unknown>]>;
  readonly drop: () => void;
}

/** Makes one in a folder of its own. Nobody answers at its database: whoever opens it fails. */
export function openInspecting(): Inspecting {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-inspect-'));
  const environment = {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
    CHITRA_HOME: join(folder, 'home'),
    CHITRA_OUT: join(folder, 'out'),
    LOG_LEVEL: 'silent',
  };
  const at = { databaseUrl: environment.DATABASE_URL, redisUrl: null, out: folder, environment, drop: async () => {} };
  const inspected: Inspecting['inspected'] = (name, content, ...words) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return chitra(at, 'inspect', path, ...words);
  };
  return {
    folder,
    at,
    inspected,
    json: async (name, content) => {
      const { code, stdout, stderr } = await inspected(name, content, '--json');
      if (stderr !== '') throw new Error(stderr);
      const answer: Record<string, unknown> = JSON.parse(stdout);
      return [code, answer];
    },
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTROLS } from '../../src/domain/control.ts';
import { importRegistry } from '../../src/payroll/import-registry.ts';
import { type Office, granted, openOffice } from '../support/office.ts';
import { aDay } from '../support/law.ts';
import {
  type ControlScore,
  explanationsOf,
  plantedByControl,
  scoreOf,
  scoreTable,
} from '../support/planted-controls.ts';
import { PEOPLE, type Row, generate, readRows } from '../support/sample-province.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'controls-'));
const SAMPLE = join(FOLDER, 'sample');
let office: Office;
let scores: readonly ControlScore[] = [];

async function load(path: string): Promise<void> {
  const options = { path, actor: 'an', today: aDay('2026-10-20'), strict: false, out: office.at.out };
  granted(await importRegistry(office.context.database, options));
}

/** The registry as it was before edits, so that its history holds them. */
async function loadBefore(): Promise<void> {
  const before = join(FOLDER, 'before');
  mkdirSync(before);
  copyFileSync(join(SAMPLE, 'communes.csv'), join(before, 'communes.csv'));
  copyFileSync(join(SAMPLE, 'persons_before.csv'), join(before, 'persons.csv'));
  await load(before);
}

beforeAll(async () => {
  const made = generate(SAMPLE);
  if (made.status !== 0) throw new Error(`no sample: ${made.stderr}`);
  office = await openOffice();
  await loadBefore();
  await load(SAMPLE);
  const run = await office.run();
  if (run.status !== 'draft') throw new Error(`the run is ${run.status}: ${run.failure ?? ''}`);
  const rows = await office.ask(
    'SELECT person_id, control, commune_code FROM run_exception WHERE run_no = $1',
    run.runNo,
  );
  const read = (name: string): readonly Row[] => readRows(SAMPLE, `${name}.csv`);
  const truth = plantedByControl(read('planted'));
  const explain = explanationsOf({
    persons: read('persons'),
    awards: read('awards'),
    suspensions: read('suspensions'),
  });
  const found = Map.groupBy(rows, (row) => String(row['control']));
  scores = CONTROLS.map((control) => {
    const who = (found.get(control) ?? []).map((row) => String(row['person_id']) || String(row['commune_code']));
    return scoreOf(control, truth.get(control) ?? new Set(), new Set(who), explain);
  });
  process.stdout.write(
    `\nControls on a sample province of ${PEOPLE} people, seed 7, run of 2026-11:\n${scoreTable(scores)}\n\n`,
  );
}, 240_000);

afterAll(async () => {
  await office.close();
  rmSync(FOLDER, { recursive: true });
});

test('every anomaly that was planted is found', () => {
  const missed = scores.flatMap((score) => score.missed.map((who) => `${score.control}: ${who}`));
  expect(missed).toEqual([]);
});

test('what else is found, the files explain', () => {
  const alarms = scores.flatMap((score) => score.falseAlarms.map((who) => `${score.control}: ${who}`));
  expect(alarms).toEqual([]);
});

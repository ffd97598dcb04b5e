import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figures, Parts } from './figures.ts';
import { type Bench, type Step, measureStep } from './steps.ts';

const CHITRA = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

type Answer = Readonly<Record<string, unknown>>;

function answerOf(step: Step): Answer {
  const value: unknown = JSON.parse(step.answer);
  if (typeof value !== 'object' || value === null) throw new Error('a command answered no JSON object');
  return Object.fromEntries(Object.entries(value));
}

function hashesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = names.map((one) => join(one.parentPath, one.name)).sort();
  return new Map(
    paths.map((path) => [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

function areSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([path, hash]) => other.get(path) === hash);
}

interface StageTimes {
  readonly opened: number;
  readonly approved: number;
  readonly compute: number;
  readonly check: number;
  readonly issue: number;
  readonly files: number;
  readonly seal: number;
}

async function partsOf(bench: Bench, runNo: number): Promise<Parts> {
  const stage = (name: string): string =>
    `extract(epoch FROM max(w.done_at) FILTER (WHERE w.stage = '${name}'))::float8 AS ${name}`;
  const { rows } = await bench.database.pool.query<StageTimes>(
    `SELECT extract(epoch FROM r.opened_at)::float8 AS opened, extract(epoch FROM r.approved_at)::float8 AS approved,
       ${['compute', 'check', 'issue', 'files', 'seal'].map(stage).join(', ')}
     FROM run r JOIN work_item w USING (run_no) WHERE r.run_no = $1 GROUP BY r.run_no`,
    [runNo],
  );
  const [times] = rows;
  if (times === undefined) throw new Error('the run left no work behind');
  return {
    compute: times.compute - times.opened,
    check: times.check - times.compute,
    issue: times.issue - times.approved,
    files: times.files - times.issue,
    seal: times.seal - times.files,
  };
}

async function runNumber(bench: Bench, runId: string): Promise<number> {
  const { rows } = await bench.database.pool.query<{ run_no: number }>('SELECT run_no FROM run WHERE run_id = $1', [
    runId,
  ]);
  if (rows[0] === undefined) throw new Error(`the run ${runId} is not in the database`);
  return rows[0].run_no;
}

/** The steps of a month, measured. */
export type MonthFigures = Pick<
  Figures,
  | 'import'
  | 'run'
  | 'approve'
  | 'files'
  | 'parts'
  | 'importRows'
  | 'rejected'
  | 'payments'
  | 'payoutFiles'
  | 'isSameFiles'
> & { readonly runNo: number };

/** Imports a registry, runs and approves November 2026 and writes its files a second time, each as a command of its own. */
export async function measureMonth(bench: Bench, registry: string, folder: string): Promise<MonthFigures> {
  const chitra = (name: string, ...args: string[]): Promise<Step> => measureStep(bench, name, [CHITRA, name, ...args]);
  const imported = await chitra('import', registry, '--actor', 'a', '--json');
  const run = await chitra('run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'a', '--json');
  const runId = String(answerOf(run)['run_id']);
  const approve = await chitra('approve', runId, '--actor', 'b', '--json');
  const again = join(folder, 'again');
  const files = await chitra('files', runId, '--out', again);
  const [issued, rewritten] = [hashesIn(join(folder, 'out', '2026-11')), hashesIn(join(again, '2026-11'))];
  const runNo = await runNumber(bench, runId);
  return {
    runNo,
    import: imported.cost,
    run: run.cost,
    approve: approve.cost,
    files: files.cost,
    parts: await partsOf(bench, runNo),
    importRows: Number(answerOf(imported)['rows']),
    rejected: Number(answerOf(imported)['rejected']),
    payments: Number(answerOf(approve)['payments']),
    payoutFiles: issued.size - 1,
    isSameFiles: areSame(issued, rewritten),
  };
}

import { RUN_STATUSES } from '../domain/run.ts';
import type { Context } from '../payroll/context.ts';
import { countRuns, countWork } from '../store/run-report.ts';
import { livingWorkers } from '../store/workers.ts';

const SEEN_WITHIN_SECONDS = 5;

function gauge(name: string, help: string, samples: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples, ''].join('\n');
}

/** The state of the installation in the Prometheus text format 0.0.4: counts of runs, work and workers, nothing about persons. */
export async function metricsText(context: Context): Promise<string> {
  const [runs, work, workers, jobs] = await Promise.all([
    countRuns(context.database),
    countWork(context.database),
    livingWorkers(context.database, SEEN_WITHIN_SECONDS),
    context.queue.waiting(),
  ]);
  return [
    gauge(
      'chitra_runs',
      'Runs by status.',
      RUN_STATUSES.map((status) => `chitra_runs{status="${status}"} ${runs.get(status) ?? 0}`),
    ),
    gauge('chitra_work_items', 'Pieces of work of unfinished runs.', [
      `chitra_work_items{state="waiting"} ${work.waiting}`,
      `chitra_work_items{state="running"} ${work.running}`,
    ]),
    gauge('chitra_workers', `Workers that reported within ${SEEN_WITHIN_SECONDS} seconds.`, [
      `chitra_workers ${workers}`,
    ]),
    gauge('chitra_queue_jobs_waiting', 'Jobs waiting in the queue.', [`chitra_queue_jobs_waiting ${jobs}`]),
  ].join('');
}

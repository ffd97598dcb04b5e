import { RUN_STATUSES } from '../domain/run.ts';
import type { Context } from '../payroll/context.ts';
import { countRuns, countWork } from '../store/run-report.ts';
import { watchedState } from '../store/system-state.ts';
import { livingWorkers } from '../store/workers.ts';
import type { RequestMeter } from './request-meter.ts';

const SEEN_WITHIN_SECONDS = 5;
const TASK_STATES = ['waiting', 'running', 'done', 'failed'];

function gauge(name: string, help: string, samples: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples, ''].join('\n');
}

/** The state of the installation in the Prometheus text format 0.0.4: counts of runs, work, workers and requests, nothing about persons. */
export async function metricsText(context: Context, meter: RequestMeter): Promise<string> {
  const [runs, work, workers, jobs, watched] = await Promise.all([
    countRuns(context.database),
    countWork(context.database),
    livingWorkers(context.database, SEEN_WITHIN_SECONDS),
    context.queue.waiting(),
    watchedState(context.database),
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
    gauge('chitra_work_oldest_waiting_seconds', 'How long the oldest open piece of work has waited.', [
      `chitra_work_oldest_waiting_seconds ${watched.oldestWaiting}`,
    ]),
    gauge('chitra_sessions', 'People signed in at the console and not idle.', [`chitra_sessions ${watched.sessions}`]),
    gauge(
      'chitra_tasks',
      'Long work asked for in the console, by state.',
      TASK_STATES.map((state) => `chitra_tasks{state="${state}"} ${watched.tasks.get(state) ?? 0}`),
    ),
    meter.text(),
  ].join('');
}

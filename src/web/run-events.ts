import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { errorCode } from '../log.ts';
import { isUnderWay } from '../payroll/show-run.ts';
import { type Run, getRun, progressOf } from '../store/runs.ts';
import type { Database } from '../store/database.ts';
import { stepsOf } from './steps.ts';
import type { Visit } from './visit.ts';

const EVERY_MS = 700;

/**
 * Server-sent events of a run: `progress` with its status and steps for as long as workers are at it, then `over`, upon which
 * the page loads again. Ends when the reader leaves or the console stops.
 */
export function runEvents(visit: Visit, first: Run): Response {
  const { context, settings } = visit.office;
  return streamSSE(visit.request, async (stream) => {
    try {
      await follow(stream, visit.database, first, settings.stop);
    } catch (error) {
      // Why: thrown on, the text of the error would be sent to the reader. The browser asks again by itself.
      context.log.warn('events of a run broke off', { run_id: first.runId, code: errorCode(error) });
    }
  });
}

async function follow(stream: SSEStreamingApi, database: Database, first: Run, stop: AbortSignal): Promise<void> {
  let run = first;
  while (!stream.aborted && !stop.aborted) {
    const steps = stepsOf(run, await progressOf(database, run.runNo));
    const data = JSON.stringify({ status: run.status, steps });
    await stream.writeSSE({ event: isUnderWay(run) ? 'progress' : 'over', data });
    if (!isUnderWay(run)) return;
    await stream.sleep(EVERY_MS);
    run = await getRun(database, run.runNo);
  }
}

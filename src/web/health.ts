import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../payroll/context.ts';
import { proveDatabase } from '../store/run-report.ts';

const PATIENCE_MS = 2000;

async function answers(question: Promise<unknown>): Promise<boolean> {
  const tooLate = new AbortController();
  try {
    return await Promise.race([
      question.then(
        () => true,
        () => false,
      ),
      sleep(PATIENCE_MS, false, { signal: tooLate.signal }),
    ]);
  } finally {
    tooLate.abort();
  }
}

/** What does not answer within two seconds, as a sentence; null: database and queue both do. */
export async function whatIsAway(context: Context): Promise<string | null> {
  const [database, queue] = await Promise.all([
    answers(proveDatabase(context.database)),
    answers(context.queue.waiting()),
  ]);
  if (database && queue) return null;
  if (!database && !queue)
    return 'The database and the queue do not answer. Check that PostgreSQL and Redis are running.';
  return database
    ? `The queue (${context.queue.backend}) does not answer. Check that it is running.`
    : 'The database does not answer. Check that PostgreSQL is running.';
}

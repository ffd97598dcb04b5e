import type { Database } from './database.ts';

/** Says that a worker process is alive; the first time it is added. */
export async function reportWorker(
  database: Database,
  worker: { workerId: string; host: string; pid: number },
): Promise<void> {
  await database.pool.query(
    `INSERT INTO worker (worker_id, host, pid) VALUES ($1, $2, $3) ON CONFLICT (worker_id) DO UPDATE SET seen_at = now()`,
    [worker.workerId, worker.host, worker.pid],
  );
}

/** Takes a worker that ends from the list. */
export async function removeWorker(database: Database, workerId: string): Promise<void> {
  await database.kysely.deleteFrom('worker').where('worker_id', '=', workerId).execute();
}

/** How many workers said within the last seconds that they are alive. */
export async function livingWorkers(database: Database, withinSeconds: number): Promise<number> {
  const { rows } = await database.pool.query<{ alive: number }>(
    `SELECT count(*) AS alive FROM worker WHERE seen_at > now() - $1 * interval '1 second'`,
    [withinSeconds],
  );
  return rows[0]?.alive ?? 0;
}

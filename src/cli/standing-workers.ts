import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { errorCode } from '../log.ts';
import type { Context } from '../payroll/context.ts';
import { dispatchWork } from '../payroll/do-work.ts';
import type { Services } from '../start.ts';
import { countWork } from '../store/run-report.ts';
import { ownWorkers } from './own-workers.ts';

const LOOK_EVERY_MS = 1000;
const RESEND_AFTER_MS = 2000;
/** How long workers are kept that have nothing to do, in looks. */
const IDLE_LOOKS = 30;

/** While there is work and nobody at it, workers of the console's own do it: a small office needs no other process. Until `stop`. */
export async function keepWorkers(
  context: Context,
  config: Config,
  services: Services,
  stop: AbortSignal,
): Promise<void> {
  const workers = ownWorkers(context, config, services);
  let idle = 0;
  while (!stop.aborted) {
    try {
      const { waiting, running } = await countWork(context.database);
      idle = waiting + running === 0 ? idle + 1 : 0;
      if (idle === 0) {
        await workers.keepAlive();
        await dispatchWork(context, RESEND_AFTER_MS);
      }
      if (idle === IDLE_LOOKS) await workers.stop();
    } catch (error) {
      context.log.warn('looking for work failed; trying again', { code: errorCode(error) });
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
  await workers.stop();
}

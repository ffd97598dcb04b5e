import { setTimeout as sleep } from 'node:timers/promises';
import { bilingual } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import { STAGE_LABELS } from '../labels/runs.ts';
import type { Context } from '../payroll/context.ts';
import { dispatchWork } from '../payroll/do-work.ts';
import { type Run, type StageProgress, getRun, progressOf } from '../store/runs.ts';
import { type Services, findServices, openContext } from '../start.ts';
import { type Call, type ExitCode, refuse } from './command.ts';
import { type OwnWorkers, ownWorkers } from './own-workers.ts';

const POLL_MS = 200;
const RESEND_AFTER_MS = 2000;

function progressLine(stages: readonly StageProgress[]): string {
  const at = stages.find((stage) => stage.done < stage.all) ?? stages.at(-1);
  if (at === undefined) return '';
  const people = at.stage === 'compute' && at.persons > 0 ? ` · ${grouped(at.persons)} người / people to pay` : '';
  const label = STAGE_LABELS[at.stage];
  return `${label === undefined ? at.stage : bilingual(label)}: ${grouped(at.done)}/${grouped(at.all)}${people}`;
}

/** Waits until `isOver` says so of the run, keeps workers alive meanwhile, and shows how far the work is. */
async function waitFor(
  call: Call,
  context: Context,
  workers: OwnWorkers,
  runNo: number,
  isOver: (run: Run) => boolean,
): Promise<Run> {
  for (let round = 0; ; round++) {
    const run = await getRun(context.database, runNo);
    if (isOver(run)) return run;
    if (round % 10 === 0) await workers.keepAlive();
    await dispatchWork(context, RESEND_AFTER_MS).catch(() => undefined);
    call.terminal.progress(progressLine(await progressOf(context.database, runNo)));
    await sleep(POLL_MS);
  }
}

/** What a command does with an open context and workers: begin something, and wait for it. */
export interface Working {
  readonly context: Context;
  readonly services: Services;
  readonly waitFor: (runNo: number, isOver: (run: Run) => boolean) => Promise<Run>;
}

/** Opens services, context and workers for a command, and closes them again whatever happens. */
export async function withWorkers(call: Call, work: (working: Working) => Promise<ExitCode>): Promise<ExitCode> {
  const services = await findServices(call.config, { queue: true });
  if (!services.ok) return refuse(call, services.failure);
  const opened = await openContext(call.config, services.value);
  if (!opened.ok) return refuse(call, opened.failure);
  const context = opened.value.value;
  const workers = ownWorkers(context, call.config, services.value);
  const interrupted = (): void => {
    call.terminal.error('chitra: interrupted; the work that is done is kept. The same command goes on with it.');
    const closed = workers.stop().then(() => opened.value.close());
    closed.then(
      () => process.exit(1),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await work({
      context,
      services: services.value,
      waitFor: (runNo, isOver) => waitFor(call, context, workers, runNo, isOver),
    });
  } finally {
    call.terminal.progressDone();
    await workers.stop();
    await opened.value.close();
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

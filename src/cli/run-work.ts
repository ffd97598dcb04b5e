import { setTimeout as sleep } from 'node:timers/promises';
import { bilingual } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import { STAGE_LABELS } from '../labels/runs.ts';
import type { Context } from '../payroll/context.ts';
import { dispatchWork } from '../payroll/do-work.ts';
import { type Run, type StageProgress, getRun, progressOf } from '../store/runs.ts';
import { worstFailure } from '../store/work.ts';
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

/** So many failures of one piece while a command waits, and the command no longer does. */
const PATIENCE = 6;

/** Thrown when the books are signed and what follows fails again and again: a person must look at the cause. */
class StuckWork extends Error {
  override readonly name = 'StuckWork';
}

/** Throws StuckWork when a piece of work failed PATIENCE times since there were `before` failures. */
async function notStuck(context: Context, runNo: number, before: number): Promise<void> {
  const worst = await worstFailure(context.database, runNo);
  if (worst === null || worst.failures < before + PATIENCE) return;
  const label = STAGE_LABELS[worst.stage];
  throw new StuckWork(
    `The run is approved, but this fails again and again: ${label === undefined ? worst.stage : bilingual(label)} (${worst.code}). Nothing is lost; remove the cause (CHITRA_OUT, disk, database) and approve again as the same person: the work goes on.`,
  );
}

/** Waits until `isOver` says so of the run, keeps workers alive meanwhile, and shows how far the work is. */
async function waitFor(
  call: Call,
  context: Context,
  workers: OwnWorkers,
  runNo: number,
  isOver: (run: Run) => boolean,
): Promise<Run> {
  const failures = (await worstFailure(context.database, runNo))?.failures ?? 0;
  for (let round = 0; ; round++) {
    const run = await getRun(context.database, runNo);
    if (isOver(run)) return run;
    await notStuck(context, runNo, failures);
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
  const opened = await openContext(call, services.value);
  if (!opened.ok) return refuse(call, opened.failure);
  const context = opened.value.value;
  const workers = ownWorkers(context, call.config, services.value);
  const interrupted = (): void => {
    call.terminal.error('chitra: interrupted; the work that is done is kept. The same command goes on with it.');
    const closed = workers
      .stop()
      .then(() => opened.value.close())
      .then(() => call.trail.end({ exitCode: 1, error: 'interrupted' }));
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
  } catch (error) {
    if (error instanceof StuckWork) return refuse(call, { code: 'work_stuck', message: error.message });
    throw error;
  } finally {
    call.terminal.progressDone();
    await workers.stop();
    await opened.value.close();
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

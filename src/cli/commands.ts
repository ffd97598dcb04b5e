import type { Command } from './command.ts';
import { approve, files, reject, run } from './run.ts';
import { config, migrate, schedule, status, worker } from './services.ts';

/** Every command, in the order of a month. */
export const COMMANDS: readonly Command[] = [migrate, run, approve, reject, files, status, config, worker, schedule];

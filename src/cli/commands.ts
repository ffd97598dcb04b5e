import type { Command } from './command.ts';
import { audit } from './audit.ts';
import { activate, list, propose, show } from './catalogue.ts';
import { answer, confirm, correct } from './correct.ts';
import { encrypt } from './encrypt.ts';
import { explain } from './explain.ts';
import { exportCommand } from './export.ts';
import { form09 } from './form-09.ts';
import { handBack } from './hand-back.ts';
import { hold, release } from './hold.ts';
import { importCommand } from './import.ts';
import { inspect } from './inspect.ts';
import { proof } from './proof.ts';
import { pack } from './pack.ts';
import { reconcile } from './reconcile.ts';
import { report } from './report.ts';
import { approve, files, reject, run } from './run.ts';
import { serve } from './serve.ts';
import { close, settle } from './settle.ts';
import { simulate } from './simulate.ts';
import { config, migrate, schedule, status, worker } from './services.ts';
import { userAdd, userDisable, userEnable, userList, userPassword, userRole } from './user.ts';
import { uncollected } from './uncollected.ts';
import { verify } from './verify.ts';

/** Every command, in the order of a month. */
export const COMMANDS: readonly Command[] = [
  migrate,
  importCommand,
  simulate,
  propose,
  activate,
  list,
  show,
  hold,
  release,
  run,
  approve,
  reject,
  files,
  inspect,
  encrypt,
  settle,
  correct,
  confirm,
  answer,
  handBack,
  reconcile,
  close,
  explain,
  report,
  form09,
  uncollected,
  pack,
  exportCommand,
  verify,
  proof,
  audit,
  status,
  config,
  userAdd,
  userList,
  userRole,
  userPassword,
  userDisable,
  userEnable,
  worker,
  serve,
  schedule,
];

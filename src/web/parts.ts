import { ACCOUNT_PART } from './pages/account.ts';
import { CALENDAR_PART } from './pages/calendar.ts';
import { COMMUNES_PART } from './pages/communes.ts';
import { CASE_PART } from './pages/exception-case.ts';
import { EXCEPTIONS_PART } from './pages/exceptions.ts';
import { EXPORTS_PART } from './pages/exports.ts';
import { IMPORT_PART } from './pages/import.ts';
import { IMPORTS_PART } from './pages/imports.ts';
import { LAW_PART } from './pages/law.ts';
import { LOG_PART } from './pages/log.ts';
import { OVERPAYMENTS_PART } from './pages/overpayments.ts';
import { OVERVIEW_PART } from './pages/overview.ts';
import { PAYOUT_FILES_PART } from './pages/payout-files.ts';
import { PERSON_PART } from './pages/person.ts';
import { PERSONS_PART } from './pages/persons.ts';
import { REPORTS_PART } from './pages/reports.ts';
import { RUN_FILES_PART } from './pages/run-files.ts';
import { RUN_PART } from './pages/run.ts';
import { RUNS_PART } from './pages/runs.ts';
import { SETTLEMENT_FILE_PART } from './pages/settlement-file.ts';
import { SETTLEMENT_UPLOAD_PART } from './pages/settlement-upload.ts';
import { SETTLEMENT_PART } from './pages/settlement.ts';
import { SYSTEM_PART } from './pages/system.ts';
import { TASKS_PART } from './pages/tasks.ts';
import { USERS_PART } from './pages/users.ts';
import type { Part } from './route.ts';

/** Every part of the console: a new screen is a file in pages/ and a line here. */
export const PARTS: readonly Part[] = [
  OVERVIEW_PART,
  RUNS_PART,
  RUN_PART,
  LAW_PART,
  USERS_PART,
  ACCOUNT_PART,
  IMPORTS_PART,
  IMPORT_PART,
  TASKS_PART,
  CALENDAR_PART,
  LOG_PART,
  SYSTEM_PART,
  REPORTS_PART,
  EXPORTS_PART,
  PAYOUT_FILES_PART,
  SETTLEMENT_PART,
  SETTLEMENT_UPLOAD_PART,
  SETTLEMENT_FILE_PART,
  RUN_FILES_PART,
  EXCEPTIONS_PART,
  CASE_PART,
  PERSONS_PART,
  PERSON_PART,
  OVERPAYMENTS_PART,
  COMMUNES_PART,
];

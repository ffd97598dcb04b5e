import { type Result, done, refused } from '../../domain/failure.ts';
import { yearOf } from '../../domain/month.ts';
import type { UserRole } from '../../domain/user.ts';
import { runsOfExport } from '../../payroll/export-runs.ts';
import { auditCsv } from '../../payroll/list-audit.ts';
import { listBalances, listOverpayments } from '../../payroll/list-balances.ts';
import { exportBudgets } from '../../store/budgets.ts';
import { TABLE_EXPORTS, exportTable } from '../../store/exports.ts';
import { fileAnswer, writtenAnswer } from '../downloads.ts';
import { type Field, type Input, monthIn, textIn } from '../fields.ts';
import { type Download, type Part, READERS } from '../route.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';

/** What can be taken out as CSV, as `chitra export` writes it. */
export const EXPORTS = [...TABLE_EXPORTS, 'balances', 'overpayments', 'budgets'] as const;

const QUERY: readonly Field[] = [
  { name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: false },
  { name: 'run', label: { vi: 'Đợt', en: 'run' }, kind: 'line', required: false },
];

const NO_RUN = refused(
  'unknown_run',
  'Không có đợt nào như vậy trong phạm vi của bạn. / There is no such run in your scope.',
);

async function send(visit: Visit, what: (typeof EXPORTS)[number], query: Input): Promise<Result<Response>> {
  const { database } = visit;
  const month = textIn(query, 'month') === '' ? null : monthIn(query, 'month');
  const name = [what, textIn(query, 'run') || textIn(query, 'month')].filter((part) => part !== '').join('-');
  if (what === 'budgets') {
    const year = month === null ? null : yearOf(month);
    return done(writtenAnswer(`${name}.csv`, (target) => exportBudgets(database, year, target)));
  }
  const runs = await runsOfExport(database, what, { runId: textIn(query, 'run') || null, month });
  const last = runs.at(-1);
  if (last === undefined) return NO_RUN;
  const table = TABLE_EXPORTS.find((one) => one === what);
  if (table !== undefined) {
    const runNos = runs.map((run) => run.runNo);
    return done(writtenAnswer(`${name}.csv`, (target) => exportTable(database, table, runNos, target)));
  }
  const seen = { ...visit.office.context, database };
  return done(fileAnswer(`${name}.csv`, what === 'balances' ? listBalances(seen, last) : listOverpayments(seen, last)));
}

function download(what: (typeof EXPORTS)[number]): Download {
  return {
    name: `export-${what}`,
    path: `/exports/${what}.csv`,
    roles: READERS,
    summary: { vi: `Xuất ${what} (CSV)`, en: `${what} as CSV, of a run, of a month, or of the latest run` },
    query: QUERY,
    send: (visit, query) => send(visit, what, query),
  };
}

const AUDITORS: readonly UserRole[] = ['auditor', 'admin'];

/** The whole audit log as CSV, in its order, with the hashes by which it is proved. */
const AUDIT: Download = {
  name: 'export-audit',
  path: '/exports/audit.csv',
  roles: AUDITORS,
  summary: { vi: 'Xuất nhật ký (CSV)', en: 'The audit log as CSV, of a month or all of it' },
  query: [{ name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: false }],
  send(visit, query) {
    const barred = provinceOnly(visit);
    if (barred !== null) return Promise.resolve({ ok: false, failure: barred });
    const { timeZone } = visit.office.settings;
    const of = textIn(query, 'month') === '' ? null : { month: monthIn(query, 'month'), timeZone };
    return Promise.resolve(done(fileAnswer('audit.csv', auditCsv(visit.database, of))));
  },
};

/** Tables as CSV, straight from the database, and only what the user sees. */
export const EXPORTS_PART: Part = {
  screens: [],
  actions: [],
  readings: [],
  downloads: [...EXPORTS.map(download), AUDIT],
};

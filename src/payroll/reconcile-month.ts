import { type Result, done, refused } from '../domain/failure.ts';
import { type Month, formatMonth } from '../domain/month.ts';
import { ZERO_VND, sumVnd, vnd } from '../domain/money.ts';
import type { ReconciledControl, ReconciledRun, Reconciliation } from '../formats/reconciliation.ts';
import { reconciliationWorkbook } from '../formats/workbook.ts';
import type { Database } from '../store/database.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import { listOverpaid, sumsFourWays, totalsByMonth, totalsByProvider, totalsHeld } from '../store/reconciliation.ts';
import { type Run, listRuns } from '../store/runs.ts';

function shown(run: Run): ReconciledRun {
  const { totals } = run;
  return {
    run_id: run.runId,
    kind: run.kind,
    status: run.status,
    maker: run.maker,
    approver: run.approver ?? '',
    knownAt: run.knownAt,
    persons: totals?.persons ?? 0,
    payments: totals?.payments ?? 0,
    amount: totals?.amount ?? ZERO_VND,
    current: totals?.current ?? ZERO_VND,
    arrears: totals?.arrears ?? ZERO_VND,
    carried: totals?.carried ?? ZERO_VND,
    heldPersons: totals?.heldPersons ?? 0,
    heldAmount: totals?.heldAmount ?? ZERO_VND,
    overpaid: totals?.overpaidAmount ?? ZERO_VND,
  };
}

function controlsOf(signed: number, sums: Awaited<ReturnType<typeof sumsFourWays>>): ReconciledControl[] {
  return [
    { name: 'Đã duyệt = khoản chi / signed = payments (VND)', left: signed, right: sums.payments },
    { name: 'Dòng chi = khoản chi / lines = payments (VND)', left: sums.lines, right: sums.payments },
    { name: 'Sổ cái = khoản chi / ledger = payments (VND)', left: sums.ledger, right: sums.payments },
    { name: 'Danh sách = khoản chi / files = payments (VND)', left: sums.files, right: sums.payments },
    { name: 'Số khoản trong danh sách / payments in files', left: sums.fileCount, right: sums.paymentCount },
  ];
}

/** Everything about a month that auditors reconcile, from the tables as they stand. Refuses a month without runs. */
export async function reconcileMonth(database: Database, month: Month): Promise<Result<Reconciliation>> {
  const runs = (await listRuns(database, month)).filter(
    (run) => run.totals !== null && run.status !== 'rejected' && run.status !== 'failed',
  );
  const last = runs.at(-1);
  if (last === undefined) {
    return refused(
      'no_runs',
      `There is no run of ${formatMonth(month)} to report. Make it first: chitra run --month ${formatMonth(month)}`,
    );
  }
  const issued = runs.filter((run) => run.issueNo !== null);
  const runNos = issued.map((run) => run.runNo);
  const signed = sumVnd(issued.map((run) => run.totals?.amount ?? ZERO_VND));
  const files = await Promise.all(
    issued.map(async (run) => ({ run, files: await listPayoutFiles(database, run.runNo) })),
  );
  return done({
    month,
    runs: runs.map(shown),
    byProvider: await totalsByProvider(database, runNos),
    byArrearsMonth: await totalsByMonth(database, runNos),
    held: await totalsHeld(database, last.runNo),
    overpaid: await listOverpaid(database, last.runNo),
    controls: controlsOf(signed, await sumsFourWays(database, runNos)),
    files: files.flatMap((one) =>
      one.files.map((file) => ({
        path: `${one.run.runId}/${file.path}`,
        sha256: file.sha256,
        payments: file.payments,
        amount: vnd(file.amount),
      })),
    ),
  });
}

/** The reconciliation workbook of a month (.xlsx). */
export async function monthWorkbook(database: Database, month: Month): Promise<Result<Uint8Array>> {
  const value = await reconcileMonth(database, month);
  return value.ok ? done(await reconciliationWorkbook(value.value)) : value;
}

import { formatMonth } from '../domain/month.ts';
import { type RunParts, runJson } from '../payroll/show-run.ts';
import type { Run } from '../store/runs.ts';

/** A run in the list of the API: the keys of `chitra run --json`, and who made and approved it. */
export function runEntry(run: Run): Record<string, string | number | null> {
  return { ...runJson(run), maker: run.maker, approver: run.approver };
}

/** A run with all its parts. Sums and counts only; amounts in VND, months YYYY-MM. */
export function runDocument(run: Run, parts: RunParts): Record<string, unknown> {
  return {
    ...runEntry(run),
    communes: run.communes,
    window_from: formatMonth(run.windowFrom),
    catalogue_sha256: run.catalogueSha256,
    content_sha256: run.contentSha256,
    ledger_root: run.ledgerRoot,
    manifest_sha256: run.manifestSha256,
    stages: parts.stages.map(({ stage, done, all }) => ({ stage, done, all })),
    by_month: parts.byMonth.map((one) => ({ ...one, month: formatMonth(one.month) })),
    by_provider: parts.byProvider.map((one) => ({
      commune_code: one.communeCode,
      commune_name: one.communeName,
      provider: one.provider,
      payments: one.payments,
      amount: one.amount,
    })),
    held: parts.held,
    controls: parts.exceptions,
    files: parts.files.map((one) => ({
      path: one.path,
      sha256: one.sha256,
      bytes: one.bytes,
      kind: one.kind,
      provider: one.provider,
      commune_code: one.communeCode,
      payments: one.payments,
      amount: one.amount,
    })),
  };
}

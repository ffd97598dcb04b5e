import { BRIDGE_STEPS } from '../domain/bridge.ts';
import { FAMILIES } from '../domain/category.ts';
import { RETURN_STEPS } from '../domain/return-step.ts';
import { BRIDGE_LABELS } from '../labels/bridge.ts';
import { FAMILY_LABELS, reportBasis, reportCategory } from '../labels/categories.ts';
import { controlLabel } from '../labels/controls.ts';
import { type Label, bilingual } from '../labels/label.ts';
import { accountLabel, channelLabel, lineKindLabel, paymentStatusLabel } from '../labels/payments.ts';
import { providerName } from '../labels/providers.ts';
import { RETURN_STEP_LABELS } from '../labels/return-steps.ts';
import { KIND_LABELS, runStatusLabel } from '../labels/runs.ts';
import { type Result, done } from '../domain/failure.ts';
import { readLawBook } from '../payroll/law-book.ts';
import type { ReportWords } from '../payroll/report-words.ts';
import type { Call } from './command.ts';

function labelled<Code extends string>(
  codes: readonly Code[],
  labels: Readonly<Record<Code, Label>>,
): (code: string) => string {
  const known = new Map<string, string>(codes.map((code) => [code, bilingual(labels[code])]));
  return (code) => known.get(code) ?? code;
}

/** Vietnamese with English behind it. Reasons have words of their own, as part of the law in force. */
export const REPORT_LABELS: Omit<ReportWords, 'reasons'> = {
  category: (code) => {
    const { code: shown, label } = reportCategory(code);
    return { code: shown, name: bilingual(label) };
  },
  basis: reportBasis,
  family: labelled(FAMILIES, FAMILY_LABELS),
  kind: (code) => bilingual(lineKindLabel(code)),
  step: labelled(BRIDGE_STEPS, BRIDGE_LABELS),
  control: (code) => bilingual(controlLabel(code)),
  channel: (code) => bilingual(channelLabel(code)),
  short: {
    kind: (code) => lineKindLabel(code).vi,
    channel: (code) => channelLabel(code).vi,
    paymentStatus: (code) => paymentStatusLabel(code).vi,
  },
  provider: providerName,
  account: (code) => bilingual(accountLabel(code)),
  paymentStatus: (code) => bilingual(paymentStatusLabel(code)),
  runKind: labelled(['regular', 'supplementary'], KIND_LABELS),
  runStatus: (code) => bilingual(runStatusLabel(code)),
  returnStep: labelled(RETURN_STEPS, RETURN_STEP_LABELS),
};

/** The words of a report, with the reasons of the catalogue. Refuses a catalogue that is not valid. */
export async function reportWords({ config }: Pick<Call, 'config'>): Promise<Result<ReportWords>> {
  const law = await readLawBook(config.province, config.overlay);
  return law.ok ? done({ ...REPORT_LABELS, reasons: law.value.catalogue.reasons }) : law;
}

import { dayText, monthText } from './dates.ts';
import type { AwardReason } from '../domain/reason.ts';
import { bilingual } from './label.ts';
import { coefficientText, dong } from './numbers.ts';
import { bandLabel, reasonLabel } from './reasons.ts';
import type { ToldAbout, ToldRow } from './told-rows.ts';

/** The decision behind an award as the registry says it now. */
export interface Decision {
  readonly no: string;
  readonly date: string;
  readonly personId: string;
}

/** Rows of the registry in which decisions stand. */
export interface ToldDecisions extends ToldAbout {
  readonly changes: readonly ToldRow[];
}

/** The decision of an award. */
export function decisionOf({ changes }: Pick<ToldDecisions, 'changes'>, awardId: string): Decision {
  const row = changes.find((one) => one.table === 'awards' && one.key === awardId && one.isCurrent);
  const text = (column: string): string => {
    const value = row?.values[column];
    return typeof value === 'string' ? value : '';
  };
  return { no: text('decision_no'), date: text('decision_date'), personId: text('person_id') };
}

/** standard × coefficient = amount; a coefficient that counts more than once shows how often. */
export function multiplication(standard: number, tenths: number, quantity: number, amount: number): string {
  const times = quantity === 1 ? '' : ` × ${quantity}`;
  return `${dong(standard)} × ${coefficientText(tenths)}${times} = ${dong(amount)}`;
}

/** Decision, day, and from when until when. */
export function decisionText(story: ToldDecisions, { award }: AwardReason): string {
  const { no, date, personId } = decisionOf(story, award.awardId);
  const until = award.endMonth === null ? '' : ` đến / until ${monthText(award.endMonth)}`;
  const elsewhere = personId === story.file.personId ? '' : `; hồ sơ / registration ${personId}`;
  return `Quyết định / decision ${no}, ký ngày / signed ${dayText(date)}; hưởng từ / from ${monthText(award.startMonth)}${until}${elsewhere}`;
}

function lawOf({ award, reason }: AwardReason, endedBy: ReadonlyMap<string, string>): string | null {
  if (reason.code === 'pays')
    return reason.beside.length === 0 ? reason.part.basis : `${reason.part.basis}; ${reason.combination}`;
  if (reason.code === 'lost' || reason.code === 'replaced') return reason.combination;
  if (reason.code === 'no_rule') return endedBy.get(award.awardId) ?? null;
  return 'basis' in reason ? reason.basis : null;
}

/** Why an award pays or does not, a sentence a line; the last is the law where there is one. */
export function awardSentences(one: AwardReason, endedBy: ReadonlyMap<string, string>): readonly string[] {
  const { reason } = one;
  const law = lawOf(one, endedBy);
  const lawText = law === null ? [] : [`Căn cứ / law: ${law}`];
  if (reason.code !== 'pays') return [`KHÔNG CHI / NOT PAID: ${bilingual(reasonLabel(reason))}`, ...lawText];
  const { part, coefficientTenths, quantity, band, beside } = reason;
  return [
    `ĐƯỢC CHI / PAYS: ${multiplication(part.standard, coefficientTenths, quantity, part.amount)}`,
    ...(band === null ? [] : [bilingual(bandLabel(band))]),
    ...(beside.length === 0 ? [] : [bilingual(reasonLabel(reason))]),
    ...lawText,
  ];
}

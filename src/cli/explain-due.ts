import type { Category } from '../domain/category.ts';
import type { AwardReason } from '../domain/reason.ts';
import { monthText, dayText } from '../labels/dates.ts';
import { bilingual } from '../labels/label.ts';
import { coefficientText, dong } from '../labels/numbers.ts';
import { awardTitle, bandLabel, reasonLabel } from '../labels/reasons.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import { paragraph } from './page.ts';

/** The decision behind an award as the registry says it now. */
export interface Decision {
  readonly no: string;
  readonly date: string;
  readonly personId: string;
}

/** The decision of an award. */
export function decisionOf({ changes }: Explanation, awardId: string): Decision {
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

function decisionText(explanation: Explanation, { award }: AwardReason): string {
  const { no, date, personId } = decisionOf(explanation, award.awardId);
  const until = award.endMonth === null ? '' : ` đến / until ${monthText(award.endMonth)}`;
  const elsewhere = personId === explanation.file.personId ? '' : `; hồ sơ / registration ${personId}`;
  return `Quyết định / decision ${no}, ký ngày / signed ${dayText(date)}; hưởng từ / from ${monthText(award.startMonth)}${until}${elsewhere}`;
}

function reasonLines(explanation: Explanation, { award, reason }: AwardReason): string[] {
  const law = (text: string): string[] => paragraph(`Căn cứ / law: ${text}`, 6, 9);
  if (reason.code !== 'pays') {
    const lines = paragraph(`KHÔNG CHI / NOT PAID: ${bilingual(reasonLabel(reason))}`, 6, 9);
    if (reason.code === 'lost' || reason.code === 'replaced') return [...lines, ...law(reason.combination)];
    if (reason.code === 'no_rule') {
      const text = explanation.endedBy.get(award.awardId);
      return text === undefined ? lines : [...lines, ...law(text)];
    }
    return 'basis' in reason ? [...lines, ...law(reason.basis)] : lines;
  }
  const { part, coefficientTenths, quantity, band, beside, combination } = reason;
  return [
    ...paragraph(`ĐƯỢC CHI / PAYS: ${multiplication(part.standard, coefficientTenths, quantity, part.amount)}`, 6, 9),
    ...(band === null ? [] : paragraph(bilingual(bandLabel(band)), 6, 9)),
    ...(beside.length === 0 ? [] : paragraph(bilingual(reasonLabel(reason)), 6, 9)),
    ...law(beside.length === 0 ? part.basis : `${part.basis}; ${combination}`),
  ];
}

function title(awardId: string, category: Category): string[] {
  return paragraph(bilingual(awardTitle(awardId, category)), 3, 6);
}

/** What every award of the person does in the month, and by which law. */
export function dueLines(explanation: Explanation): string[] {
  if (explanation.awards.length === 0) return ['   Chưa có quyết định hưởng nào. / There is no award.'];
  return explanation.awards.flatMap((one, at) => [
    ...(at === 0 ? [] : ['']),
    ...title(one.award.awardId, one.award.category),
    ...paragraph(decisionText(explanation, one), 6, 9),
    ...reasonLines(explanation, one),
  ]);
}

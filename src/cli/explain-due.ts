import type { Category } from '../domain/category.ts';
import { awardSentences, decisionText } from '../labels/award-reasons.ts';
import { bilingual } from '../labels/label.ts';
import { awardTitle } from '../labels/reasons.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import { paragraph } from './page.ts';

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
    ...awardSentences(one, explanation.endedBy).flatMap((text) => paragraph(text, 6, 9)),
  ]);
}

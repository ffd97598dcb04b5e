import { type Draft, draftOf } from '../../src/payroll/draft-law.ts';
import { granted } from './office.ts';

/**
 * A draft that changes a standard, a coefficient and an age limit, all law from 2026-10-15: SA 600,000 from September; severe
 * disability between 16 and 60 gets 2.0 instead of 1.5 from November; the social pension begins at 90 instead of 75 from October.
 */
export const DRAFT_TEXT = `
standards:
  SA:
    - { from_month: 2026-09, in_force: 2026-10-15, document: Dự thảo, article: Đ1, amount: 600000 }
categories:
  SA6N:
    - from_month: 2026-11
      in_force: 2026-10-15
      document: Dự thảo
      article: Đ2
      standard: SA
      bands: [{ coefficient: 2.0 }]
  SP75:
    - from_month: 2026-10
      in_force: 2026-10-15
      document: Dự thảo
      article: Đ3
      standard: SP
      from_age: 90
      pension: below_national_sp
      bands: [{ coefficient: 1.0 }]
`;

/** A draft of one file. */
export function aDraft(text: string = DRAFT_TEXT): Draft {
  return granted(draftOf([{ name: 'draft.yaml', text }]));
}

/** A draft that raises SA from a month on, law from a day on. */
export function raiseOf(amount: number, fromMonth: string, inForce: string): string {
  return `standards: { SA: [{ from_month: ${fromMonth}, in_force: ${inForce}, document: D, article: A, amount: ${amount} }] }`;
}

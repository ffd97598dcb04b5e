import type { Answer } from '../domain/answer.ts';
import type { BankBook, ListTemplate } from '../domain/bank-sheet.ts';
import { type Result, done } from '../domain/failure.ts';
import { namedPayment } from '../domain/payment-ids.ts';
import { readBankReturn } from './bank-return.ts';
import { readTemplateList } from './bank-template-read.ts';
import { beginsAsZip, listInspection } from './inspect-lists.ts';
import { type Inspection, type Recogniser, listStatus, nothingIn, tallyCount } from './inspection.ts';
import type { FileProblem } from './iso-message.ts';
import { readPostResult } from './post-result.ts';

/** A list in one piece, as settle takes it. */
const LARGEST = 32 << 20;

function faultsOf(answers: readonly Answer[]): FileProblem[] {
  return answers.flatMap(({ row, fault }) =>
    fault === null ? [] : [{ code: fault.code, message: `dòng ${row} (row ${row}): ${fault.message}` }],
  );
}

/** What a list of answers contains: a status for each row, what came back, and what of it cannot be used. */
function answersInspection(
  format: string,
  answers: readonly Answer[],
  problems: readonly FileProblem[],
  mostListed: number,
): Inspection {
  const tally = tallyCount();
  for (const { status, amount, fault } of answers) tally.add(`line ${fault === null ? status : '?'}`, amount ?? '');
  const back = answers.filter(({ status, fault }) => fault === null && /^(returned|uncollected)$/.test(status));
  return {
    ...nothingIn(format),
    statusCount: answers.length,
    statuses: answers
      .slice(0, mostListed)
      .map((one) => listStatus({ ...one, endToEndId: one.fault === null ? one.endToEndId : '' })),
    statusTally: tally.tallies(),
    returnCount: back.length,
    returns: back.slice(0, mostListed).map(({ endToEndId, amount, reason, date }) => ({
      endToEndId,
      uetr: '',
      amount: amount ?? '',
      currency: 'VND',
      reason,
      date: date ?? '',
    })),
    problems: [...problems, ...faultsOf(answers)],
  };
}

/** The answer with the end-to-end id of the payment that it names; a post office knows the payment id only. */
function withEndToEndId(province: string, answer: Answer): Answer {
  return { ...answer, endToEndId: namedPayment(province, answer) ?? answer.endToEndId };
}

/** A result list of a post office; our own list counts as one once somebody filled anything in. */
export function postResultIn(province: string): Recogniser {
  return {
    format: 'post-result',
    recognise: () => true,
    read: async (file, mostListed) => {
      const bytes = await file.whole(LARGEST);
      const list = bytes === null ? null : await readPostResult(bytes, '');
      if (list === null || !list.ok || list.value.answers.every((one) => one.status === 'pending')) return null;
      const answers = list.value.answers.map((one) => withEndToEndId(province, one));
      return done(answersInspection('post-result', answers, list.value.problems, mostListed));
    },
  };
}

/** A list that a bank sent back, in the form of one of the sheets. */
export function bankReturnIn(province: string, book: BankBook): Recogniser {
  return {
    format: 'bank-return',
    recognise: () => true,
    read: async (file, mostListed) => {
      const bytes = await file.whole(LARGEST);
      const list = bytes === null ? null : await readBankReturn(bytes, province, book);
      if (list === null || !list.ok) return null;
      return done(answersInspection('bank-return', list.value.answers, list.value.problems, mostListed));
    },
  };
}

function templatesOf({ sheets }: BankBook): ListTemplate[] {
  return [...sheets.values()].flatMap(({ inBank, interBank }) => [inBank, interBank].filter((one) => one !== null));
}

/** Our list for a bank in the form of its sheet. */
export function bankWorkbookIn(book: BankBook): Recogniser {
  return {
    format: 'bank-list',
    recognise: beginsAsZip,
    read: async (file): Promise<Result<Inspection> | null> => {
      const bytes = await file.whole(LARGEST);
      if (bytes === null) return null;
      for (const template of templatesOf(book)) {
        const list = await readTemplateList(template, bytes, () => {});
        if (list.ok) return done(listInspection('bank-list', list.value));
      }
      return null;
    },
  };
}

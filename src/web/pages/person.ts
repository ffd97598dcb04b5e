import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { formatMonth } from '../../domain/month.ts';
import type { Field } from '../fields.ts';
import { textIn } from '../fields.ts';
import { filterForm, filterOf, withFailure } from '../filters.ts';
import { frame } from '../frame.ts';
import { NOT_FOUND } from '../error-page.ts';
import { explanationJson } from '../explanation-document.ts';
import type { Markup } from '../layout.ts';
import { type PersonFile, firstMonthShown, openPersonFile } from '../person-file.ts';
import { problemAnswer } from '../problem-answer.ts';
import { type Part, READERS } from '../route.ts';
import { type Visit, pathPart } from '../visit.ts';
import { holdAction, releaseAction, revealAction } from './person-acts.ts';
import { personContent } from './person-content.ts';
import { personPath } from './persons.ts';

const PATH = '/persons/:personId';

const MONTH: Field = { name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: false };

const HOLD = holdAction(show);
const RELEASE = releaseAction(show);
const REVEAL = revealAction(show);

async function show(asked: Visit): Promise<Markup | Response> {
  const { visit, input } = filterOf(asked, [MONTH]);
  const personId = pathPart(visit, 'personId');
  const month = await firstMonthShown(visit, textIn(input, 'month'));
  const opened = await openPersonFile(visit, personId, month);
  const page = { title: `Người hưởng ${personId}`, section: '/persons' };
  if (opened.ok) return frame(visit, page, personContent(visit, opened.value, { HOLD, RELEASE, REVEAL }));
  if (opened.failure.code === 'unknown_person')
    return problemAnswer(visit.request, visit.office.context.provinceName, NOT_FOUND);
  const at = new Map([['month', formatMonth(month)]]);
  return frame(
    withFailure(visit, opened.failure),
    page,
    html`<h1>Người hưởng ${personId}</h1>
      ${filterForm(personPath(personId), [MONTH], at)}`,
  );
}

function document({ explanation, revealedUntil, twinsElsewhere }: PersonFile): Record<string, unknown> {
  return {
    ...explanationJson(explanation),
    revealed_until: revealedUntil,
    same_national_id_elsewhere: twinsElsewhere,
  };
}

async function read(visit: Visit, word: string): Promise<Result<unknown>> {
  const opened = await openPersonFile(visit, pathPart(visit, 'personId'), await firstMonthShown(visit, word));
  return opened.ok ? done(document(opened.value)) : opened;
}

/** One person: why an amount, every month, where each payment went, holds; names only to who says why. */
export const PERSON_PART: Part = {
  screens: [{ path: PATH, roles: READERS, show }],
  actions: [HOLD, RELEASE, REVEAL],
  readings: [
    {
      path: PATH,
      roles: READERS,
      summary: {
        vi: 'Vì sao số tiền này',
        en: 'Why a person is paid what for a month, from decision to the books; names and numbers masked unless revealed',
      },
      query: [MONTH],
      read: (visit, query) => read(visit, textIn(query, 'month')),
    },
  ],
  downloads: [],
};

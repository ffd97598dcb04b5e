import { html } from 'hono/html';
import type { CaseAction, CaseStanding } from '../../domain/case.ts';
import { type Result, done } from '../../domain/failure.ts';
import { controlAdvice, controlLabel } from '../../labels/controls.ts';
import type { Label } from '../../labels/label.ts';
import { UNKNOWN_CASE, handleCase } from '../../payroll/handle-case.ts';
import {
  type CaseEvent,
  type CaseFinding,
  type CaseSubject,
  eventsOfCase,
  findingsOfCase,
  standingOf,
} from '../../store/case-events.ts';
import { NOT_FOUND } from '../error-page.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, localDay, runPath, words } from '../layout.ts';
import { problemAnswer } from '../problem-answer.ts';
import { type Action, type Outcome, type Part, READERS } from '../route.ts';
import { type Visit, pathPart } from '../visit.ts';
import { casePath } from './exception-rows.ts';
import { severityMark, stateMark } from './exceptions.ts';
import { writingDatabase } from './person-acts.ts';
import { personPath } from './persons.ts';

const PATH = '/exceptions/:control/:subject';

const ACTION_LABELS: Readonly<Record<CaseAction, Label>> = {
  take: { vi: 'Nhận xử lý', en: 'take' },
  comment: { vi: 'Ghi chú', en: 'comment' },
  resolve: { vi: 'Kết thúc', en: 'resolve' },
  reopen: { vi: 'Mở lại', en: 'reopen' },
};

const NOTE: Field = {
  name: 'note',
  label: { vi: 'Nội dung', en: 'note' },
  kind: 'text',
  required: true,
  help: { vi: 'Không ghi họ tên, số định danh, số tài khoản.', en: 'No names, id numbers or accounts.' },
};

const SEEN: Field = {
  name: 'seen',
  label: { vi: 'Việc cuối đã thấy', en: 'last event seen' },
  kind: 'number',
  required: false,
};

interface Case {
  readonly subject: CaseSubject;
  readonly findings: readonly CaseFinding[];
  readonly events: readonly CaseEvent[];
}

function subjectOf(visit: Visit): Parameters<typeof handleCase>[1] {
  const [control, word] = [pathPart(visit, 'control'), pathPart(visit, 'subject')];
  const commune = /^commune:(\d{5})$/.exec(word)?.[1];
  return commune === undefined
    ? { control, personId: word, communeCode: null }
    : { control, personId: '', communeCode: commune };
}

/** The case of the path, if a run found it where the user may look; null: not. */
async function openCase(visit: Visit): Promise<Case | null> {
  const asked = subjectOf(visit);
  const { pool } = visit.database;
  const known = { ...asked, communeCode: asked.communeCode ?? '' };
  const findings = await findingsOfCase(pool, known);
  const [finding] = findings;
  if (finding === undefined) return null;
  const subject = { ...known, communeCode: finding.communeCode };
  return { subject, findings, events: await eventsOfCase(pool, subject, visit.office.settings.timeZone) };
}

async function perform(visit: Visit, input: Input, action: CaseAction): Promise<Result<Outcome>> {
  const about = subjectOf(visit);
  const seen = textIn(input, 'seen');
  const handled = await handleCase(writingDatabase(visit), about, {
    action,
    actor: visit.user.name,
    note: input.get('note') ?? '',
    seen: seen === '' ? null : Number(seen),
  });
  if (!handled.ok) return handled;
  const label = ACTION_LABELS[action];
  return done({
    place: casePath({ ...about, communeCode: about.communeCode ?? '' }),
    notice: { vi: `Đã ghi: ${label.vi.toLocaleLowerCase('vi')}.`, en: `Done: ${label.en}.` },
    document: { control: about.control, person_id: about.personId, commune_code: about.communeCode, action },
  });
}

function caseAction(action: CaseAction, summary: Label, roles: Action['roles']): Action {
  const needsNote = action === 'comment' || action === 'resolve';
  return {
    name: `case-${action}`,
    path: `${PATH}/${action}`,
    roles,
    label: ACTION_LABELS[action],
    summary,
    fields: needsNote ? [NOTE, SEEN] : [SEEN],
    logged: [],
    page: show,
    perform: (visit, input) => perform(visit, input, action),
  };
}

const TAKE = caseAction('take', { vi: 'Nhận xử lý', en: 'Takes a case, also over from another' }, ['officer']);
const COMMENT = caseAction('comment', { vi: 'Ghi chú', en: 'Comments a case' }, ['officer', 'approver']);
const RESOLVE = caseAction('resolve', { vi: 'Kết thúc', en: 'Resolves a case with what was found out' }, ['officer']);
const REOPEN = caseAction('reopen', { vi: 'Mở lại', en: 'Opens a case again, or gives it back' }, [
  'officer',
  'approver',
]);

function eventList(events: readonly CaseEvent[]): Markup {
  if (events.length === 0)
    return html`<p class="empty">
      ${words({ vi: 'Chưa ai xử lý. Nhận xử lý để bắt đầu.', en: 'Nobody has taken it yet. Take it to begin.' })}
    </p>`;
  return html`<ol class="story">
    ${events.map(
      (one) =>
        html`<li>
          ${localDay(one.at)} · ${one.actor} · ${words(ACTION_LABELS[one.action])}
          ${one.note === '' ? '' : html`<p>${one.note}</p>`}
        </li>`,
    )}
  </ol>`;
}

function findingList(findings: readonly CaseFinding[]): Markup {
  return html`<ul class="story">
    ${findings.map(
      (one) =>
        html`<li>
          <a href="${runPath(one.runId)}">${one.runId}</a> ${severityMark(one.severity)}
          <p>${one.message}</p>
        </li>`,
    )}
  </ul>`;
}

function forms(visit: Visit, subject: CaseSubject, standing: CaseStanding): Markup {
  const at = casePath(subject);
  const allowed = [
    ...(standing.state === 'resolved' || standing.owner === visit.user.name ? [] : [TAKE]),
    ...(standing.state === 'resolved' || (standing.owner !== null && standing.owner !== visit.user.name)
      ? []
      : [RESOLVE]),
    COMMENT,
    ...(standing.state === 'open' ? [] : [REOPEN]),
  ].filter((one) => one.roles.includes(visit.user.role));
  return html`${allowed.map((one) =>
    formOf(visit, one, {
      at: `${at}/${one.name.replace('case-', '')}`,
      hidden: ['seen'],
      values: { seen: String(standing.lastEvent) },
    }),
  )}`;
}

async function show(visit: Visit): Promise<Markup | Response> {
  const found = await openCase(visit);
  if (found === null) return problemAnswer(visit.request, visit.office.context.provinceName, NOT_FOUND);
  const { subject, findings, events } = found;
  const standing = standingOf(events);
  const label = controlLabel(subject.control);
  const about = subject.personId === '' ? subject.communeCode : subject.personId;
  const advice = controlAdvice(subject.control, visit.office.context.law.catalogue.controls);
  return frame(
    visit,
    { title: `${label.vi} · ${about}`, section: '/exceptions' },
    html`<p class="crumbs"><a href="/exceptions">Cần xem xét</a> › ${about}</p>
      <h1>${words(label)}</h1>
      <p class="status-line">
        ${stateMark(standing)}
        ${
          subject.personId === ''
            ? html`${words({ vi: `Xã ${subject.communeCode}`, en: 'commune' })}`
            : html`<a href="${personPath(subject.personId)}"
                  >${words({ vi: `Người hưởng ${subject.personId}`, en: 'person' })}</a
                >
                <a href="${personPath(subject.personId)}#holds"
                  >${words({ vi: 'Tạm giữ, thôi giữ', en: 'hold, release' })}</a
                >`
        }
      </p>
      ${advice === '' ? '' : html`<p class="notice">${advice}</p>`}
      <section aria-labelledby="events-title">
        <h2 id="events-title">${words({ vi: 'Đã xử lý', en: 'what was done' })}</h2>
        ${eventList(events)} ${forms(visit, subject, standing)}
      </section>
      <section aria-labelledby="findings-title">
        <h2 id="findings-title">${words({ vi: 'Các đợt đã phát hiện', en: 'runs that found it' })}</h2>
        ${findingList(findings)}
      </section>`,
  );
}

async function read(visit: Visit): Promise<Result<unknown>> {
  const found = await openCase(visit);
  if (found === null) return UNKNOWN_CASE;
  const standing = standingOf(found.events);
  return done({
    control: found.subject.control,
    person_id: found.subject.personId,
    commune_code: found.subject.communeCode,
    state: standing.state,
    owner: standing.owner,
    last_event: standing.lastEvent,
    findings: found.findings.map((one) => ({ run_id: one.runId, severity: one.severity, message: one.message })),
    events: found.events.map(({ eventNo, action, note, actor, at }) => ({ event: eventNo, action, note, actor, at })),
  });
}

/** One case: what runs found, what was done about it, and what may be done now. */
export const CASE_PART: Part = {
  screens: [{ path: PATH, roles: READERS, show }],
  actions: [TAKE, COMMENT, RESOLVE, REOPEN],
  readings: [
    {
      path: PATH,
      roles: READERS,
      summary: { vi: 'Một trường hợp', en: 'A case with its findings and events' },
      query: [],
      read,
    },
  ],
  downloads: [],
};

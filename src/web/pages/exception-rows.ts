import type { Severity } from '../../domain/control.ts';
import { CONTROL_FORMS } from '../../domain/control.ts';
import { type Result, done, refused } from '../../domain/failure.ts';
import { controlLabel } from '../../labels/controls.ts';
import type { Label } from '../../labels/label.ts';
import {
  CASE_STATES,
  type CaseState,
  type ExceptionFilter,
  type ExceptionPage,
  type ExceptionPlace,
  type ExceptionRow,
  listExceptions,
} from '../../store/exception-list.ts';
import { registerRun } from '../../store/overpayment-list.ts';
import { type Run, findRun, getRun } from '../../store/runs.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { AFTER, placeOf, placeWord } from '../filters.ts';
import type { Visit } from '../visit.ts';

export const STATE_LABELS: Readonly<Record<CaseState, Label>> = {
  open: { vi: 'chưa ai nhận', en: 'open' },
  taken: { vi: 'đang xử lý', en: 'taken' },
  resolved: { vi: 'đã xong', en: 'resolved' },
};

const SEVERITIES: readonly Severity[] = ['block', 'warn'];
export const SEVERITY_LABELS: Readonly<Record<Severity, Label>> = {
  block: { vi: 'giữ tiền', en: 'held' },
  warn: { vi: 'cảnh báo', en: 'warning' },
};

/** The filters of the queue, in the address bar and for programs. */
export const EXCEPTION_QUERY: readonly Field[] = [
  {
    name: 'run',
    label: { vi: 'Đợt', en: 'run' },
    kind: 'line',
    required: false,
    help: { vi: 'Bỏ trống: đợt đã tính gần nhất.', en: 'Empty: the latest computed one.' },
  },
  {
    name: 'control',
    label: { vi: 'Loại', en: 'control' },
    kind: 'choice',
    required: false,
    choices: Object.keys(CONTROL_FORMS).map((value) => ({ value, label: controlLabel(value) })),
  },
  {
    name: 'severity',
    label: { vi: 'Mức', en: 'severity' },
    kind: 'choice',
    required: false,
    choices: SEVERITIES.map((value) => ({ value, label: SEVERITY_LABELS[value] })),
  },
  { name: 'commune', label: { vi: 'Xã phường', en: 'commune' }, kind: 'line', required: false },
  {
    name: 'state',
    label: { vi: 'Tình trạng', en: 'state' },
    kind: 'choice',
    required: false,
    choices: CASE_STATES.map((value) => ({ value, label: STATE_LABELS[value] })),
  },
  { name: 'owner', label: { vi: 'Người xử lý', en: 'owner' }, kind: 'line', required: false },
  AFTER,
];

function orNull(input: Input, name: string): string | null {
  const text = textIn(input, name);
  return text === '' ? null : text;
}

/** What the filters say. */
export function exceptionFilter(input: Input): ExceptionFilter {
  return {
    control: orNull(input, 'control'),
    severity: SEVERITIES.find((one) => one === input.get('severity')) ?? null,
    communeCode: orNull(input, 'commune'),
    state: CASE_STATES.find((one) => one === input.get('state')) ?? null,
    owner: orNull(input, 'owner'),
  };
}

/** The run whose findings are asked for: the one that is named, else the latest computed one; null: there is none yet. Refuses one that the user does not see. */
export async function runAskedFor(visit: Visit, word: string): Promise<Result<Run | null>> {
  if (word === '') {
    const runNo = await registerRun(visit.database.pool);
    return done(runNo === null ? null : await getRun(visit.database, runNo));
  }
  const run = await findRun(visit.database, word);
  if (run !== null) return done(run);
  return refused('unknown_run', 'Không có đợt này trong phạm vi của bạn. / There is no such run in your scope.');
}

/** One page of findings as the filters ask for. */
export function exceptionPage(visit: Visit, run: Run, input: Input): Promise<ExceptionPage> {
  const key = placeOf(textIn(input, 'after'), 3);
  const [personId = '', control = '', communeCode = ''] = key ?? [];
  const after = key === null ? null : { personId, control, communeCode };
  return listExceptions(visit.database.pool, run.runNo, exceptionFilter(input), after);
}

/** The next page as a word of the address bar. */
export function nextWord(next: ExceptionPlace | null): string | null {
  return next === null ? null : placeWord([next.personId, next.control, next.communeCode]);
}

/** Every finding that the filters ask for, page by page. */
export async function* allExceptions(visit: Visit, run: Run, input: Input): AsyncGenerator<ExceptionRow> {
  let place: ExceptionPlace | null = null;
  do {
    const page: ExceptionPage = await listExceptions(visit.database.pool, run.runNo, exceptionFilter(input), place);
    yield* page.rows;
    place = page.next;
  } while (place !== null);
}

/** What a case is about, in its address: a person, or `commune:07210`. */
export function subjectWord({ personId, communeCode }: Pick<ExceptionPlace, 'personId' | 'communeCode'>): string {
  return personId === '' ? `commune:${communeCode}` : personId;
}

/** The address of a case. */
export function casePath(place: ExceptionPlace): string {
  return `/exceptions/${encodeURIComponent(place.control)}/${encodeURIComponent(subjectWord(place))}`;
}

import { type Result, done, refused } from '../../domain/failure.ts';
import { covers } from '../../domain/user.ts';
import { approveRun, rejectRun } from '../../payroll/approve-run.ts';
import { isUnderWay, loadRunParts } from '../../payroll/show-run.ts';
import { readyFolder } from '../../store/files.ts';
import { filesByProvider } from '../../store/file-list.ts';
import { controlSums } from '../../store/reconciliation.ts';
import { actionsOfRun } from '../../store/run-actions.ts';
import { compareRun } from '../../store/run-comparison.ts';
import { sumsOfRun } from '../../store/run-sums.ts';
import { outcomesOfRuns } from '../../store/run-outcomes.ts';
import type { FunnelNumbers } from '../charts/funnel.ts';
import { sortingOf } from './run-comparison-section.ts';
import { runMoments } from '../../store/run-report.ts';
import { type Run, findRun, getRun } from '../../store/runs.ts';
import { NOT_FOUND } from '../error-page.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { frame } from '../frame.ts';
import { type Markup, runPath } from '../layout.ts';
import { problemAnswer } from '../problem-answer.ts';
import { type Action, type Outcome, type Part, READERS } from '../route.ts';
import { runDocument, runEntry } from '../run-document.ts';
import { asSeen } from '../seen-runs.ts';
import { runEvents } from '../run-events.ts';
import { type Visit, pathPart } from '../visit.ts';
import { approveContent } from './approve-content.ts';
import { runContent } from './run-content.ts';

/** The run of the path, if the user may see it. */
export async function runOfPath(visit: Visit): Promise<Result<Run>> {
  const run = await findRun(visit.database, pathPart(visit, 'runId'));
  if (run !== null) return done((await asSeen(visit, [run]))[0] ?? run);
  return refused('unknown_run', 'Không có đợt này trong phạm vi của bạn. / There is no such run in your scope.');
}

async function withRun(visit: Visit, work: (run: Run) => Promise<Markup | Response>): Promise<Markup | Response> {
  const run = await runOfPath(visit);
  return run.ok ? work(run.value) : problemAnswer(visit.request, visit.office.context.provinceName, NOT_FOUND);
}

/** The numbers of the way from the register to the money, out of the sums of the run and of what became of its month. */
async function funnelOf(visit: Visit, run: Run): Promise<FunnelNumbers> {
  const sums = await sumsOfRun(visit.database.pool, run.runNo, ['total']);
  const of = (code: string): { people: number; amount: number } => {
    const own = sums.filter((one) => one.code === code);
    const total = (key: 'people' | 'amount'): number => own.reduce((sum, one) => sum + one[key], 0);
    return { people: total('people'), amount: total('amount') };
  };
  const register = of('register').people;
  const files = run.manifestSha256 === null ? null : await filesByProvider(visit.database.pool, run.runNo, ALL_FILES);
  const total = (key: 'payments' | 'amount'): number => (files ?? []).reduce((sum, one) => sum + one[key], 0);
  const [outcome] = run.issueNo === null ? [] : await outcomesOfRuns(visit.database.pool, [run.runNo]);
  return {
    register: register === 0 ? null : register,
    eligible: of('eligible').people,
    payable: of('paid'),
    inFiles: files === null ? null : { people: total('payments'), amount: total('amount') },
    paid: outcome === undefined ? null : outcome.paid,
    returned: outcome === undefined ? null : outcome.back,
  };
}

const ALL_FILES = { provider: null, communeCode: null, kind: null };

function isComputed(run: Run): boolean {
  return run.totals !== null && run.status !== 'queued' && run.status !== 'computing';
}

function show(visit: Visit): Promise<Markup | Response> {
  const { context, settings } = visit.office;
  const { pool } = visit.database;
  return withRun(visit, async (run) => {
    const { sort, dir } = visit.request.req.query();
    const isThere = isComputed(run);
    const [parts, moments, sums, comparison, funnel, files, actions] = await Promise.all([
      loadRunParts(visit.database, run),
      runMoments(visit.database, run.runNo, settings.timeZone),
      isThere ? controlSums(visit.database, run.runNo) : null,
      isThere ? compareRun(pool, run) : null,
      isThere ? funnelOf(visit, run) : null,
      filesByProvider(pool, run.runNo, ALL_FILES),
      // Why not for a commune: the log tells of everybody who looked at the province's run.
      visit.user.communes === null ? actionsOfRun(context.database.pool, run, settings.timeZone) : [],
    ]);
    const approvalPath =
      run.status === 'draft' && visit.user.role === 'approver' ? `${runPath(run.runId)}/approve` : null;
    const content = runContent({
      run,
      parts,
      moments,
      sums,
      rules: context.law.catalogue.controls,
      comparison,
      sorting: sortingOf(sort, dir),
      funnel,
      files,
      actions,
      approvalPath,
    });
    return frame(visit, { title: `Đợt ${run.runId}`, section: '/runs', isLive: isUnderWay(run) }, content);
  });
}

function showApproval(visit: Visit): Promise<Markup | Response> {
  return withRun(visit, async (run) =>
    frame(
      visit,
      { title: `Duyệt đợt ${run.runId}`, section: '/runs' },
      await approveContent(visit, run, { approve: APPROVE, reject: REJECT }),
    ),
  );
}

const TOTAL: Field = {
  name: 'amount',
  label: { vi: 'Gõ lại tổng số tiền', en: 'type the total again' },
  kind: 'line',
  required: true,
  help: { vi: 'Như ở trên, có hoặc không có dấu chấm.', en: 'As above, with or without dots.' },
};

const CONTENT: Field = {
  name: 'content_sha256',
  label: { vi: 'Dấu kiểm nội dung', en: 'hash of the content' },
  kind: 'line',
  required: true,
};

async function approve(visit: Visit, input: Input): Promise<Result<Outcome>> {
  const found = await runOfPath(visit);
  if (!found.ok) return found;
  const run = found.value;
  if (!covers(visit.user.communes, run.communes))
    return refused(
      'other_scope',
      'Đợt này chi cho cả xã ngoài phạm vi của bạn. / This run pays communes outside of your scope.',
    );
  if (run.totals === null || run.contentSha256 !== textIn(input, 'content_sha256'))
    return refused(
      'draft_changed',
      'Dự thảo đã được tính lại từ khi bạn mở trang. Xem lại rồi duyệt. / The draft was computed again since you looked. Look again.',
    );
  if (textIn(input, 'amount').replaceAll(/[.\s,đ]/g, '') !== String(run.totals.amount))
    return refused(
      'wrong_total',
      'Số tiền gõ lại không bằng tổng của đợt. / The amount typed is not the total of the run.',
    );
  const { context } = visit.office;
  await readyFolder(context.out);
  const approved = await approveRun(context, run.runId, visit.user.name, run.contentSha256);
  if (!approved.ok) return approved;
  const notice = {
    vi: `Đã duyệt đợt ${run.runId}; đang ghi sổ và lập tệp.`,
    en: 'Approved; the books and files are being written.',
  };
  return done({
    place: runPath(run.runId),
    notice,
    document: runEntry(await getRun(context.database, approved.value)),
  });
}

const APPROVE: Action = {
  name: 'approve',
  path: '/runs/:runId/approve',
  roles: ['approver'],
  label: { vi: 'Duyệt và phát hành', en: 'approve and issue' },
  summary: { vi: 'Duyệt dự thảo', en: 'Approves a draft: signs its count, sum and hash' },
  provesPassword: true,
  fields: [TOTAL, CONTENT],
  logged: ['amount', 'content_sha256'],
  page: showApproval,
  perform: approve,
};

const SHORTEST_REASON = 10;

const REJECT: Action = {
  name: 'reject',
  path: '/runs/:runId/reject',
  roles: ['approver', 'officer'],
  label: { vi: 'Trả lại', en: 'reject' },
  summary: { vi: 'Trả lại dự thảo', en: 'Turns a draft down; nothing of it is paid' },
  fields: [
    {
      name: 'reason',
      label: { vi: 'Lý do (từ 10 ký tự)', en: 'reason (10 characters or more)' },
      kind: 'text',
      required: true,
    },
  ],
  logged: [],
  page: showApproval,
  async perform(visit, input) {
    const found = await runOfPath(visit);
    if (!found.ok) return found;
    const { runId, communes } = found.value;
    if (!covers(visit.user.communes, communes))
      return refused(
        'other_scope',
        'Đợt này gồm cả xã ngoài phạm vi của bạn. / This run covers communes outside of your scope.',
      );
    const reason = textIn(input, 'reason');
    if (reason.length < SHORTEST_REASON)
      return refused(
        'short_reason',
        'Ghi lý do từ 10 ký tự để người lập hiểu. / Give a reason of 10 characters or more.',
      );
    const rejected = await rejectRun(visit.office.context, runId, visit.user.name, reason);
    if (!rejected.ok) return rejected;
    const notice = { vi: `Đã trả lại đợt ${runId}.`, en: 'The draft was rejected.' };
    const run = await getRun(visit.office.context.database, rejected.value);
    return done({ place: runPath(runId), notice, document: runEntry(run) });
  },
};

function events(visit: Visit): Promise<Markup | Response> {
  return withRun(visit, (run) =>
    Promise.resolve(visit.request.req.method === 'HEAD' ? visit.request.body(null) : runEvents(visit, run)),
  );
}

/** One run: its page, its progress as it happens, its approval. */
export const RUN_PART: Part = {
  screens: [
    { path: '/runs/:runId', roles: READERS, show },
    { path: '/runs/:runId/approve', roles: ['approver', 'officer'], show: showApproval },
    { path: '/runs/:runId/events', roles: READERS, show: events },
  ],
  actions: [APPROVE, REJECT],
  readings: [
    {
      path: '/runs/:runId',
      roles: READERS,
      summary: { vi: 'Một đợt chi trả', en: 'A run with its sums, findings and files' },
      query: [],
      async read(visit) {
        const run = await runOfPath(visit);
        return run.ok ? done(runDocument(run.value, await loadRunParts(visit.database, run.value))) : run;
      },
    },
  ],
  downloads: [],
};

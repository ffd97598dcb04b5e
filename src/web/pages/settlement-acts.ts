import { done, refused } from '../../domain/failure.ts';
import { parseVnd } from '../../domain/money.ts';
import { formatMonth } from '../../domain/month.ts';
import { parseOutcome } from '../../domain/outcome.ts';
import { covers } from '../../domain/user.ts';
import { paymentStatusLabel } from '../../labels/payments.ts';
import { type Corrected, confirmProposal, correctOutcome } from '../../payroll/correct-outcome.ts';
import { handBack } from '../../payroll/hand-back.ts';
import { inTransaction } from '../../store/database.ts';
import { findPayoutFile } from '../../store/outcome-proposals.ts';
import { findPayment } from '../../store/outcomes.ts';
import { waitingProposal } from '../../store/settlement-overview.ts';
import { type Field, dayIn, monthIn, textIn } from '../fields.ts';
import type { Markup } from '../layout.ts';
import type { Action, Outcome } from '../route.ts';
import { askTask } from '../tasks.ts';
import { provinceOnly } from '../upload-case.ts';
import { type Visit, pathPart } from '../visit.ts';

const HOME = '/settlement';
const OUT_OF_SCOPE = refused(
  'other_scope',
  'Khoản chi, tệp hay đề xuất này không có trong phạm vi của bạn. / There is no such payment, file or proposal in your scope.',
);

type Page = (visit: Visit) => Promise<Markup | Response>;

/** Whether the user sees a payment, or the file of a message. */
function seesPayment(visit: Visit, name: string): Promise<boolean> {
  return inTransaction(
    visit.database,
    async (client) => (await findPayment(client, name)) !== null || (await findPayoutFile(client, name)) !== null,
  );
}

function correctedOutcome(corrected: Corrected): Outcome {
  if (corrected.state === 'proposed')
    return {
      place: HOME,
      notice: {
        vi: `Đã ghi đề xuất ${corrected.proposalNo}, chờ người duyệt xác nhận.`,
        en: 'Proposed; an approver must confirm it.',
      },
      document: { state: 'proposed', proposal_no: corrected.proposalNo },
    };
  const { statement } = corrected;
  const notice =
    statement === null
      ? { vi: 'Đã ghi nhận.', en: 'Noted.' }
      : { vi: `Đã ghi nhận theo sao kê ${statement}.`, en: 'Noted: a statement shows it.' };
  return { place: HOME, notice, document: { state: 'noted', statement } };
}

const DAY: Field = {
  name: 'date',
  label: { vi: 'Ngày', en: 'day' },
  kind: 'day',
  required: false,
  help: { vi: 'Bỏ trống: hôm nay.', en: 'Empty: today.' },
};

/** Says what became of a payment or a whole file; where no file says that the money came back, another must confirm it. */
export function correctAct(page: Page): Action {
  return {
    name: 'correct',
    path: '/settlement/correct',
    roles: ['officer'],
    label: { vi: 'Ghi hoặc đề xuất', en: 'note or propose' },
    summary: {
      vi: 'Sửa kết quả của một khoản hoặc một tệp',
      en: 'Corrects what became of a payment or of a whole file; money that no file says came back waits for a second person',
    },
    fields: [
      {
        name: 'payment',
        label: { vi: 'Mã khoản chi hoặc mã tệp', en: 'payment id, or message id of a file' },
        kind: 'line',
        required: true,
        help: { vi: 'Dạng 2026-11-R01-000000017, hoặc RUN/đường dẫn của tệp.', en: 'or RUN/path of a file' },
      },
      {
        name: 'status',
        label: { vi: 'Kết quả đúng', en: 'what became of it' },
        kind: 'choice',
        required: true,
        choices: ['paid', 'returned', 'uncollected'].map((value) => ({ value, label: paymentStatusLabel(value) })),
      },
      DAY,
      { name: 'reason', label: { vi: 'Căn cứ, lý do', en: 'why' }, kind: 'text', required: true },
    ],
    logged: ['payment', 'status', 'date'],
    page,
    async perform(visit, input) {
      const status = parseOutcome(textIn(input, 'status'));
      if (status === null) throw new RangeError('no status');
      const paymentId = textIn(input, 'payment');
      if (!(await seesPayment(visit, paymentId))) return OUT_OF_SCOPE;
      const date = dayIn(input, 'date') ?? visit.office.settings.today();
      const request = { paymentId, status, date, reason: textIn(input, 'reason'), actor: visit.user.name };
      const corrected = await correctOutcome(visit.office.context, request);
      return corrected.ok ? done(correctedOutcome(corrected.value)) : corrected;
    },
  };
}

/** The second person's word to a proposal. */
export function confirmAct(page: Page): Action {
  return {
    name: 'confirm',
    path: '/settlement/proposals/:proposalNo/confirm',
    roles: ['approver'],
    label: { vi: 'Xác nhận', en: 'confirm' },
    summary: { vi: 'Xác nhận một đề xuất', en: 'Confirms that money did not arrive, so that it is paid again' },
    provesPassword: true,
    fields: [],
    logged: [],
    page,
    async perform(visit) {
      const text = pathPart(visit, 'proposalNo');
      const proposalNo = /^\d{1,9}$/.test(text) ? Number(text) : 0;
      if ((await waitingProposal(visit.database.pool, proposalNo)) === null) return OUT_OF_SCOPE;
      const confirmed = await confirmProposal(visit.office.context, { proposalNo, actor: visit.user.name });
      return confirmed.ok ? done(correctedOutcome(confirmed.value)) : confirmed;
    },
  };
}

/** Money that a provider gave back to the treasury. */
export function handBackAct(page: Page): Action {
  const line = (name: string, vi: string, en: string): Field => ({
    name,
    label: { vi, en },
    kind: 'line',
    required: true,
  });
  return {
    name: 'hand-back',
    path: '/settlement/hand-back',
    roles: ['officer'],
    label: { vi: 'Ghi nộp trả', en: 'enter' },
    summary: { vi: 'Ghi tiền nộp lại kho bạc', en: 'Enters money that a provider gave back to the treasury' },
    fields: [
      { name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: true },
      line('provider', 'Đơn vị chi trả (mã)', 'provider'),
      line('commune', 'Xã (mã)', 'commune'),
      line('amount', 'Số tiền (đồng)', 'VND'),
      line('reference', 'Số giấy nộp trả', 'number of the paper'),
      DAY,
    ],
    logged: ['month', 'provider', 'commune', 'amount', 'date'],
    page,
    async perform(visit, input) {
      const communeCode = textIn(input, 'commune');
      if (!covers(visit.user.communes, [communeCode])) return OUT_OF_SCOPE;
      const amount = parseVnd(textIn(input, 'amount').replaceAll(/[.\s]/g, ''));
      if (amount === null || amount <= 0)
        return refused('bad_field', 'Số tiền là số nguyên đồng lớn hơn 0. / The amount is whole VND above 0.');
      const receivedOn = dayIn(input, 'date') ?? visit.office.settings.today();
      const paper = {
        month: monthIn(input, 'month'),
        communeCode,
        provider: textIn(input, 'provider'),
        amount,
        receivedOn,
      };
      const left = await handBack(visit.office.context, {
        ...paper,
        reference: textIn(input, 'reference'),
        actor: visit.user.name,
      });
      if (!left.ok) return left;
      const notice = {
        vi: `Đã ghi; đơn vị còn giữ ${left.value} đồng của xã.`,
        en: 'Entered; the provider still has that much.',
      };
      return done({ place: HOME, notice, document: { still_held: left.value } });
    },
  };
}

/** Closes a month: asked for here, done as long work, because every file of it is read back. */
export function closeAct(page: Page): Action {
  return {
    name: 'close',
    path: '/settlement/close',
    roles: ['approver'],
    label: { vi: 'Khóa tháng', en: 'close the month' },
    summary: {
      vi: 'Khóa tháng',
      en: 'Closes a month when everything of it is settled; answers the number of the task',
    },
    provesPassword: true,
    fields: [
      {
        name: 'month',
        label: { vi: 'Gõ tháng cần khóa', en: 'month to close' },
        kind: 'month',
        required: true,
        help: {
          vi: 'Tháng đã khóa không mở lại: tiền về sau thuộc kỳ tới.',
          en: 'A closed month is not opened again: what comes back later belongs to the next run.',
        },
      },
    ],
    logged: ['month'],
    page,
    async perform(visit, input) {
      const barred = provinceOnly(visit);
      if (barred !== null) return { ok: false, failure: barred };
      const month = formatMonth(monthIn(input, 'month'));
      const taskNo = await askTask(visit, { command: 'close', subject: month, words: ['close', month] });
      const notice = { vi: `Đang đối chiếu và khóa tháng ${month}.`, en: 'The month is being checked and closed.' };
      return done({ place: HOME, notice, document: { task_no: taskNo } });
    },
  };
}

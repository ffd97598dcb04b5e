import { reasonOf } from '../domain/return-reason.ts';
import { returnStepOf } from '../domain/return-step.ts';
import { endToEndIdOf } from '../domain/run.ts';
import { type Table, type TableRow, firstRowOf, monthForm, tableColumn } from '../formats/table.ts';
import { cameBack, exceptionsOf, heldLines, lastComputedRun, overpaidMonths } from '../store/report-lists.ts';
import { monthCell, tableRows, whole } from './report-cells.ts';
import type { ReportMonth } from './report-month.ts';

const HELD_COLUMNS = [
  tableColumn('person_id', ['Mã đối tượng', 'Person'], 18, 'text'),
  tableColumn('commune_code', ['Mã xã', 'Commune'], 10, 'centred'),
  tableColumn('family', ['Khoản', 'Family'], 38, 'text'),
  tableColumn('category', ['Nhóm', 'Category'], 10, 'centred'),
  tableColumn('entitlement_month', ['Tháng hưởng', 'Month'], 12, 'centred'),
  tableColumn('amount', ['Số tiền', 'Amount'], 18, 'money', true),
  tableColumn('reason', ['Lý do', 'Reason'], 60, 'text'),
];

/** What the month's last run did not pay and why: with the lines that were paid it is all that was owed. VND. */
export function heldTable(report: ReportMonth): Table {
  const about =
    'Khoản phải chi nhưng đang chờ, theo kỳ chi cuối của tháng; kỳ sau tự chi khi hết lý do. / Owed but waiting, as the last run of the month found it.';
  const form = monthForm(report.month, ['Tạm giữ', 'Held', about], HELD_COLUMNS);
  const { words } = report;
  return {
    form,
    rows: () =>
      tableRows(
        heldLines(report.client, report.last.runNo),
        ([person = '', commune = '', family, category, month, amount, reason]) => [
          person,
          commune,
          words.family(family ?? ''),
          words.category(category ?? '').code,
          monthCell(month),
          whole(amount),
          words.control(reason ?? ''),
        ],
      ),
  };
}

const OVERPAID_COLUMNS = [
  tableColumn('person_id', ['Mã đối tượng', 'Person'], 18, 'text'),
  tableColumn('family', ['Khoản', 'Family'], 38, 'text'),
  tableColumn('entitlement_month', ['Tháng', 'Month'], 12, 'centred'),
  tableColumn('overpaid', ['Chi thừa', 'Overpaid'], 18, 'money', true),
  tableColumn('recovered', ['Đã thu tháng này', 'Recovered'], 18, 'money', true),
  tableColumn('outstanding', ['Còn phải thu', 'Outstanding'], 18, 'money', true),
  tableColumn('decisions', ['Quyết định thu hồi', 'Decisions'], 28, 'text'),
];

/** The overpayment register as the month's last run found it, with what runs of the month took back. VND. */
export function overpaidTable(report: ReportMonth): Table {
  const about =
    'Số đã chi cao hơn mức được hưởng, từng tháng, và số đã thu trong tháng theo quyết định. Không tự bù trừ. / Paid above what is due, month by month, and what was taken back by decision.';
  const form = monthForm(report.month, ['Chi thừa, thu hồi', 'Overpayments and recoveries', about], OVERPAID_COLUMNS);
  const rows = (): AsyncGenerator<readonly TableRow[]> =>
    tableRows(overpaidMonths(report.client, report.last.runNo, report.issuedNos), (row, before) => {
      const [person = '', family, month, found, taken, decisions = null] = row;
      const at = firstRowOf(form) + before;
      const [overpaid, recovered] = [whole(found), whole(taken)];
      const outstanding = { formula: `D${at}-E${at}`, value: overpaid - recovered };
      const what = [person, report.words.family(family ?? ''), monthCell(month)];
      return [...what, overpaid, recovered, outstanding, decisions];
    });
  return { form, rows };
}

const EXCEPTION_COLUMNS = [
  tableColumn('run_id', ['Kỳ chi', 'Run'], 15, 'centred'),
  tableColumn('person_id', ['Mã đối tượng', 'Person'], 18, 'text'),
  tableColumn('commune_code', ['Mã xã', 'Commune'], 10, 'centred'),
  tableColumn('control', ['Kiểm soát', 'Control'], 46, 'text'),
  tableColumn('severity', ['Mức', 'Severity'], 10, 'centred'),
  tableColumn('message', ['Nội dung', 'Message'], 110, 'text'),
];

/** What controls and files that came back ask an officer to look at. */
export function exceptionsTable(report: ReportMonth): Table {
  const about =
    'Mọi cảnh báo của các kỳ chi trong tháng và của tệp trả về: ai, việc gì, vì sao, theo quy định nào. / Every finding of the runs and of files that came back.';
  const form = monthForm(report.month, ['Ngoại lệ', 'Exceptions', about], EXCEPTION_COLUMNS, { rowHeight: 48 });
  const runNos = report.runs.map((run) => run.runNo);
  return {
    form,
    rows: () =>
      tableRows(
        exceptionsOf(report.client, runNos),
        ([run = null, person = null, commune = null, control, severity = null, message = null]) => [
          run,
          person,
          commune,
          report.words.control(control ?? ''),
          severity,
          message,
        ],
      ),
  };
}

const RETURN_COLUMNS = [
  tableColumn('run_id', ['Kỳ chi', 'Run'], 15, 'centred'),
  tableColumn('end_to_end_id', ['Mã giao dịch', 'EndToEndId'], 28, 'text'),
  tableColumn('person_id', ['Mã đối tượng', 'Person'], 18, 'text'),
  tableColumn('commune_code', ['Mã xã', 'Commune'], 10, 'centred'),
  tableColumn('channel', ['Hình thức', 'Channel'], 28, 'text'),
  tableColumn('provider', ['Tổ chức chi trả', 'Provider'], 16, 'text'),
  tableColumn('amount', ['Số tiền', 'Amount'], 18, 'money', true),
  tableColumn('status', ['Kết quả', 'Outcome'], 24, 'text'),
  tableColumn('date', ['Ngày', 'Date'], 12, 'centred'),
  tableColumn('reason', ['Lý do', 'Reason'], 34, 'text'),
  tableColumn('next', ['Bước tiếp theo', 'What happens next'], 64, 'text'),
  tableColumn('sent_again_by', ['Kỳ chi lại', 'Sent again by'], 15, 'centred'),
];

/** Payments of the month that came back: why, and what happens next. VND. */
export function returnsTable(report: ReportMonth): Table {
  const about =
    'Khoản của tháng bị hoàn trả hoặc chưa nhận, lý do theo tệp của ngân hàng, bưu điện, và bước tiếp theo. / Payments of the month that came back, in the words of the file, and what happens next.';
  const form = monthForm(report.month, ['Trả lại', 'Returned and not collected', about], RETURN_COLUMNS, {
    rowHeight: 32,
  });
  const { words } = report;
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    const last = await lastComputedRun(report.client);
    const found = cameBack(report.client, report.issuedNos, last ?? report.last.runNo);
    yield* tableRows(found, (row) => {
      const [
        run = '',
        ordinal,
        person = null,
        commune = null,
        channel,
        provider,
        amount,
        status,
        day = null,
        reason,
        again = null,
        hold,
      ] = row;
      const known = reasonOf(words.reasons, reason ?? '');
      const step = returnStepOf({
        status: status ?? '',
        reason: known,
        isSentAgain: again !== null,
        isHeld: hold !== null,
      });
      const id = endToEndIdOf(report.last.province, run ?? '', whole(ordinal));
      const where = [run, id, person, commune, words.channel(channel ?? ''), words.provider(provider ?? '')];
      return [
        ...where,
        whole(amount),
        words.paymentStatus(status ?? ''),
        day,
        reason ?? null,
        known === null || step === 'sent_again' ? words.returnStep(step) : `${known.vi} / ${known.en}`,
        again,
      ];
    });
  }
  return { form, rows };
}

import { endToEndIdOf } from '../domain/run.ts';
import { type Table, monthForm, tableColumn } from '../formats/table.ts';
import { HIGH_TIMES, samplePayments } from '../store/report-sample.ts';
import { tableRows, whole } from './report-cells.ts';
import type { ReportMonth } from './report-month.ts';

const COLUMNS = [
  tableColumn('line', ['STT', 'No.'], 8, 'count'),
  tableColumn('stratum', ['Tầng', 'Stratum'], 50, 'text'),
  tableColumn('person_id', ['Mã đối tượng', 'Person'], 18, 'text'),
  tableColumn('full_name', ['Họ và tên', 'Name'], 28, 'text'),
  tableColumn('commune_code', ['Mã xã', 'Commune'], 10, 'centred'),
  tableColumn('run_id', ['Kỳ chi', 'Run'], 15, 'centred'),
  tableColumn('end_to_end_id', ['Mã giao dịch', 'EndToEndId'], 28, 'text'),
  tableColumn('provider', ['Tổ chức chi trả', 'Provider'], 16, 'text'),
  tableColumn('amount', ['Số tiền', 'Amount'], 18, 'money', true),
  tableColumn('digest', ['SHA-256(hạt giống + mã)', 'SHA-256(seed + person)'], 68, 'text'),
  tableColumn('result', ['Kết quả kiểm tra', 'Result'], 26, 'text'),
  tableColumn('inspector', ['Người kiểm tra', 'Inspector'], 22, 'text'),
];

const STRATA: Readonly<Record<string, string>> = {
  '1': `Số tiền lớn / more than ${HIGH_TIMES} times the average`,
  '2': 'Chi lại khoản đã hoàn trả / sent again',
  '3': 'Chung tài khoản, người nhận / shared account or collector',
  '4': 'Cán bộ cho chi / released by an officer',
  '5': 'Ngẫu nhiên / random',
};

/** The payments to inspect, drawn so that anybody with the seed draws them again. VND. */
export function sampleTable(report: ReportMonth): Table {
  const { client, issuedNos, sample, last, words } = report;
  const about =
    'Lấy hết bốn tầng đầu; tầng ngẫu nhiên lấy theo thứ tự SHA-256 của hạt giống nối với mã đối tượng. / The first four strata are whole; the random one is taken in the order of SHA-256(seed + person).';
  const form = monthForm(report.month, ['Mẫu kiểm tra', 'Sample for inspection', about], COLUMNS);
  return {
    form,
    rows: () =>
      tableRows(samplePayments(client, issuedNos, sample), (row, before) => {
        const [
          stratum,
          person = null,
          name = null,
          commune = null,
          run = null,
          ordinal,
          ,
          provider,
          amount,
          digest = null,
        ] = row;
        const id = endToEndIdOf(last.province, run ?? '', whole(ordinal));
        const who = [before + 1, STRATA[stratum ?? ''] ?? null, person, name, commune, run, id];
        return [...who, words.provider(provider ?? ''), whole(amount), digest];
      }),
    notes: () => [
      `Hạt giống / seed: ${sample.seed}`,
      `Số người của tầng ngẫu nhiên / persons of the random stratum: ${sample.size}`,
      `Kiểm tra lại / check: printf '%s' '${sample.seed}MÃ_ĐỐI_TƯỢNG' | sha256sum`,
    ],
  };
}

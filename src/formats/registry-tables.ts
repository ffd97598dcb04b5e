import {
  type CellReader,
  readAccount,
  readAmount,
  readBin,
  readBirthDate,
  readCategory,
  readChannel,
  readCommuneCode,
  readCommuneKind,
  readDay,
  readFamily,
  readId,
  readMonth,
  readNationalId,
  readPaidStatus,
  readPositiveAmount,
  readProvinceCode,
  readQuantity,
  readSex,
  readUnitCode,
  readWords,
  readYear,
  readYesNo,
} from './registry-cells.ts';
import {
  type BadCell,
  type RegistryValues,
  checkAward,
  checkMerge,
  checkPerson,
  checkSuspension,
  noFurtherCheck,
} from './registry-checks.ts';

export type { BadCell, RegistryValues } from './registry-checks.ts';

/** The registry's tables in the order in which they are loaded: each refers only to earlier ones. */
export const REGISTRY_TABLES = [
  'communes',
  'payment_points',
  'persons',
  'awards',
  'suspensions',
  'payees',
  'disbursements',
  'recoveries',
  'refunds',
  'merges',
  'stays',
  'budgets',
  'paying_accounts',
] as const;
export type RegistryTable = (typeof REGISTRY_TABLES)[number];

/** One column of a registry file. */
export interface Column {
  readonly name: string;
  /** Vietnamese headings that are accepted too; case, diacritics and signs between words do not matter. */
  readonly headings: readonly string[];
  readonly read: CellReader;
  /** What an empty cell means: a value, null (no fact), or 'refused'. */
  readonly empty: string | null | { readonly refused: true };
  /** A number cell of a spreadsheet is refused here: leading zeros and long numbers are already lost in it. */
  readonly textOnly: boolean;
  /** What a date cell of a spreadsheet becomes. */
  readonly fromDate: 'day' | 'month';
}

/** What a file of the registry holds. */
export interface TableForm {
  readonly table: RegistryTable;
  readonly columns: readonly Column[];
  /** Faults that only the whole row shows. `latestYear`: births and deaths after that year are no facts yet. */
  readonly check: (values: RegistryValues, latestYear: number) => readonly BadCell[];
}

const REFUSED = { refused: true } as const;

type Emptiness = Column['empty'];

function text(name: string, headings: readonly string[], read: CellReader, empty: Emptiness = REFUSED): Column {
  return { name, headings, read, empty, textOnly: true, fromDate: 'day' };
}

function plain(name: string, headings: readonly string[], read: CellReader, empty: Emptiness = REFUSED): Column {
  return { name, headings, read, empty, textOnly: false, fromDate: 'day' };
}

function monthly(name: string, headings: readonly string[], empty: Emptiness = REFUSED): Column {
  return { name, headings, read: readMonth, empty, textOnly: false, fromDate: 'month' };
}

const PERSON_ID = text('person_id', ['Mã đối tượng', 'Mã người hưởng'], readId);
const COMMUNE_CODE = text('commune_code', ['Mã xã', 'Mã xã phường', 'Mã đơn vị'], readCommuneCode);
const DECISION_NO = plain('decision_no', ['Số quyết định'], readWords);
const FAMILY = plain('family', ['Nhóm', 'Nhóm trợ cấp'], readFamily);
const CHANNEL = plain('channel', ['Hình thức chi trả', 'Kênh chi trả'], readChannel);

/** Columns, headings, readings and checks of every registry file (CONTRACT: files that are read). */
export const TABLE_FORMS: Readonly<Record<RegistryTable, TableForm>> = {
  communes: {
    table: 'communes',
    columns: [
      text('code', ['Mã', 'Mã xã', 'Mã xã phường'], readCommuneCode),
      plain('name', ['Tên', 'Tên xã', 'Tên xã phường'], readWords),
      plain('kind', ['Loại', 'Loại đơn vị'], readCommuneKind),
      text('province_code', ['Mã tỉnh'], readProvinceCode),
      plain('formed_from', ['Hình thành từ', 'Sáp nhập từ'], readWords, ''),
    ],
    check: noFurtherCheck,
  },
  payment_points: {
    table: 'payment_points',
    columns: [
      text('code', ['Mã', 'Mã điểm chi trả'], readId),
      plain('name', ['Tên', 'Tên điểm chi trả'], readWords),
      COMMUNE_CODE,
      plain('provider', ['Tổ chức chi trả', 'Đơn vị chi trả'], readWords),
    ],
    check: noFurtherCheck,
  },
  persons: {
    table: 'persons',
    columns: [
      PERSON_ID,
      text('national_id', ['Số định danh', 'Số định danh cá nhân', 'CCCD', 'Số CCCD'], readNationalId, null),
      plain('full_name', ['Họ và tên', 'Họ tên'], readWords),
      plain('birth_date', ['Ngày sinh', 'Ngày tháng năm sinh'], readBirthDate),
      plain('sex', ['Giới tính'], readSex),
      COMMUNE_CODE,
      plain('death_date', ['Ngày chết', 'Ngày mất'], readDay, null),
      plain('pension_amount', ['Lương hưu', 'Mức lương hưu', 'Tiền lương hưu'], readAmount, '0'),
    ],
    check: checkPerson,
  },
  awards: {
    table: 'awards',
    columns: [
      text('award_id', ['Mã quyết định', 'Mã quyết định hưởng', 'Mã hồ sơ'], readId),
      PERSON_ID,
      plain('category', ['Loại trợ cấp', 'Loại đối tượng'], readCategory),
      DECISION_NO,
      plain('decision_date', ['Ngày quyết định', 'Ngày ký'], readDay),
      monthly('start_month', ['Từ tháng', 'Tháng bắt đầu', 'Tháng hưởng']),
      monthly('end_month', ['Đến tháng', 'Tháng kết thúc'], null),
      plain('quantity', ['Số lượng', 'Số con', 'Số người'], readQuantity, '1'),
      plain(
        'cared_birth_date',
        ['Ngày sinh người được chăm sóc', 'Ngày sinh của người được chăm sóc'],
        readBirthDate,
        null,
      ),
    ],
    check: checkAward,
  },
  suspensions: {
    table: 'suspensions',
    columns: [
      text('award_id', ['Mã quyết định', 'Mã quyết định hưởng', 'Mã hồ sơ'], readId),
      monthly('from_month', ['Từ tháng']),
      monthly('to_month', ['Đến tháng'], null),
      DECISION_NO,
      plain('reason', ['Lý do'], readWords, ''),
    ],
    check: checkSuspension,
  },
  payees: {
    table: 'payees',
    columns: [
      PERSON_ID,
      monthly('from_month', ['Từ tháng']),
      CHANNEL,
      text('bank_bin', ['Mã ngân hàng', 'Mã BIN', 'BIN'], readBin, null),
      text('account_no', ['Số tài khoản'], readAccount, null),
      plain('account_name', ['Tên tài khoản', 'Chủ tài khoản', 'Tên chủ tài khoản'], readWords, null),
      text('payment_point', ['Điểm chi trả', 'Mã điểm chi trả'], readId, null),
      plain('collector_name', ['Người nhận thay', 'Tên người nhận thay'], readWords, null),
      text('collector_national_id', ['CCCD người nhận thay', 'Số định danh người nhận thay'], readNationalId, null),
    ],
    check: noFurtherCheck,
  },
  disbursements: {
    table: 'disbursements',
    columns: [
      text('reference', ['Mã giao dịch', 'Số chứng từ', 'Mã chi trả'], readId),
      PERSON_ID,
      FAMILY,
      monthly('month', ['Tháng']),
      plain('amount', ['Số tiền'], readPositiveAmount),
      plain('paid_on', ['Ngày chi', 'Ngày chi trả'], readDay),
      CHANNEL,
      plain('status', ['Trạng thái', 'Tình trạng'], readPaidStatus),
    ],
    check: noFurtherCheck,
  },
  recoveries: {
    table: 'recoveries',
    columns: [
      PERSON_ID,
      DECISION_NO,
      FAMILY,
      plain('total', ['Tổng số tiền', 'Tổng thu hồi'], readPositiveAmount),
      plain('monthly_amount', ['Mức thu hằng tháng', 'Số tiền mỗi tháng'], readPositiveAmount),
      monthly('from_month', ['Từ tháng']),
    ],
    check: noFurtherCheck,
  },
  refunds: {
    table: 'refunds',
    columns: [
      text('reference', ['Số chứng từ', 'Mã giao dịch', 'Số phiếu thu'], readId),
      PERSON_ID,
      FAMILY,
      monthly('month', ['Tháng', 'Hoàn trả cho tháng']),
      plain('amount', ['Số tiền'], readPositiveAmount),
      plain('received_on', ['Ngày thu', 'Ngày nộp'], readDay),
    ],
    check: noFurtherCheck,
  },
  merges: {
    table: 'merges',
    columns: [PERSON_ID, text('merged_into', ['Gộp vào', 'Gộp vào mã'], readId, null)],
    check: checkMerge,
  },
  stays: {
    table: 'stays',
    columns: [
      PERSON_ID,
      monthly('until_month', ['Đến hết tháng', 'Đến tháng']),
      COMMUNE_CODE,
      plain('pension_amount', ['Lương hưu', 'Mức lương hưu', 'Tiền lương hưu'], readAmount, '0'),
    ],
    check: noFurtherCheck,
  },
  budgets: {
    table: 'budgets',
    columns: [
      COMMUNE_CODE,
      FAMILY,
      plain('year', ['Năm', 'Năm ngân sách'], readYear),
      plain('amount', ['Số tiền', 'Dự toán'], readAmount),
      DECISION_NO,
    ],
    check: noFurtherCheck,
  },
  paying_accounts: {
    table: 'paying_accounts',
    columns: [
      COMMUNE_CODE,
      text('bank_bin', ['Mã ngân hàng', 'Mã BIN', 'BIN'], readBin),
      text('account_no', ['Số tài khoản', 'Tài khoản chi'], readAccount),
      plain('account_name', ['Tên tài khoản', 'Chủ tài khoản', 'Tên chủ tài khoản'], readWords),
      text('unit_code', ['Mã ĐVQHNS', 'Mã đơn vị quan hệ ngân sách'], readUnitCode, null),
      plain('is_main', ['Tài khoản chính'], readYesNo, 'no'),
    ],
    check: noFurtherCheck,
  },
};

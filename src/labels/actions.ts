import type { Label } from './label.ts';

const LABELS: Readonly<Record<string, Label>> = {
  opened: { vi: 'Lập đợt', en: 'opened' },
  compute: { vi: 'Tính xong', en: 'computed' },
  check: { vi: 'Đối chiếu', en: 'checked' },
  approved: { vi: 'Duyệt', en: 'approved' },
  approve: { vi: 'Lệnh duyệt', en: 'command to approve' },
  reject: { vi: 'Từ chối', en: 'rejected' },
  issued: { vi: 'Phát hành', en: 'issued' },
  issue: { vi: 'Ghi sổ cái', en: 'posted' },
  files: { vi: 'Lập tệp chi trả', en: 'files written' },
  seal: { vi: 'Niêm phong', en: 'sealed' },
  settlement: { vi: 'Nhận kết quả chi trả', en: 'results loaded' },
  encrypt: { vi: 'Mã hóa tệp gửi ngân hàng', en: 'files encrypted' },
  export: { vi: 'Xuất dữ liệu', en: 'exported' },
  download: { vi: 'Tải tệp', en: 'downloaded' },
  'web payout-file': { vi: 'Tải tệp chi trả', en: 'payout file taken' },
  'web payout-files': { vi: 'Tải mọi tệp chi trả', en: 'all payout files taken' },
  'web manifest': { vi: 'Tải manifest', en: 'manifest taken' },
};

/** What an action on a run is called; its code where the program has no other name. */
export function actionLabel(code: string): Label {
  return LABELS[code] ?? { vi: code, en: code };
}

import { dayText, monthText } from '../labels/dates.ts';
import { FAMILY_LABELS } from '../labels/categories.ts';
import { type Label, bilingual } from '../labels/label.ts';
import { nextRunLabel } from '../labels/next-run.ts';
import { dong, grouped } from '../labels/numbers.ts';
import { birthText, payeeText } from '../labels/person-words.ts';
import { cellText, placeText } from '../labels/told-rows.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import { historyLines } from './explain-changes.ts';
import { dueLines } from './explain-due.ts';
import { paidLines } from './explain-paid.ts';
import { PAGE_WIDTH, field, heading, paragraph, tableRow } from './page.ts';

/** Columns of the person's own row that only --names shows. */
function namesOf(explanation: Explanation): string[] {
  const row = explanation.changes.findLast(
    ({ table, key, isCurrent }) => table === 'persons' && key === explanation.file.personId && isCurrent,
  );
  if (explanation.request.names !== 'shown' || row === undefined) return [];
  const cell = (column: string): string => cellText(explanation, column, row.values[column] ?? null);
  return [
    ...field({ vi: 'Họ tên', en: 'name' }, cell('full_name')),
    ...field({ vi: 'Số định danh', en: 'id number' }, cell('national_id')),
  ];
}

function whoLines(explanation: Explanation): string[] {
  const { request, file, facts, pension, communeCode, twins } = explanation;
  const death = facts.claimant.deathMonth;
  const deathRow = explanation.changes.findLast(
    ({ table, key, isCurrent }) => table === 'persons' && key === file.personId && isCurrent,
  );
  const died = deathRow?.values['death_date'] ?? null;
  const ofMonth: Label = { vi: `Xã phường tháng ${monthText(request.month)}`, en: 'commune' };
  return [
    ...(request.personId === file.personId
      ? []
      : paragraph(
          `${request.personId} đã gộp vào ${file.personId}; sau đây là hồ sơ ${file.personId}. / ${request.personId} was merged into ${file.personId}, whose file this is.`,
          3,
        )),
    ...field({ vi: 'Mã người hưởng', en: 'person' }, file.personId),
    ...namesOf(explanation),
    ...field({ vi: 'Sinh', en: 'born' }, birthText(facts.birthDate, explanation.ageMonths)),
    ...field(ofMonth, placeText(explanation, 'commune', communeCode)),
    ...field({ vi: 'Lương hưu tháng đó', en: 'pension' }, pension === 0 ? 'không có / none' : dong(pension)),
    ...field({ vi: 'Nơi nhận tiền tháng đó', en: 'paid by' }, payeeText(explanation.payee, explanation)),
    ...(death === null ? [] : field({ vi: 'Đã chết', en: 'died' }, cellText(explanation, 'death_date', died))),
    ...(file.merged.length === 0 ? [] : field({ vi: 'Hồ sơ gộp vào', en: 'merged' }, file.merged.join(', '))),
    ...(twins.length === 0 ? [] : field({ vi: 'Trùng số định danh', en: 'same id as' }, twins.join(', '))),
  ];
}

function sumLines(explanation: Explanation): string[] {
  const { sums, orders, next, request } = explanation;
  const outstanding = new Map(sums.map((one) => [one.family, one.outstanding]));
  const sentence = nextRunLabel({ ...next, runMonth: next.month, month: request.month, outstanding, orders });
  const over = sums.filter((one) => one.overpaid > 0);
  return [
    tableRow('', ['được hưởng / due', 'đã chi / paid', 'còn lại / balance']),
    ...sums.map((one) => tableRow(bilingual(FAMILY_LABELS[one.family]), [one.due, one.paid, one.balance].map(grouped))),
    ...(sums.length === 0 ? [tableRow('Không có khoản nào / nothing', ['0', '0', '0'])] : []),
    ...over.flatMap((one) =>
      paragraph(
        `Chi thừa / overpaid (${FAMILY_LABELS[one.family].vi}): ${dong(one.overpaid)}; đã thu / recovered ${dong(one.recovered)}; còn phải thu / still out ${dong(one.outstanding)}`,
        3,
        6,
      ),
    ),
    ...orders.flatMap((one) =>
      paragraph(
        `Quyết định thu hồi / recovery order ${one.decisionNo} (${FAMILY_LABELS[one.family].vi}): tổng / total ${dong(one.total)}, mỗi tháng / a month ${dong(one.monthlyAmount)} từ / from ${monthText(one.fromMonth)}; đã thu / taken so far ${dong(one.taken)}`,
        3,
        6,
      ),
    ),
    '',
    ...[sentence.vi, sentence.en].flatMap((text) => paragraph(text, 3)),
  ];
}

/** Why an amount, for people: who, what was due, what changed, what was paid, and what is left. */
export function explanationText(explanation: Explanation): string {
  const { request, file } = explanation;
  const month = monthText(request.month);
  return [
    `VÌ SAO SỐ TIỀN NÀY? / why this amount?   ${file.personId}, tháng / month ${month}`,
    ...paragraph(
      `Luật biết đến / law known on ${dayText(request.knownAt)}; sổ sách như hiện nay / books as they stand now`,
      0,
    ),
    '═'.repeat(PAGE_WIDTH),
    ...heading(1, { vi: 'Người hưởng', en: 'who' }).slice(1),
    ...whoLines(explanation),
    ...heading(2, { vi: `Được hưởng cho tháng ${month}`, en: 'what was due' }),
    ...dueLines(explanation),
    ...heading(3, { vi: 'Những gì đã thay đổi', en: 'what changed' }),
    ...historyLines(explanation),
    ...heading(4, { vi: `Đã chi cho tháng ${month}`, en: 'what was paid, and what became of it' }),
    ...paidLines(explanation),
    ...heading(5, { vi: 'Tổng cộng (đồng)', en: 'the sum (VND)' }),
    ...sumLines(explanation),
  ].join('\n');
}

import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';
import { tinosFonts } from '../../src/formats/pdf-font.ts';
import type { PostEntry, PostList } from '../../src/formats/post-list.ts';
import { postListPdf } from '../../src/formats/post-print.ts';
import { readFontFiles } from '../../src/store/fonts.ts';

/**
 * `node scripts/bench/post-print.ts [LISTS] [ROWS]` prints rows a second of processor time and the size of the PDF lists of a month; usual: 350 lists of
 * 1,143 rows, what a province of 1,000,000 people has. Goal: 16,000 rows a second.
 */
const [lists = 350, rows = 1143] = process.argv.slice(2).map(Number);
const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đỗ', 'Bùi', 'Vũ', 'Đặng', 'H’'];
const MIDDLES = ['Thị', 'Văn', 'Hữu', 'Thị Ngọc', 'Đức', 'Thị Thanh'];
const GIVEN = ['Ánh', 'Đức', 'Hường', 'Thủy', 'Yến', 'Bằng', 'Quỳnh', 'Dũng', 'Lộc', 'Phượng', 'Trâm'];

function entry(list: number, at: number): PostEntry {
  const [arrears, carried] = [at % 3 === 0 ? 320_000 : 0, at % 40 === 0 ? 540_000 : 0];
  return {
    paymentId: `2026-11-R01-${String(list * rows + at).padStart(9, '0')}`,
    personId: `BN${String(list * rows + at).padStart(8, '0')}`,
    fullName: `${FAMILIES[at % 10]} ${MIDDLES[at % 6]} ${GIVEN[at % 11]}`,
    birthYear: String(1930 + (at % 80)),
    nationalIdEnd: String(1000 + (at % 9000)),
    collector: at % 12 === 0 ? `Trần Thị Thu ${GIVEN[at % 7]} (con)` : '',
    current: vnd(540_000 * (1 + (at % 3))),
    arrears: vnd(arrears),
    arrearsMonths: arrears === 0 ? 0 : 4,
    carried: vnd(carried),
    recovered: vnd(0),
    amount: vnd(540_000 * (1 + (at % 3)) + arrears + carried),
  };
}

function listOf(number: number): PostList {
  return {
    provinceName: 'Tỉnh Bắc Ninh',
    month: month(202611),
    runId: '2026-11-R01',
    commune: { code: String(7000 + number).padStart(5, '0'), name: `Xã số ${number}` },
    point: { code: `PP${number}`, name: `Bưu điện số ${number}`, provider: 'VNPOST' },
    entries: Array.from({ length: rows }, (_, at) => entry(number, at)),
  };
}

const from = process.cpuUsage();
const fonts = tinosFonts(readFontFiles());
let [bytes, making] = [0, 0];
for (let number = 0; number < lists; number += 1) {
  const before = process.cpuUsage();
  const list = listOf(number);
  const made = process.cpuUsage(before);
  making += made.user + made.system;
  bytes += postListPdf(list, fonts).length;
}
const used = process.cpuUsage(from);
const seconds = (used.user + used.system - making) / 1e6;
process.stdout.write(
  `${lists} lists of ${rows} rows: ${seconds.toFixed(1)} s of processor time, ${Math.round((lists * rows) / seconds)} rows/s, ` +
    `${(bytes / 2 ** 20).toFixed(1)} MiB, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB resident\n`,
);

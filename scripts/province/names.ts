import { below, chance, pick, repeatByWeight, type Random } from './random.ts';

const KINH = repeatByWeight([
  ['Nguyễn', 38],
  ['Trần', 11],
  ['Lê', 9],
  ['Phạm', 7],
  ['Hoàng', 5],
  ['Vũ', 5],
  ['Ngô', 4],
  ['Đỗ', 4],
  ['Đặng', 3],
  ['Bùi', 3],
  ['Dương', 3],
  ['Thân', 3],
  ['Giáp', 2],
  ['Ngọ', 1],
  ['Chu', 1],
  ['Trịnh', 1],
]);
const TAY_NUNG = ['Nông', 'Vi', 'Hoàng', 'Lý', 'Chu', 'Lâm', 'La', 'Hà', 'Bế', 'Đàm', 'Lường', 'Triệu', 'Mông', 'Lục'];
const MALE_MIDDLE = ['Văn', 'Văn', 'Văn', 'Đức', 'Hữu', 'Xuân', 'Đình', 'Quang', 'Minh', 'Công', 'Ngọc', 'Bá', 'Thế'];
const FEMALE_MIDDLE = ['Thị', 'Thị', 'Thị', 'Thị', 'Thị Ngọc', 'Thị Thu', 'Thị Minh', 'Thị Kim', 'Ngọc', 'Thu', 'Bích'];
const MALE_GIVEN = (
  'An Bình Bảo Bắc Chiến Chung Cường Dũng Duy Đạt Định Đoàn Đông Đức Giang Hải Hiếu Hoàn Hòa Hùng Huy Hưng Khánh Khải Kiên ' +
  'Lâm Long Lộc Lợi Luyện Mạnh Nam Nghĩa Nhân Ninh Phong Phú Phúc Phương Quân Quý Quyết Sáng Sơn Tài Tấn Thành Thái Thắng ' +
  'Thịnh Thọ Thuận Tiến Tình Toàn Trung Trường Tuấn Tùng Việt Vinh Vượng Xuyên Ước'
).split(' ');
const FEMALE_GIVEN = (
  'An Anh Ánh Bích Bình Cúc Chi Dung Duyên Đào Điệp Gái Giang Hà Hạnh Hảo Hằng Hiền Hoa Hòa Hồng Huệ Hương Hường Khuyên Lan ' +
  'Liên Liễu Linh Loan Lụa Lý Mai Mận Mến Minh Mùi Nga Ngân Nguyệt Nhài Nhàn Nhung Oanh Phượng Phương Quế Quyên Sen Tâm Thanh ' +
  'Thảo Thoa Thơm Thu Thủy Thúy Tình Trang Tuyết Tươi Vân Xuân Xuyến Yến Yên'
).split(' ');

/** A full name with its marks. In the mountain communes seven of ten families are Tày or Nùng. */
export function fullName(random: Random, sex: 'M' | 'F', isMountain: boolean): string {
  const family = isMountain && chance(random, 700) ? pick(random, TAY_NUNG) : pick(random, KINH);
  if (sex === 'M') return `${family} ${pick(random, MALE_MIDDLE)} ${pick(random, MALE_GIVEN)}`;
  return `${family} ${pick(random, FEMALE_MIDDLE)} ${pick(random, FEMALE_GIVEN)}`;
}

/** A name of somebody of either sex: collectors, heirs, guardians. */
export function anybodysName(random: Random): string {
  return fullName(random, below(random, 2) === 0 ? 'M' : 'F', false);
}

const PLAIN_WORDS = new Map<string, string>();

function plainWord(word: string): string {
  const known = PLAIN_WORDS.get(word);
  if (known !== undefined) return known;
  const plain = word
    .replaceAll('Đ', 'D')
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .toUpperCase();
  PLAIN_WORDS.set(word, plain);
  return plain;
}

/** The name as banks keep it: capitals A-Z without marks. */
export function bankName(name: string): string {
  return name.split(' ').map(plainWord).join(' ');
}

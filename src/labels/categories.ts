import type { Standard } from '../domain/catalogue.ts';
import { type Category, type Family, isCategory } from '../domain/category.ts';
import type { Label } from './label.ts';

/** Who a category is for. Sources: ND 20/2021 Đ5, 11, 20, 25; ND 176/2025; ND 335/2026 Đ5, 11, 17, 22. */
export const CATEGORY_LABELS: Readonly<Record<Category, Label>> = {
  FAC: { vi: 'Người được nuôi dưỡng trong cơ sở', en: 'resident of a facility' },
  SA1: { vi: 'Trẻ em không có nguồn nuôi dưỡng', en: 'child without support' },
  SA2: { vi: 'Người thuộc diện SA1 đang đi học', en: 'former SA1 who studies' },
  SA3: { vi: 'Trẻ em nhiễm HIV thuộc hộ nghèo', en: 'child with HIV, poor' },
  SA4: { vi: 'Người đơn thân nghèo đang nuôi con', en: 'single poor parent, per child' },
  SA5A: { vi: 'Người cao tuổi nghèo, không có người phụng dưỡng', en: 'elderly, poor, nobody obliged to support' },
  SA5B: { vi: 'Người từ 75 đến 80 tuổi, nghèo, vùng khó khăn', en: '75-80, poor, difficult area' },
  SA5C: { vi: 'Người từ 80 tuổi không có lương hưu', en: '80 and older, no pension' },
  SA5D: { vi: 'Người cao tuổi được nhận nuôi tại cộng đồng', en: 'elderly, taken in instead of a facility' },
  SA6D: { vi: 'Khuyết tật đặc biệt nặng', en: 'especially severe disability' },
  SA6N: { vi: 'Khuyết tật nặng', en: 'severe disability' },
  SA7: { vi: 'Trẻ em dưới 3 tuổi, nghèo, vùng khó khăn', en: 'under 3, poor, difficult area' },
  SA8: { vi: 'Người nhiễm HIV nghèo, không có thu nhập', en: 'adult with HIV, poor, no income' },
  SP75: { vi: 'Hưu trí xã hội, từ 75 tuổi', en: 'social pension, 75 and older' },
  SP70: {
    vi: 'Hưu trí xã hội, từ 70 tuổi, nghèo hoặc cận nghèo',
    en: 'social pension, 70 and older, poor or near-poor',
  },
  CS1: { vi: 'Nhận chăm sóc trẻ em diện SA1', en: 'takes in an SA1 child' },
  CS3: { vi: 'Nhận chăm sóc người diện SA5D', en: 'takes in an SA5D person' },
  CS4: { vi: 'Người khuyết tật mang thai hoặc nuôi con nhỏ', en: 'disabled, pregnant or one small child' },
  CS5: { vi: 'Người khuyết tật mang thai và nuôi con, hoặc từ hai con', en: 'disabled, both or two small children' },
  CS6: { vi: 'Hộ chăm sóc người khuyết tật đặc biệt nặng', en: 'household caring for an SA6D member, per person' },
  CS7: { vi: 'Nhận chăm sóc người khuyết tật đặc biệt nặng', en: 'took in an SA6D person' },
  FUN: { vi: 'Mai táng tại cộng đồng', en: 'funeral costs, community' },
  FUN50: { vi: 'Mai táng trong cơ sở', en: 'funeral costs, facility' },
};

export const STANDARD_LABELS: Readonly<Record<Standard, Label>> = {
  SA: { vi: 'Trợ cấp xã hội', en: 'social allowance' },
  SP: { vi: 'Trợ cấp hưu trí xã hội', en: 'social pension' },
};

export const FAMILY_LABELS: Readonly<Record<Family, Label>> = {
  MAIN: { vi: 'Trợ cấp hằng tháng', en: 'monthly allowance' },
  CARE: { vi: 'Hỗ trợ chăm sóc', en: 'care support' },
  ONEOFF: { vi: 'Hỗ trợ mai táng', en: 'funeral costs' },
};

/** What a category is called beside a person: the two about HIV by their code only. */
export function categoryBesidePerson(category: Category): Label {
  if (category !== 'SA3' && category !== 'SA8') return CATEGORY_LABELS[category];
  return { vi: `Đối tượng diện ${category}`, en: `category ${category}` };
}

/** The one code under which reports show the categories that tell of HIV. */
const NEUTRAL_CODE = 'SAX';

function tellsHiv(category: string): boolean {
  return category === 'SA3' || category === 'SA8';
}

/** The code and name of a category on reports: those about HIV share one that does not tell. */
export function reportCategory(category: string): { readonly code: string; readonly label: Label } {
  if (tellsHiv(category))
    return { code: NEUTRAL_CODE, label: { vi: 'Đối tượng khác theo Điều 5', en: 'others under article 5' } };
  const label = isCategory(category)
    ? CATEGORY_LABELS[category]
    : { vi: 'Khoản chi lại khác', en: 'other money sent again' };
  return { code: category, label };
}

/** The legal basis of a line on reports: of the categories that tell of HIV the article, not its clause. */
export function reportBasis(category: string, wording: string): string {
  return tellsHiv(category) ? wording.replaceAll(/(Đ\d+)(?:\.[\p{L}\d]+)+/gu, '$1') : wording;
}

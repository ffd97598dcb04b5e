import type { Label } from './label.ts';

/** The name of a list of the catalogue: "standard SA", a category, "combination", "area NAME SA". Categories keep their code. */
export function listLabel(list: string): Label {
  const [, standard] = /^standard (\w+)$/.exec(list) ?? [];
  if (standard !== undefined) return { vi: `mức chuẩn ${standard}`, en: list };
  const [, area] = /^area (.*)$/.exec(list) ?? [];
  if (area !== undefined) return { vi: `mức của vùng ${area}`, en: list };
  return list === 'combination'
    ? { vi: 'hưởng nhiều chính sách', en: list }
    : { vi: `đối tượng ${list}`, en: `category ${list}` };
}

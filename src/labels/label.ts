/** One thing in both languages; Vietnamese is what users read first. */
export interface Label {
  readonly vi: string;
  readonly en: string;
}

/** Both languages in one line: "dự thảo / draft". */
export function bilingual(label: Label): string {
  return `${label.vi} / ${label.en}`;
}

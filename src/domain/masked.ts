/** Columns of the registry that name a person. */
const NAMES: ReadonlySet<string> = new Set(['full_name', 'account_name', 'collector_name']);
/** Columns that are an id number or an account. */
const NUMBERS: ReadonlySet<string> = new Set(['national_id', 'account_no', 'collector_national_id']);

/** A name as its first letters: "N. T. H."; nothing of an empty one. */
export function initials(fullName: string): string {
  const words = fullName.normalize('NFC').trim().split(/\s+/);
  return words
    .flatMap((word) => {
      const [first] = word;
      return first === undefined ? [] : [`${first.toLocaleUpperCase('vi')}.`];
    })
    .join(' ');
}

/** An id number or account as its last three signs: "…345"; of a short one nothing but that there is one. */
export function numberEnd(number: string): string {
  return number.length > 6 ? `…${number.slice(-3)}` : '…';
}

/** Whether a column of the registry names a person, an id number or an account. */
export function isPersonal(column: string): boolean {
  return NAMES.has(column) || NUMBERS.has(column);
}

/** A value of a personal column so that who knows the person recognises it and nobody else learns it. */
export function maskedCell(column: string, value: string): string {
  return NAMES.has(column) ? initials(value) : numberEnd(value);
}

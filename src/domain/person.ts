import type { IsoDate, Month } from './month.ts';
import type { Vnd } from './money.ts';

/** A person as the registry file holds it. Absent facts are null. */
export interface Person {
  readonly personId: string;
  readonly nationalId: string | null;
  readonly fullName: string;
  /** YYYY-MM-DD, or YYYY-MM or YYYY where no more is known: the precision is kept. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F';
  readonly communeCode: string;
  readonly deathDate: IsoDate | null;
  /** Monthly pension or social insurance benefit in VND; 0 when there is none. */
  readonly pension: Vnd;
}

/** What the law asks about a person. Ages need only the month of birth: they are judged by the last day of a month. */
export interface Claimant {
  readonly birthMonth: Month;
  readonly deathMonth: Month | null;
  readonly pension: Vnd;
  readonly communeCode: string;
  /** Where the person lived and what pension there was before, oldest first; empty for who never changed. */
  readonly earlier: readonly Stay[];
}

/** Commune and pension that held up to and including a month. */
export interface Stay {
  readonly untilMonth: Month;
  readonly pension: Vnd;
  readonly communeCode: string;
}

/** Commune and pension that hold in a month. */
export function stayIn(person: Claimant, month: Month): Pick<Stay, 'pension' | 'communeCode'> {
  for (const stay of person.earlier) if (month <= stay.untilMonth) return stay;
  return person;
}

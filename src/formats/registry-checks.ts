import { isCategory, needsCaredBirthDate } from '../domain/category.ts';

/** A fault of one cell, or of a row when the column is empty. */
export interface BadCell {
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

/** Values of one row in the order of the table's columns: canonical text, null for no fact. */
export type RegistryValues = readonly (string | null)[];

function bad(column: string, code: string, message: string): BadCell {
  return { column, code, message };
}

const NO_FAULTS: readonly BadCell[] = [];

/** Faults that only the whole row shows. */
export function checkPerson(values: RegistryValues, latestYear: number): readonly BadCell[] {
  const [birth, death] = [values[3] ?? '', values[6] ?? ''];
  const faults: BadCell[] = [];
  if (Number(birth.slice(0, 4)) > latestYear) {
    faults.push(bad('birth_date', 'birth_in_future', 'Ngày sinh ở tương lai (date of birth in the future)'));
  }
  if (death === '') return faults.length === 0 ? NO_FAULTS : faults;
  if (Number(death.slice(0, 4)) > latestYear) {
    faults.push(bad('death_date', 'death_in_future', 'Ngày chết ở tương lai (date of death in the future)'));
  }
  if (death.slice(0, birth.length) < birth) {
    faults.push(bad('death_date', 'death_before_birth', 'Ngày chết trước ngày sinh (death before birth)'));
  }
  return faults;
}

/** Faults that only the whole row shows. */
export function checkAward(values: RegistryValues): readonly BadCell[] {
  const [category, start, end, cared] = [values[2] ?? '', values[5] ?? '', values[6] ?? null, values[8] ?? null];
  const faults: BadCell[] = [];
  if (end !== null && end < start) {
    faults.push(bad('end_month', 'ends_before_start', 'Tháng kết thúc trước tháng bắt đầu (ends before it starts)'));
  }
  if (cared === null && isCategory(category) && needsCaredBirthDate(category)) {
    faults.push(
      bad(
        'cared_birth_date',
        'needs_cared_birth_date',
        'Loại trợ cấp này cần ngày sinh của người được chăm sóc (birth date of the person cared for is needed)',
      ),
    );
  }
  return faults;
}

/** Faults that only the whole row shows. */
export function checkSuspension(values: RegistryValues): readonly BadCell[] {
  const [from, to] = [values[1] ?? '', values[2] ?? null];
  return to !== null && to < from
    ? [bad('to_month', 'ends_before_start', 'Tháng kết thúc trước tháng bắt đầu (ends before it starts)')]
    : NO_FAULTS;
}

/** Faults that only the whole row shows. */
export function checkMerge(values: RegistryValues): readonly BadCell[] {
  return values[0] === values[1]
    ? [bad('merged_into', 'merged_into_itself', 'Không thể gộp vào chính mình (merged into the same person)')]
    : NO_FAULTS;
}

/** For files whose cells say all that can be wrong. */
export const noFurtherCheck = (): readonly BadCell[] => NO_FAULTS;

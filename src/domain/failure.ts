/** An expected refusal: a stable code, and a sentence that says what is wrong, where, and what to do. No personal data. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The result of something that may be refused. Refusals are values; exceptions are bugs. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** The result of what went well. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** An expected refusal: a stable code, and a sentence that says what, where and what to do. */
export function refused(code: string, message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, message } };
}

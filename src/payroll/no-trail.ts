import { done } from '../domain/failure.ts';
import type { Trail } from './audit-trail.ts';

/** Leaves no trail: for what needs no database, for processes whose doing stands in another's, and for tests. */
export const NO_TRAIL: Trail = {
  begin: () => Promise.resolve(done(null)),
  noteMigration: () => Promise.resolve(),
  noteRefusal: () => undefined,
  afterEnd: (release) => release(),
  end: () => Promise.resolve(),
};

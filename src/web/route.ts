import type { UserRole } from '../domain/user.ts';
import type { Failure, Result } from '../domain/failure.ts';
import type { Label } from '../labels/label.ts';
import type { Field, Input } from './fields.ts';
import type { Markup } from './layout.ts';
import type { Visit } from './visit.ts';

/** A page: GET at its path, for the roles it names. */
export interface Screen {
  readonly path: string;
  readonly roles: readonly UserRole[];
  show(visit: Visit): Promise<Markup | Response>;
}

/** What an act came to: the page to go to, what is told there, and the same for programs. */
export interface Outcome {
  readonly place: string;
  readonly notice: Label;
  /** The notice is a secret: it is shown at once and kept nowhere, not even until the next page. */
  readonly isSecret?: boolean;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Something that changes something: POST at its path from a form, and below /api/v1 with JSON. One definition, so that both do the same. */
export interface Action {
  /** Stands in the audit log behind `web`. */
  readonly name: string;
  readonly path: string;
  readonly roles: readonly UserRole[];
  /** What the button says. */
  readonly label: Label;
  /** For the document of the API. */
  readonly summary: Label;
  readonly fields: readonly Field[];
  /** Fields that stand in the audit log; free texts and secrets never do. */
  readonly logged: readonly string[];
  /** The password is asked for again. */
  readonly provesPassword?: boolean;
  /** Only for people: no program may do it. */
  readonly isForPeople?: boolean;
  /** The page with its form, shown again when it is refused. */
  page(visit: Visit): Promise<Markup | Response>;
  perform(visit: Visit, input: Input): Promise<Result<Outcome>>;
}

/** What came with a form: one file or several, kept in the console's folder. */
export interface Brought {
  readonly uploadNo: number;
  /** The file; of several: the folder they lie in. */
  readonly path: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * A file that somebody brings: POST at its path from a form of several parts, and below /api/v1 in the same way or as the body itself with
 * its name in X-File-Name. Guarded, done once and logged as an action is.
 */
export interface Upload {
  readonly name: string;
  readonly path: string;
  readonly roles: readonly UserRole[];
  readonly label: Label;
  readonly summary: Label;
  readonly fields: readonly Field[];
  readonly logged: readonly string[];
  /** What the file is for, as the table of uploads tells it. */
  readonly kind: 'registry' | 'settlement';
  readonly file: { readonly label: Label; readonly endings: readonly string[]; readonly isMany: boolean };
  /** The page with its form, shown again when it is refused. */
  page(visit: Visit): Promise<Markup | Response>;
  /** Whether somebody may bring anything at all, asked before a byte is kept. */
  objection(visit: Visit): Failure | null;
  perform(visit: Visit, input: Input, brought: Brought): Promise<Result<Outcome>>;
}

/** Something programs read: GET below /api/v1. */
export interface Reading {
  readonly path: string;
  readonly roles: readonly UserRole[];
  readonly summary: Label;
  /** Parameters behind the question mark. */
  readonly query: readonly Field[];
  read(visit: Visit, query: Input): Promise<Result<unknown>>;
}

/** A file, streamed: GET at its path and below /api/v1. Every download leaves an entry in the audit log. */
export interface Download {
  readonly name: string;
  readonly path: string;
  readonly roles: readonly UserRole[];
  readonly summary: Label;
  readonly query: readonly Field[];
  send(visit: Visit, query: Input): Promise<Result<Response>>;
}

/** What a part of the console brings. */
export interface Part {
  readonly screens: readonly Screen[];
  readonly actions: readonly Action[];
  readonly uploads?: readonly Upload[];
  readonly readings: readonly Reading[];
  readonly downloads: readonly Download[];
}

/** Who may see money and people. */
export const READERS: readonly UserRole[] = ['officer', 'approver', 'auditor'];
export const EVERYBODY: readonly UserRole[] = ['officer', 'approver', 'auditor', 'admin'];

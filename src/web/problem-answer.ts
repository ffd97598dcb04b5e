import type { Context as Request } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Failure } from '../domain/failure.ts';
import { type Problem, errorPage } from './error-page.ts';

/** Whether a program asks, which is answered with JSON. */
export function isForPrograms(c: Request): boolean {
  return c.req.path.startsWith('/api/');
}

/** A problem for a program (RFC 9457): `code` is one of the codes that commands refuse with, `detail` says what to do. */
export function problemJson(status: ContentfulStatusCode, code: string, detail: string): Response {
  const body = JSON.stringify({
    type: 'about:blank',
    title: code.replaceAll('_', ' '),
    status,
    detail,
    code,
  });
  return new Response(body, { status, headers: { 'Content-Type': 'application/problem+json; charset=utf-8' } });
}

/** People are answered with a page, programs with JSON. */
export function problemAnswer(c: Request, provinceName: string, problem: Problem): Response | Promise<Response> {
  if (problem.status === 429) c.header('Retry-After', '5');
  if (isForPrograms(c)) return problemJson(problem.status, problem.code, `${problem.title.en}. ${problem.advice.en}`);
  return c.html(errorPage(provinceName, problem), problem.status);
}

const STATUS_OF: Readonly<Record<string, ContentfulStatusCode>> = {
  unknown_run: 404,
  unknown_person: 404,
  unknown_user: 404,
  not_found: 404,
  too_large: 413,
  not_multipart: 415,
  no_file: 422,
  empty_file: 422,
  wrong_ending: 422,
  bad_file_name: 422,
  too_many_files: 422,
  broken_upload: 422,
  unknown_task: 404,
  unknown_file: 404,
  not_there: 404,
  unknown_upload: 404,
  too_many_attempts: 429,
  wrong_password: 403,
  maker_is_approver: 403,
  other_scope: 403,
  own_rights: 403,
  bad_field: 422,
};

/** The status with which a refusal is answered; 409: the state of things does not allow it. */
export function statusOf(failure: Failure): ContentfulStatusCode {
  return STATUS_OF[failure.code] ?? 409;
}

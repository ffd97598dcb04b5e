import type { Context as Request, Hono } from 'hono';
import { type Failure, type Result, refused } from '../domain/failure.ts';
import { hashOfFiles, uploadPath } from '../store/upload-files.ts';
import { insertUpload } from '../store/uploads.ts';
import { leaveNotice } from '../store/web-sessions.ts';
import { isProblem, visitOf } from './access/gate.ts';
import { OTHER_PAGE } from './error-page.ts';
import type { Field } from './fields.ts';
import { idempotencyKey, performAct } from './perform.ts';
import { problemAnswer, problemJson, statusOf } from './problem-answer.ts';
import { API, answerWith, isAskedFromElsewhere, isOwnForm, textOf, typed } from './register.ts';
import type { Outcome, Upload } from './route.ts';
import { type Received, receive } from './uploads.ts';
import type { Office, Visit } from './visit.ts';

const NOT_OURS = refused('other_page', OTHER_PAGE.advice.vi).failure;

/** What the audit log says of a file: its hash and size. */
const SHA256: Field = { name: 'sha256', label: { vi: 'SHA-256', en: 'SHA-256' }, kind: 'line', required: true };
const BYTES: Field = { name: 'bytes', label: { vi: 'Kích thước', en: 'bytes' }, kind: 'line', required: true };

function receiveFor(
  c: Request,
  visit: Visit,
  upload: Upload,
  mayKeep: (fields: Readonly<Record<string, string>>) => Failure | null,
): Promise<Result<Received>> {
  const { folder, largestUpload } = visit.office.settings;
  const length = c.req.header('Content-Length');
  const name = c.req.header('X-File-Name');
  return receive(
    {
      body: c.req.raw.body,
      contentType: c.req.header('Content-Type') ?? '',
      length: length === undefined ? null : Number(length),
      fileName: c.req.path.startsWith(API) && name !== undefined ? decoded(name) : null,
    },
    { folder, largest: largestUpload, endings: upload.file.endings, isMany: upload.file.isMany, mayKeep },
  );
}

/** Headers hold ASCII only: other letters of a name are written as in an address. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Writes the files down under a number and performs what they are for, once; files that are not kept go. */
async function performUpload(
  visit: Visit,
  upload: Upload,
  { fields, files, folder }: Received,
  key: string,
): Promise<Result<Outcome>> {
  const names = files.map((one) => one.name);
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  const about = { fileName: names.join(', '), sha256: hashOfFiles(files), bytes };
  const { settings, context } = visit.office;
  try {
    const act = {
      name: upload.name,
      fields: [...upload.fields, SHA256, BYTES],
      logged: [...upload.logged, 'sha256', 'bytes'],
      perform: async (by: Visit, input: ReadonlyMap<string, string>): Promise<Result<Outcome>> => {
        const entry = { ...about, kind: upload.kind, actor: by.user.name };
        const uploadNo = await insertUpload(context.database.pool, entry);
        await folder.keep(uploadNo);
        return upload.perform(by, input, { ...about, uploadNo, path: uploadPath(settings.folder, uploadNo, names) });
      },
    };
    return await performAct(visit, act, { ...fields, sha256: about.sha256, bytes: String(bytes) }, key);
  } finally {
    await folder.discard();
  }
}

function addUploadForm(app: Hono, office: Office, upload: Upload): void {
  app.post(upload.path, async (c) => {
    const { provinceName } = office.context;
    const visit = await visitOf(c, office, { roles: upload.roles, changes: true });
    if (isProblem(visit)) {
      if (visit.status !== 401) return problemAnswer(c, provinceName, visit);
      return c.redirect('/sign-in', 303);
    }
    const received = await receiveFor(c, visit, upload, (fields) =>
      isOwnForm(c, visit, fields) ? upload.objection(visit) : NOT_OURS,
    );
    if (!received.ok && received.failure === NOT_OURS) return problemAnswer(c, provinceName, OTHER_PAGE);
    const performed = received.ok
      ? await performUpload(visit, upload, received.value, textOf(received.value.fields['once']).slice(0, 200))
      : received;
    if (performed.ok) {
      const { tokenSha256 = '' } = visit.session ?? {};
      await leaveNotice(office.context.database.pool, tokenSha256, JSON.stringify(performed.value.notice));
      return c.redirect(performed.value.place, 303);
    }
    const values = typed(upload, received.ok ? received.value.fields : {});
    const refusal = { action: upload.name, failure: performed.failure, values };
    return answerWith(c, upload.page({ ...visit, refusal }), statusOf(performed.failure));
  });
}

function addUploadForPrograms(app: Hono, office: Office, upload: Upload): void {
  app.post(API + upload.path, async (c) => {
    const { provinceName } = office.context;
    const visit = await visitOf(c, office, { roles: upload.roles, changes: true });
    if (isProblem(visit)) return problemAnswer(c, provinceName, visit);
    if (isAskedFromElsewhere(c, visit)) return problemAnswer(c, provinceName, OTHER_PAGE);
    const key = idempotencyKey(c);
    if (!key.ok) return problemJson(422, key.failure.code, key.failure.message);
    const received = await receiveFor(c, visit, upload, () => upload.objection(visit));
    const performed = received.ok ? await performUpload(visit, upload, received.value, key.value) : received;
    if (!performed.ok)
      return problemJson(statusOf(performed.failure), performed.failure.code, performed.failure.message);
    return c.json(performed.value.document);
  });
}

/** Adds a file that somebody brings, for people and for programs. */
export function addUpload(app: Hono, office: Office, upload: Upload): void {
  addUploadForm(app, office, upload);
  addUploadForPrograms(app, office, upload);
}

import { type Failure, type Result, done, refused } from '../domain/failure.ts';
import { findUpload } from '../store/upload-files.ts';
import { type Upload, getUpload } from '../store/uploads.ts';
import { type WebTask, taskOfUpload } from '../store/web-tasks.ts';
import { answerOf, isAtWork } from './task-view.ts';
import { type Visit, pathPart } from './visit.ts';

/** A file that was brought, what it would do, and what it did. */
export interface UploadCase {
  readonly upload: Upload;
  readonly preview: WebTask | null;
  readonly load: WebTask | null;
}

/** Files change what everybody is paid: only who sees the whole province brings them. Null: he does. */
export function provinceOnly(visit: Pick<Visit, 'user'>): Failure | null {
  if (visit.user.communes === null) return null;
  return refused(
    'other_scope',
    'Tệp liên quan cả tỉnh: nhờ người có phạm vi toàn tỉnh. / This concerns the whole province: ask somebody whose scope it is.',
  ).failure;
}

/** The upload of the path. Refuses a number that is none of this kind, and who does not see the whole province. */
export async function caseOfPath(visit: Visit, kind: Upload['kind']): Promise<Result<UploadCase>> {
  const barred = provinceOnly(visit);
  if (barred !== null) return { ok: false, failure: barred };
  const text = pathPart(visit, 'uploadNo');
  const uploadNo = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  const { timeZone } = visit.office.settings;
  const { pool } = visit.database;
  const upload = await getUpload(pool, kind, uploadNo, timeZone);
  if (upload === null) return refused('unknown_upload', 'Không có tệp này. / There is no such upload.');
  const command = kind === 'registry' ? 'import' : 'settle';
  const [preview, load] = [
    await taskOfUpload(pool, uploadNo, `${command}-preview`, timeZone),
    await taskOfUpload(pool, uploadNo, `${command}-load`, timeZone),
  ];
  return done({ upload, preview, load });
}

/**
 * The path of an upload that may be loaded now. Refuses one that nobody previewed, whose preview was not answered, whose bytes are no longer those that
 * were previewed, and one that is loaded or being loaded.
 */
export async function loadablePath({ upload, preview, load }: UploadCase, folder: string): Promise<Result<string>> {
  if (isAtWork(load) || answerOf(load) !== null)
    return refused('already_loaded', 'Tệp này đang được nạp hoặc đã nạp. / This file is being loaded, or was.');
  if (answerOf(preview) === null)
    return refused(
      'no_preview',
      'Chưa xem trước được tệp này nên chưa nạp. Chờ xem trước xong hoặc xem trước lại. / Nobody has seen yet what the file would do; preview it first.',
    );
  return unchangedPath(upload, folder);
}

/** The path of an upload whose bytes are still those that came. Refuses others. */
export async function unchangedPath(upload: Upload, folder: string): Promise<Result<string>> {
  const found = await findUpload(folder, upload.uploadNo);
  if (found?.sha256 === upload.sha256) return done(found.path);
  return refused(
    'upload_changed',
    'Tệp trên máy chủ không còn như lúc gửi lên. Gửi lại tệp và xem trước lại. / The file is not what was brought and previewed. Bring it again.',
  );
}

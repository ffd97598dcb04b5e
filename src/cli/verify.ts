import { grouped } from '../labels/numbers.ts';
import type { Verification } from '../payroll/finding.ts';
import { verifyBooks } from '../payroll/verify-books.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { withBooks } from './with-books.ts';

const SHOWN = 20;

function verificationJson(result: Verification): Record<string, unknown> {
  const { seals, blocks, entries, shards, lines, files, heads, auditEntries, findings } = result;
  const [first = null] = findings;
  return {
    ok: first === null,
    seals,
    blocks,
    entries,
    shards,
    lines,
    files,
    heads,
    audit_entries: auditEntries,
    first,
    findings,
  };
}

function verificationText(result: Verification): string {
  const { seals, entries, lines, files, heads, auditEntries, findings } = result;
  const counts = [
    `niêm phong / seals ${grouped(seals)}`,
    `mục / entries ${grouped(entries)}`,
    `dòng đã duyệt / signed lines ${grouped(lines)}`,
    `tệp / files ${grouped(files)}`,
    `đầu sổ / heads ${grouped(heads)}`,
    `nhật ký / audit log ${grouped(auditEntries)}`,
  ].join(', ');
  if (findings.length === 0) return `Đúng: không có gì bị sửa, mất, thêm hay đổi chỗ. / Intact.\n${counts}`;
  const shown = findings.slice(0, SHOWN).map(({ code, message }) => `- ${message} [${code}]`);
  const more = findings.length > SHOWN ? [`... ${findings.length - SHOWN} nữa / more (--json)`] : [];
  return [
    `KHÔNG ĐÚNG: ${findings.length} chỗ / NOT INTACT: ${findings.length} findings, the first one first`,
    ...shown,
    ...more,
    counts,
  ].join('\n');
}

export const verify: Command = {
  name: 'verify',
  arguments: [],
  summary: 'chứng minh sổ cái, tệp và số dư còn nguyên vẹn / prove that ledger, hashes, balances and files are intact',
  options: {
    head: {
      type: 'string',
      value: 'PATH,PATH',
      help: 'heads kept outside: files or folders (those in OUT/heads are always compared)',
    },
    'no-files': { type: 'boolean', help: 'do not look at payout files on disk' },
    json: JSON_OPTION,
  },
  run(call) {
    return withBooks(call, 'read', async (books) => {
      const result = await verifyBooks(books, {
        out: call.flag('no-files') ? null : books.out,
        heads: (call.text('head') ?? '').split(',').filter((path) => path !== ''),
        onProgress: (done, all) => {
          call.terminal.progress(`Kiểm tra / verifying: ${done}/${all}`);
        },
      });
      call.terminal.print(
        call.flag('json') ? JSON.stringify(verificationJson(result), null, 2) : verificationText(result),
      );
      return result.findings.length === 0 ? 0 : 1;
    });
  },
};

import { dirname } from 'node:path';
import { todayIn } from '../clock.ts';
import { type ImportSummary, importRegistry } from '../payroll/import-registry.ts';
import { openStore } from '../start.ts';
import { readyFolder } from '../store/files.ts';
import { grouped } from '../labels/numbers.ts';
import { ACTOR_OPTION, type Call, type Command, type ExitCode, JSON_OPTION, actorOf, refuse } from './command.ts';

function table(summary: ImportSummary): string {
  const head = ['Tệp / file', 'đọc / read', 'thêm / added', 'thay / replaced', 'như cũ / same', 'loại / rejected'];
  const rows = summary.files.map((one) => [
    one.file,
    ...[one.rows, one.added, one.replaced, one.unchanged, one.rejected].map(grouped),
  ]);
  return [head, ...rows]
    .map(([first = '', ...rest]) => first.padEnd(22) + rest.map((cell) => cell.padStart(18)).join(''))
    .join('\n');
}

function answer(call: Call, summary: ImportSummary): ExitCode {
  if (call.flag('json')) {
    const { rejectsPath, ...rest } = summary;
    call.terminal.print(JSON.stringify({ ...rest, rejects_path: rejectsPath }, null, 2));
  } else {
    call.terminal.print(table(summary));
    for (const note of summary.notes) call.terminal.print(note);
    if (!summary.saved) call.terminal.print('Không lưu gì / nothing was saved');
  }
  if (summary.rejectsPath !== null) {
    call.terminal.error(
      `chitra: ${grouped(summary.rejected)} bad rows stand in ${summary.rejectsPath}. Correct them there or in the source and import again.`,
    );
  }
  return summary.rejected > 0 ? 1 : 0;
}

export const importCommand: Command = {
  name: 'import',
  arguments: ['PATH'],
  summary:
    'nạp sổ: thư mục CSV, một tệp CSV hoặc .xlsx / load the registry: a folder of CSV files, one of them, or one .xlsx',
  options: {
    'dry-run': { type: 'boolean', help: 'read and check everything, save nothing' },
    strict: { type: 'boolean', help: 'any bad row and nothing is loaded' },
    rejects: { type: 'string', value: 'FILE', help: 'where bad rows go (default: CHITRA_OUT/rejects-N.csv)' },
    actor: ACTOR_OPTION,
    json: JSON_OPTION,
  },
  async run(call) {
    const opened = await openStore(call);
    if (!opened.ok) return refuse(call, opened.failure);
    const rejectsPath = call.text('rejects');
    try {
      // Why before: bad rows must have somewhere to go.
      await readyFolder(rejectsPath === null ? call.config.out : dirname(rejectsPath));
      const imported = await importRegistry(opened.value.value, {
        path: call.arguments[0] ?? '',
        actor: actorOf(call),
        today: todayIn(call.config.timeZone),
        dryRun: call.flag('dry-run'),
        strict: call.flag('strict'),
        out: call.config.out,
        ...(rejectsPath === null ? {} : { rejectsPath }),
        onProgress: (file, rows) => call.terminal.progress(`${file}: ${grouped(rows)} dòng / rows`),
      });
      call.terminal.progressDone();
      return imported.ok ? answer(call, imported.value) : refuse(call, imported.failure);
    } finally {
      await opened.value.close();
    }
  },
};

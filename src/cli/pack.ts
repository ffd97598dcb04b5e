import { provinceName } from '../labels/provinces.ts';
import { packMonth } from '../payroll/pack-month.ts';
import { openBooks } from '../start.ts';
import { type Command, monthFrom, refuse } from './command.ts';
import { sampleSizeOf } from './report.ts';
import { REPORT_WORDS } from './report-words.ts';

export const pack: Command = {
  name: 'pack',
  arguments: ['MONTH'],
  summary: 'gói bằng chứng của một tháng / the evidence of a month, signed: anyone checks it with sha256sum',
  options: {
    out: { type: 'string', value: 'FOLDER', required: true, help: 'a new or empty folder' },
    sample: { type: 'string', value: 'N', help: 'persons of the random part of the sample (default: 60)' },
  },
  async run(call) {
    const month = monthFrom(call.arguments[0] ?? '', 'pack');
    const sampleSize = sampleSizeOf(call);
    const opened = await openBooks(call, 'read');
    if (!opened.ok) return refuse(call, opened.failure);
    try {
      const { out, province } = call.config;
      const folder = call.text('out') ?? '';
      const books = { ...opened.value.value, out, provinceName: provinceName(province) };
      const packed = await packMonth(books, { month, folder, sampleSize }, REPORT_WORDS);
      if (!packed.ok) return refuse(call, packed.failure);
      for (const runId of packed.value.remade)
        call.terminal.error(
          `${runId}: tệp chi trả thiếu hoặc bị sửa, đã lập lại / payout files were missing or altered and were made again`,
        );
      call.terminal.print(
        `${folder}\n${packed.value.files} tệp / files, sha256(tagmanifest-sha256.txt) ${packed.value.sha256}`,
      );
      return 0;
    } finally {
      await opened.value.close();
    }
  },
};

import { packMonth } from '../payroll/pack-month.ts';
import { type Command, monthFrom, refuse } from './command.ts';
import { sampleSizeOf } from './report.ts';
import { reportWords } from './report-words.ts';
import { withBooks } from './with-books.ts';

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
    const words = await reportWords(call);
    if (!words.ok) return refuse(call, words.failure);
    return withBooks(call, 'read', async (books) => {
      const folder = call.text('out') ?? '';
      const packed = await packMonth(books, { month, folder, sampleSize }, words.value);
      if (!packed.ok) return refuse(call, packed.failure);
      for (const runId of packed.value.remade)
        call.terminal.error(
          `${runId}: tệp chi trả thiếu hoặc bị sửa, đã lập lại / payout files were missing or altered and were made again`,
        );
      call.terminal.print(
        `${folder}\n${packed.value.files} tệp / files, sha256(tagmanifest-sha256.txt) ${packed.value.sha256}`,
      );
      return 0;
    });
  },
};

import { reconcileMonth } from '../payroll/reconcile-month.ts';
import { type Command, type Call, UsageError, monthFrom, refuse } from './command.ts';
import { reportWords } from './report-words.ts';
import { withBooks } from './with-books.ts';

/** Persons of the random stratum when nobody says how many. */
const USUAL_SAMPLE = '60';

/** How many persons the random part of a sample has: --sample. Refuses (UsageError) what is no number. */
export function sampleSizeOf(call: Call): number {
  const text = call.text('sample') ?? USUAL_SAMPLE;
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`--sample ${text}: not a number of persons. Write it as 60.`);
  return Number(text);
}

export const report: Command = {
  name: 'report',
  arguments: ['MONTH'],
  summary: 'bảng đối chiếu của một tháng (.xlsx) / the reconciliation workbook of a month',
  options: {
    out: { type: 'string', value: 'FILE.xlsx', required: true, help: 'the file to write' },
    csv: { type: 'string', value: 'DIR', help: 'the same tables as CSV into this folder, one file a sheet' },
    seed: { type: 'string', value: 'SEED', help: 'what the sample is drawn by (default: the head of the books)' },
    sample: { type: 'string', value: 'N', help: `persons of the random part of the sample (default: ${USUAL_SAMPLE})` },
  },
  async run(call) {
    const month = monthFrom(call.arguments[0] ?? '', 'report');
    const size = sampleSizeOf(call);
    const words = await reportWords(call);
    if (!words.ok) return refuse(call, words.failure);
    return withBooks(call, 'read', async (desk) => {
      const out = call.text('out') ?? '';
      const wish = { month, out, csvFolder: call.text('csv'), seed: call.text('seed'), sampleSize: size };
      const written = await reconcileMonth(desk, wish, words.value);
      if (!written.ok) return refuse(call, written.failure);
      call.terminal.print(out);
      return 0;
    });
  },
};

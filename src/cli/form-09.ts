import { writeForm09 } from '../payroll/form-09.ts';
import { type Command, monthFrom, refuse } from './command.ts';
import { REPORT_LABELS } from './report-words.ts';
import { withBooks } from './with-books.ts';

export const form09: Command = {
  name: 'form09',
  arguments: ['MONTH'],
  summary: 'Mẫu số 09 của NĐ 11/2020 (.xlsx) / form 09 for the Treasury: payments to accounts, changes',
  options: {
    out: {
      type: 'string',
      value: 'FILE.xlsx',
      required: true,
      help: 'the file to write; it holds full account numbers',
    },
    unit: { type: 'string', value: 'NAME', help: 'who asks for the payment, as it is printed (default: the province)' },
  },
  run(call) {
    const month = monthFrom(call.arguments[0] ?? '', 'form09');
    return withBooks(call, 'read', async ({ database, provinceName }) => {
      const out = call.text('out') ?? '';
      const unit = call.text('unit') ?? provinceName;
      const written = await writeForm09(database, { month, out, unit }, REPORT_LABELS);
      if (!written.ok) return refuse(call, written.failure);
      call.terminal.print(out);
      return 0;
    });
  },
};

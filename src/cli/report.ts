import { monthWorkbook } from '../payroll/reconcile-month.ts';
import { openStore } from '../start.ts';
import { writeFileWhole } from '../store/files.ts';
import { type Command, monthFrom, refuse } from './command.ts';

export const report: Command = {
  name: 'report',
  arguments: ['MONTH'],
  summary: 'bảng đối chiếu của một tháng (.xlsx) / the reconciliation workbook of a month',
  options: { out: { type: 'string', value: 'FILE.xlsx', required: true, help: 'the file to write' } },
  async run(call) {
    const month = monthFrom(call.arguments[0] ?? '', 'report');
    const opened = await openStore(call.config);
    if (!opened.ok) return refuse(call, opened.failure);
    try {
      const workbook = await monthWorkbook(opened.value.value, month);
      if (!workbook.ok) return refuse(call, workbook.failure);
      const out = call.text('out') ?? '';
      await writeFileWhole(out, [workbook.value]);
      call.terminal.print(out);
      return 0;
    } finally {
      await opened.value.close();
    }
  },
};

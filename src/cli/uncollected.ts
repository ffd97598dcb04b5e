import { grouped } from '../labels/numbers.ts';
import { readLawBook } from '../payroll/law-book.ts';
import { writeUncollected } from '../payroll/list-uncollected.ts';
import { type Command, UsageError, monthFrom, refuse } from './command.ts';
import { withBooks } from './with-books.ts';

export const uncollected: Command = {
  name: 'uncollected',
  arguments: ['MONTH'],
  summary: 'danh sách 3 tháng không nhận, trình chủ tịch xã (.xlsx, PDF) / not collected for 3 months, for the chair',
  options: {
    out: { type: 'string', value: 'FILE.xlsx', required: true, help: 'the file to write, a sheet a commune' },
    pdf: { type: 'string', value: 'FILE', help: 'the same as PDF, ready to print' },
    commune: { type: 'string', value: 'CODE', help: 'the paper of this commune only' },
  },
  async run(call) {
    const month = monthFrom(call.arguments[0] ?? '', 'uncollected');
    const commune = call.text('commune');
    if (commune !== null && !/^\d{5}$/.test(commune))
      throw new UsageError(`--commune ${commune}: not a commune code of five digits. Write it as 07210.`);
    const law = await readLawBook(call.config.province, call.config.overlay);
    if (!law.ok) return refuse(call, law.failure);
    const { controls } = law.value.catalogue;
    return withBooks(call, 'read', async (desk) => {
      const wish = { month, out: call.text('out') ?? '', pdf: call.text('pdf'), commune };
      const written = await writeUncollected(desk, controls, wish);
      if (!written.ok) return refuse(call, written.failure);
      const { persons, waiting, communes, runId } = written.value;
      call.terminal.print(
        persons === 0
          ? `${runId}: không có ai / nobody`
          : `${runId}: ${persons} người ở ${communes} xã, ${grouped(waiting)} đồng đang chờ / ${persons} persons in ${communes} communes, ${grouped(waiting)} VND waiting`,
      );
      call.terminal.print([wish.out, wish.pdf].filter((path) => path !== null).join('\n'));
      return 0;
    });
  },
};

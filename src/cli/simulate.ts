import { todayIn } from '../clock.ts';
import { readLawBook } from '../payroll/law-book.ts';
import { simulate as simulateMonth } from '../payroll/simulate.ts';
import { writeFileWhole } from '../store/files.ts';
import { type Command, dateFrom, monthFrom, refuse } from './command.ts';

const MOST_SHOWN = 20;

export const simulate: Command = {
  name: 'simulate',
  arguments: ['DIR'],
  summary: 'mức hưởng tính thẳng từ tệp CSV, không cần cơ sở dữ liệu / amounts due straight from CSV files',
  options: {
    month: { type: 'string', value: 'M', required: true, help: 'the month, YYYY-MM' },
    'known-at': { type: 'string', value: 'DATE', help: 'the day whose law counts (default: today)' },
    out: { type: 'string', value: 'FILE', required: true, help: 'the CSV file to write' },
  },
  async run(call) {
    const month = monthFrom(call.text('month') ?? '', '--month');
    const given = call.text('known-at');
    const knownAt = given === null ? todayIn(call.config.timeZone) : dateFrom(given, '--known-at');
    const law = await readLawBook(call.config.province, call.config.overlay);
    if (!law.ok) return refuse(call, law.failure);
    const simulated = await simulateMonth(law.value.catalogue, { folder: call.arguments[0] ?? '', month, knownAt });
    if (!simulated.ok) return refuse(call, simulated.failure);
    const out = call.text('out') ?? '';
    await writeFileWhole(out, simulated.value.chunks());
    call.terminal.print(`${out}: ${simulated.value.persons} người / people`);
    const { bad } = simulated.value;
    for (const cell of bad.slice(0, MOST_SHOWN))
      call.terminal.error(`${cell.file}, row ${cell.row}, ${cell.column}: ${cell.code} ${cell.message}`);
    if (bad.length > MOST_SHOWN) call.terminal.error(`... ${bad.length - MOST_SHOWN} more bad cells`);
    if (bad.length > 0)
      call.terminal.error('chitra: bad rows were left out; the others are written. Correct them and simulate again.');
    return bad.length > 0 ? 1 : 0;
  },
};

import { todayIn } from '../clock.ts';
import { parseOutcome } from '../domain/outcome.ts';
import { type Corrected, answerSettlementRow, confirmProposal, correctOutcome } from '../payroll/correct-outcome.ts';
import { ACTOR_OPTION, type Command, UsageError, actorOf, dateFrom, refuse } from './command.ts';
import { withBooks } from './with-books.ts';

function correctedText(corrected: Corrected): string {
  if (corrected.state === 'noted' && corrected.statement !== null)
    return `Đã ghi nhận theo sao kê ${corrected.statement}: không có khoản ghi nợ nào cho tệp này. / Noted by statement ${corrected.statement}: nothing was debited for this file.`;
  if (corrected.state === 'noted') return 'Đã ghi nhận. / Noted.';
  const { proposalNo } = corrected;
  return `Chưa có tệp nào nói tiền đã trả lại: đã ghi đề xuất ${proposalNo}, chờ người thứ hai: chitra confirm ${proposalNo} --actor NAME\nNo file says that it came back: proposal ${proposalNo} waits for a second person.`;
}

export const correct: Command = {
  name: 'correct',
  arguments: ['PAYMENT'],
  summary:
    'sửa kết quả của một khoản chi hoặc cả tệp, có người và lý do / correct what became of a payment or of a whole file, with who and why',
  options: {
    status: { type: 'string', value: 'S', required: true, help: 'paid, returned or uncollected' },
    reason: { type: 'string', value: 'TEXT', required: true, help: 'why' },
    date: { type: 'string', value: 'DATE', help: 'the day it happened (default: today)' },
    actor: { ...ACTOR_OPTION, required: true },
  },
  run(call) {
    const status = parseOutcome(call.text('status') ?? '');
    if (status === null) throw new UsageError('--status: use paid, returned or uncollected.');
    const given = call.text('date');
    const request = {
      paymentId: call.arguments[0] ?? '',
      status,
      reason: call.text('reason') ?? '',
      date: given === null ? todayIn(call.config.timeZone) : dateFrom(given, '--date'),
      actor: actorOf(call),
    };
    return withBooks(call, 'write', async (books) => {
      const corrected = await correctOutcome(books, request);
      if (!corrected.ok) return refuse(call, corrected.failure);
      call.terminal.print(correctedText(corrected.value));
      return 0;
    });
  },
};

export const confirm: Command = {
  name: 'confirm',
  arguments: ['PROPOSAL'],
  summary:
    'người thứ hai xác nhận tiền chưa đến, để chi lại / a second person confirms that money did not arrive, so that it is paid again',
  options: { actor: { ...ACTOR_OPTION, required: true } },
  run(call) {
    const number = /^[1-9]\d{0,8}$/.exec(call.arguments[0] ?? '');
    if (number === null) throw new UsageError('Give the number of a proposal, for example 3 (chitra export unknown).');
    const request = { proposalNo: Number(number[0]), actor: actorOf(call) };
    return withBooks(call, 'write', async (books) => {
      const confirmed = await confirmProposal(books, request);
      if (!confirmed.ok) return refuse(call, confirmed.failure);
      call.terminal.print(correctedText(confirmed.value));
      return 0;
    });
  },
};

export const answer: Command = {
  name: 'answer',
  arguments: ['FILE:ROW'],
  summary: 'trả lời một dòng kết quả không khớp / answer a row of a settlement file that could not be taken',
  options: {
    reason: { type: 'string', value: 'TEXT', required: true, help: 'what was found out' },
    actor: { ...ACTOR_OPTION, required: true },
  },
  run(call) {
    const place = /^(\d{1,9}):(\d{1,9})$/.exec(call.arguments[0] ?? '');
    if (place === null) throw new UsageError('Write the row as FILE:ROW, for example 3:17 (chitra export exceptions).');
    const request = {
      fileNo: Number(place[1]),
      row: Number(place[2]),
      actor: actorOf(call),
      reason: call.text('reason') ?? '',
    };
    return withBooks(call, 'write', async ({ database }) => {
      const noted = await answerSettlementRow(database, request);
      if (!noted.ok) return refuse(call, noted.failure);
      call.terminal.print('Đã ghi nhận. / Noted.');
      return 0;
    });
  },
};

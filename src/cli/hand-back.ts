import { todayIn } from '../clock.ts';
import { vnd } from '../domain/money.ts';
import { grouped } from '../labels/numbers.ts';
import { handBack as enter } from '../payroll/hand-back.ts';
import { ACTOR_OPTION, type Call, type Command, UsageError, actorOf, dateFrom, monthFrom, refuse } from './command.ts';
import { withBooks } from './with-books.ts';

function amountFrom(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`--amount ${text}: not an amount in whole VND.`);
  return Number(text);
}

function required(call: Call, option: string): string {
  return (call.text(option) ?? '').trim();
}

export const handBack: Command = {
  name: 'hand-back',
  arguments: ['MONTH'],
  summary: 'ghi tiền đơn vị chi trả nộp lại kho bạc / enter money that a provider gave back to the treasury',
  options: {
    provider: { type: 'string', value: 'CODE', required: true, help: 'the provider, as in export draw' },
    commune: { type: 'string', value: 'CODE', required: true, help: 'for which commune' },
    amount: { type: 'string', value: 'VND', required: true, help: 'whole VND' },
    reference: { type: 'string', value: 'TEXT', required: true, help: 'number of the paper' },
    date: { type: 'string', value: 'DATE', help: 'day it was received (default: today)' },
    actor: ACTOR_OPTION,
  },
  run(call) {
    const date = call.text('date');
    const paper = {
      reference: required(call, 'reference'),
      month: monthFrom(call.arguments[0] ?? '', 'hand-back'),
      communeCode: required(call, 'commune'),
      provider: required(call, 'provider'),
      amount: vnd(amountFrom(required(call, 'amount'))),
      receivedOn: date === null ? todayIn(call.config.timeZone) : dateFrom(date, '--date'),
      actor: actorOf(call),
    };
    return withBooks(call, 'write', async (books) => {
      const left = await enter(books, paper);
      if (!left.ok) return refuse(call, left.failure);
      call.terminal.print(
        `Đã ghi ${grouped(paper.amount)} VND; đơn vị ${paper.provider} còn giữ của xã ${paper.communeCode} / entered; the provider still has of this commune: ${grouped(left.value)} VND`,
      );
      return 0;
    });
  },
};

import { type HoldRequest, holdPerson } from '../payroll/hold-person.ts';
import { openStore } from '../start.ts';
import { ACTOR_OPTION, type Call, type Command, type ExitCode, actorOf, refuse } from './command.ts';

async function record(call: Call, action: HoldRequest['action'], reason: string): Promise<ExitCode> {
  const opened = await openStore(call);
  if (!opened.ok) return refuse(call, opened.failure);
  try {
    const personId = call.arguments[0] ?? '';
    const held = await holdPerson(opened.value.value, { personId, action, reason, actor: actorOf(call) });
    if (!held.ok) return refuse(call, held.failure);
    call.terminal.print(action === 'hold' ? `${personId}: tạm giữ / held` : `${personId}: thôi giữ / released`);
    return 0;
  } finally {
    await opened.value.close();
  }
}

export const hold: Command = {
  name: 'hold',
  arguments: ['PERSON'],
  summary: 'tạm giữ tiền của một người / hold the money of a person from the next run on',
  options: { reason: { type: 'string', value: 'TEXT', required: true, help: 'why' }, actor: ACTOR_OPTION },
  run: (call) => record(call, 'hold', call.text('reason') ?? ''),
};

export const release: Command = {
  name: 'release',
  arguments: ['PERSON'],
  summary: 'thôi tạm giữ / end a hold; the next run pays what waited',
  options: { reason: { type: 'string', value: 'TEXT', help: 'why' }, actor: ACTOR_OPTION },
  run: (call) => record(call, 'release', call.text('reason') ?? ''),
};

import { todayIn } from '../clock.ts';
import { explainPerson } from '../payroll/explain-person.ts';
import { readLawBook } from '../payroll/law-book.ts';
import { currentLaw } from '../payroll/law-in-force.ts';
import { openStore } from '../start.ts';
import { type Command, JSON_OPTION, dateFrom, monthFrom, refuse } from './command.ts';
import { explanationJson } from '../web/explanation-document.ts';
import { explanationText } from './explain-text.ts';

export const explain: Command = {
  name: 'explain',
  arguments: ['PERSON', 'M'],
  summary:
    'vì sao số tiền này: quyết định, luật, lịch sử, sổ cái, khoản chi / why this amount, from decision to payment',
  options: {
    'known-at': { type: 'string', value: 'DATE', help: 'the day whose law counts (default: today)' },
    names: { type: 'boolean', help: 'show the name, id number and accounts too' },
    json: JSON_OPTION,
  },
  async run(call) {
    const [personId = '', monthWord = ''] = call.arguments;
    const { config } = call;
    const month = monthFrom(monthWord, 'explain');
    const today = todayIn(config.timeZone);
    const given = call.text('known-at');
    const knownAt = given === null ? today : dateFrom(given, '--known-at');
    const own = await readLawBook(config.province, config.overlay);
    if (!own.ok) return refuse(call, own.failure);
    const store = await openStore(call, 'read');
    if (!store.ok) return refuse(call, store.failure);
    try {
      const law = await currentLaw(own.value, store.value.value);
      if (!law.ok) return refuse(call, law.failure);
      const request = {
        personId,
        month,
        knownAt,
        today,
        timeZone: config.timeZone,
        names: call.flag('names') ? ('shown' as const) : ('hidden' as const),
      };
      const explained = await explainPerson(store.value.value, law.value.catalogue, request);
      if (!explained.ok) return refuse(call, explained.failure);
      const { value } = explained;
      call.terminal.print(call.flag('json') ? JSON.stringify(explanationJson(value), null, 2) : explanationText(value));
      return 0;
    } finally {
      await store.value.close();
    }
  },
};

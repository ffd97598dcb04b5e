import {
  type Desk,
  aGrant,
  changeAward,
  changeFrom,
  changePerson,
  grant,
  pickAward,
  write,
  writePayee,
} from './desk.ts';
import { type Episode, TIMES, monthAt } from './histories.ts';
import { type Month, monthOf, textOf } from './law.ts';

type Change = (desk: Desk, month: Month) => void;
/** What an episode writes, and when. */
export type Plan = readonly (readonly [time: number, change: Change])[];

/** The time `steps` after another; 0 steps: never. */
function after(time: number, steps: number): number {
  return steps === 0 ? TIMES : time + steps;
}

function firstOf(month: Month): string {
  return `${textOf(month)}-01`;
}

function deathPlan({ at, ago, heir, release, later, hasFuneral }: Extract<Episode, { kind: 'death' }>): Plan {
  const die: Change = (desk, month) => {
    const born = monthOf(desk.all.persons.get(desk.name)?.birth ?? '');
    changePerson(desk, { death: `${textOf(Math.max(month - Math.max(0, ago), born + 1))}-15` });
    if (hasFuneral) grant(desk, aGrant(desk.name, 'FUN', month, firstOf(month)));
  };
  const letOut: Change = (desk) => {
    desk.officer.push({ person: desk.name, action: 'release' });
    desk.isHeld = false;
  };
  return [
    [at, die],
    [
      after(at - 1, heir),
      (desk, month) => writePayee(desk, { person: desk.name, from: month + 1, channel: 'post', isUsable: true }),
    ],
    [after(at - 1, release), letOut],
    [after(at, later), (desk) => changePerson(desk, { death: '' })],
  ];
}

function secondPlan({
  at,
  category,
  isSameId,
  correct,
  merge,
  part,
  into,
}: Extract<Episode, { kind: 'second' }>): Plan {
  const other = (desk: Desk): string => `Z${desk.number}`;
  const register: Change = (desk, month) => {
    const first = desk.all.persons.get(desk.name);
    if (first === undefined || desk.all.persons.has(other(desk))) return;
    const nationalId = isSameId ? first.nationalId : `0259${String(desk.number).padStart(8, '0')}`;
    const person = other(desk);
    write(desk, 'persons', person, { ...first, person, nationalId });
    grant(desk, aGrant(person, category, month, firstOf(month)));
    writePayee(desk, { person, from: month, channel: 'post', isUsable: true });
  };
  const mergeFiles: Change = (desk) => {
    const [from, to] = into === 0 ? [other(desk), desk.name] : [desk.name, other(desk)];
    const isOwn = (person: string): boolean => (desk.all.merges.get(person)?.into ?? '') === '';
    const isFree = desk.all.persons.has(to) && isOwn(from) && isOwn(to);
    if (isFree) write(desk, 'merges', from, { person: from, into: to });
  };
  const partFiles: Change = (desk) => {
    for (const { person } of desk.all.merges.values()) write(desk, 'merges', person, { person, into: '' });
  };
  return [
    [at, register],
    [
      at + correct,
      (desk) => changePerson(desk, { nationalId: desk.all.persons.get(desk.name)?.nationalId ?? '' }, other(desk)),
    ],
    [after(at, merge), mergeFiles],
    [after(merge === 0 ? TIMES : at + merge, part), partFiles],
  ];
}

function regradePlan({ at, which, category, ago, isInPlace }: Extract<Episode, { kind: 'regrade' }>): Plan {
  const regrade: Change = (desk, month) => {
    const award = pickAward(desk, which);
    if (award === undefined || award.category === 'FUN') return;
    if (isInPlace) {
      changeAward(desk, award, { category });
      return;
    }
    changeAward(desk, award, { end: month - ago - 1 });
    grant(desk, { ...aGrant(award.person, category, month - ago, firstOf(month)), quantity: award.quantity });
  };
  return [[at, regrade]];
}

function suspensionPlan({ at, which, ago, months, later }: Extract<Episode, { kind: 'suspension' }>): Plan {
  const from = monthAt(at) - ago;
  let suspended = '';
  const begin: Change = (desk) => {
    suspended = pickAward(desk, which)?.award ?? '';
    const to = months === 0 ? null : from + months;
    if (suspended !== '') write(desk, 'suspensions', `${suspended} ${from}`, { award: suspended, from, to });
  };
  const end: Change = (desk, month) => {
    if (suspended !== '' && month > from)
      write(desk, 'suspensions', `${suspended} ${from}`, { award: suspended, from, to: month - 1 });
  };
  return [
    [at, begin],
    [after(at, later), end],
  ];
}

function holdPlan({ at, later }: Extract<Episode, { kind: 'hold' }>): Plan {
  const act = (desk: Desk, action: 'hold' | 'release'): void => {
    if (action === 'hold' && desk.isHeld) return;
    desk.isHeld = action === 'hold';
    desk.officer.push({ person: desk.name, action });
  };
  return [
    [at, (desk) => act(desk, 'hold')],
    [after(at, later), (desk) => act(desk, 'release')],
  ];
}

function orderPlan(episode: Extract<Episode, { kind: 'order' }>, place: number): Plan {
  const { at, family, percent, monthly, wait, later } = episode;
  const order = (desk: Desk, time: number, amount: number): void => {
    const from = monthAt(at) + wait;
    const terms = { person: desk.name, decision: `${place}/TH`, family, monthly: amount, from };
    desk.wishes.push({ kind: 'order', at: time, order: terms, percent });
  };
  return [
    [at, (desk) => order(desk, at, monthly)],
    [after(at, later), (desk) => order(desk, at + later, monthly + 60_000)],
  ];
}

/** From a month on, or, without one, for all months. */
function changeFacts(desk: Desk, month: Month, ago: number, changes: { commune?: string; pension?: number }): void {
  if (ago < 0) changePerson(desk, changes);
  else changeFrom(desk, month - ago, changes);
}

type Simple = Exclude<
  Episode,
  { kind: 'death' | 'second' | 'regrade' | 'suspension' | 'hold' | 'order' | 'end' | 'payee' | 'fate' }
>;

/** What an episode that only touches one row writes. */
function changeOf(episode: Simple, place: number): Change {
  return (desk, month) => {
    const person = desk.name;
    switch (episode.kind) {
      case 'award': {
        const { category, ago, quantity, caredBirth } = episode;
        grant(desk, { ...aGrant(person, category, month - ago, firstOf(month)), quantity, caredBirth });
        break;
      }
      case 'start':
        changeAward(desk, pickAward(desk, episode.which), { start: month - episode.ago });
        break;
      case 'quantity':
        changeAward(desk, pickAward(desk, episode.which), { quantity: episode.quantity });
        break;
      case 'pension':
        changeFacts(desk, month, episode.ago, { pension: episode.amount });
        break;
      case 'move':
        changeFacts(desk, month, episode.ago, { commune: episode.commune });
        break;
      case 'birth': {
        const born = monthOf(desk.all.persons.get(person)?.birth ?? '') + episode.shift;
        const died = desk.all.persons.get(person)?.death ?? '';
        if (died === '' || born < monthOf(died)) changePerson(desk, { birth: firstOf(born) });
        break;
      }
      case 'refund': {
        const { at, family, percent } = episode;
        desk.wishes.push({ kind: 'refund', at, person, family, percent, reference: `${person}-H${place}` });
        break;
      }
      case 'past': {
        const rows = [...desk.all.past.values()];
        const row = rows[episode.which % Math.max(1, rows.length)];
        if (row !== undefined) write(desk, 'past', row.reference, { ...row, isReturned: !row.isReturned });
        break;
      }
    }
  };
}

/** What an episode writes; `place` is its number in the history. */
export function planOf(episode: Episode, place: number): Plan {
  switch (episode.kind) {
    case 'death':
      return deathPlan(episode);
    case 'second':
      return secondPlan(episode);
    case 'regrade':
      return regradePlan(episode);
    case 'suspension':
      return suspensionPlan(episode);
    case 'hold':
      return holdPlan(episode);
    case 'order':
      return orderPlan(episode, place);
    case 'end': {
      const { at, which, ago, later } = episode;
      return [
        [at, (desk, month) => changeAward(desk, pickAward(desk, which), { end: month - ago })],
        [after(at, later), (desk) => changeAward(desk, pickAward(desk, which), { end: null })],
      ];
    }
    case 'payee': {
      const { at, ago, channel, later } = episode;
      const pay = (desk: Desk, isUsable: boolean): void =>
        writePayee(desk, { person: desk.name, from: monthAt(at) - ago, channel, isUsable });
      return [
        [at, (desk) => pay(desk, episode.isUsable || channel === 'post')],
        [after(at, later), (desk) => pay(desk, true)],
      ];
    }
    case 'fate':
      return [];
    case 'award':
    case 'start':
    case 'quantity':
    case 'pension':
    case 'move':
    case 'birth':
    case 'refund':
    case 'past':
      break;
  }
  return [[episode.at, changeOf(episode, place)]];
}

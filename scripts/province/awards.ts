import type { Category } from '../../src/domain/category.ts';
import { SOCIAL_PENSION_START, type MonthCount } from './calendar.ts';
import type { SamplePerson, World } from './people.ts';
import { between, chance, randomFor, type Random } from './random.ts';

export interface SampleAward {
  readonly category: Category;
  readonly start: MonthCount;
  readonly end: MonthCount | null;
  /** The month the decision was signed in; later than `start` where a decision was backdated. */
  readonly decided: MonthCount;
  /** Children (SA4) or persons (CS6); 0 where the category has none. */
  readonly quantity: number;
  readonly caredBirth: MonthCount | null;
}

const AWARDS = 4;

interface Plan {
  readonly category: Category;
  readonly start: MonthCount;
  readonly end?: MonthCount | null;
}

function award(plan: Plan, random: Random, decided = plan.start - between(random, 0, 1)): SampleAward {
  const { category, start } = plan;
  const quantity = category === 'SA4' ? between(random, 1, 3) : category === 'CS6' ? between(random, 1, 2) : 0;
  const isChild = category === 'CS1' || (category === 'CS7' && chance(random, 300));
  const caredAge = isChild ? between(random, 2, 150) : between(random, 240, 840);
  const caredBirth = category === 'CS1' || category === 'CS7' ? start - caredAge : null;
  return { category, start, end: plan.end ?? null, decided, quantity, caredBirth };
}

/** An award of the social pension to somebody who has not reached its age in the run month. */
function isTooYoung(world: World, { fault, group, birth }: SamplePerson): boolean {
  return fault === 'age_not_reached' && group.isPrompt && birth + group.youngest * 12 > world.runMonth;
}

function startOf(world: World, person: SamplePerson, random: Random): MonthCount {
  const { group, birth, isNew } = person;
  const minimum = group.category === 'SA6N' || group.category === 'SA6D' ? 6 : group.youngest * 12;
  const latest = person.death ?? world.runMonth;
  if (isTooYoung(world, person)) return between(random, world.firstMonth, world.lastMonth - 1);
  const earliest = Math.min(latest, Math.max(group.floor, birth + Math.min(minimum, world.runMonth - birth)));
  if (isNew) return Math.max(earliest, between(random, world.firstMonth, latest));
  if (group.isPrompt && chance(random, 900)) return earliest;
  return between(random, earliest, Math.max(earliest, world.firstMonth - 1));
}

/** The last month of the main award: the month of death once it is known, or a month in which the person moved away. */
function endOf(world: World, person: SamplePerson, start: MonthCount, random: Random): MonthCount | null {
  if (person.death !== null) {
    return person.fault === 'late_death' || person.death >= world.lastMonth ? null : Math.max(start, person.death);
  }
  const isFixed = person.commune.code === world.falseLists.unchanged;
  const movesAway = person.fault === null && !person.isNew && chance(random, 25) && !isFixed;
  return movesAway ? between(random, Math.max(start, world.firstMonth), world.runMonth) : null;
}

/** At 75 an SP70 becomes an SP75; some severe disabilities become especially severe. Both by a new decision. */
function regraded(world: World, person: SamplePerson, main: SampleAward, random: Random): SampleAward[] {
  const at75 = person.birth + 75 * 12;
  if (main.category === 'SP70' && main.start < at75 && at75 <= Math.min(world.runMonth, main.end ?? world.runMonth)) {
    const next = award({ category: 'SP75', start: at75, end: main.end }, random);
    return [{ ...main, end: at75 - 1 }, next];
  }
  const isOpen =
    person.fault === null &&
    !person.isAgeStale &&
    person.death === null &&
    main.end === null &&
    main.start < world.firstMonth;
  if (main.category === 'SA6N' && isOpen && chance(random, 10)) {
    const from = between(random, world.firstMonth + 1, world.runMonth);
    return [{ ...main, end: from - 1 }, award({ category: 'SA6D', start: from }, random)];
  }
  return [main];
}

function besides(world: World, person: SamplePerson, main: SampleAward, random: Random): SampleAward[] {
  const { category } = person.group;
  const { start, end } = main;
  const extra = (other: Category, from = start): SampleAward => award({ category: other, start: from, end }, random);
  const at75 = Math.max(start, SOCIAL_PENSION_START, person.birth + 75 * 12);
  const isOld = at75 <= Math.min(world.runMonth, end ?? world.runMonth);
  const age = (world.runMonth - person.birth) / 12;
  if (category === 'SA6N' || category === 'SA6D') {
    if (isOld) return chance(random, 300) ? [extra('SP75', at75)] : [];
    if (person.sex === 'F' && age >= 19 && age <= 42 && chance(random, 100)) {
      const mother = extra('CS4', Math.max(start, world.firstMonth - 12));
      return chance(random, 250) ? [mother, extra('CS5', Math.max(start, world.firstMonth))] : [mother];
    }
    return [];
  }
  if (category === 'SA5A') return isOld && chance(random, 400) ? [extra('SP75', at75)] : [];
  if (category === 'SA4') {
    if (chance(random, 100)) return [extra('SA6N')];
    return chance(random, 40) ? [extra('CS6')] : [];
  }
  if (category === 'SP75') {
    if (chance(random, 12)) return [extra('CS6')];
    return chance(random, 3) ? [extra('SA4')] : [];
  }
  return [];
}

/** Funeral costs for the dead whose death was reported, asked for in the month of death or the next. */
function funeral(world: World, person: SamplePerson, random: Random): SampleAward[] {
  if (person.death === null || person.fault === 'late_death' || person.group.category.startsWith('CS')) return [];
  if (!chance(random, 650)) return [];
  const start = Math.min(world.runMonth, person.death + between(random, 0, 1));
  return [award({ category: person.group.category === 'FAC' ? 'FUN50' : 'FUN', start }, random, start)];
}

/** Funeral costs for somebody who is not recorded as dead: with the award ended (the death was forgotten), or paid on. */
function falseFuneral(world: World, person: SamplePerson, main: SampleAward, random: Random): SampleAward[] | null {
  const { fault, group } = person;
  if (fault !== 'funeral_unrecorded' && fault !== 'paid_after_funeral') return null;
  const earliest = Math.max(main.start + 1, world.firstMonth + 1);
  if (earliest > world.lastMonth - 1 || group.category.startsWith('CS') || group.category === 'FAC') return [main];
  const start = between(random, earliest, world.lastMonth - 1);
  const cost = award({ category: 'FUN', start }, random, start);
  return [fault === 'funeral_unrecorded' ? { ...main, end: start } : main, cost];
}

function backdated(world: World, main: SampleAward, random: Random): SampleAward {
  const start =
    main.start >= SOCIAL_PENSION_START ? main.start : between(random, world.firstMonth, world.lastMonth - 1);
  return { ...main, start, decided: Math.min(world.runMonth, start + between(random, 1, 3)) };
}

/** All decisions of one person, the main one first. */
export function makeAwards(world: World, person: SamplePerson): SampleAward[] {
  const random = randomFor(world.seed, person.number, AWARDS);
  const start = startOf(world, person, random);
  const end = endOf(world, person, start, random);
  const main = award({ category: person.group.category, start, end }, random);
  if (person.fault === 'backdated') return [backdated(world, main, random)];
  const withFuneral = falseFuneral(world, person, main, random);
  if (withFuneral !== null) return withFuneral;
  const main2 = regraded(world, person, main, random);
  const others = person.fault === null && main2.length === 1 ? besides(world, person, main, random) : [];
  return [...main2, ...others, ...funeral(world, person, random)];
}

import type { Story } from '../model/histories.ts';
import { simplerOnes, sizeOf } from '../model/simpler.ts';
import { tell } from '../model/tell.ts';
import type { Difference } from './played-books.ts';
import { type Numbered, type Way, playMonths } from './played-months.ts';

function toldWhole(story: Story, number: number): string {
  return `${tell(story, number)}\n${JSON.stringify(story)}`;
}

const MOST_ROUNDS = 12;

async function goesWrong(stories: readonly Numbered[], wrong: Difference, way: Way): Promise<boolean> {
  const { differences } = await playMonths(stories, { ...way, lastRun: wrong.where });
  return differences.some((one) => one.where === wrong.where);
}

/** One history, or a few, with which a run goes wrong as a whole: halves are played until neither half does. */
async function culprits(stories: readonly Numbered[], wrong: Difference, way: Way): Promise<readonly Numbered[]> {
  const middle = Math.ceil(stories.length / 2);
  if (stories.length < 2) return stories;
  for (const half of [stories.slice(0, middle), stories.slice(middle)])
    if (await goesWrong(half, wrong, way)) return culprits(half, wrong, way);
  return stories;
}

/** Fewer episodes of one history with which a run still goes wrong as a whole. */
async function fewestEpisodes(one: Numbered, wrong: Difference, way: Way): Promise<Numbered> {
  for (const place of one.story.episodes.keys()) {
    const episodes = one.story.episodes.toSpliced(place, 1);
    const fewer = { ...one, story: { ...one.story, episodes } };
    if (await goesWrong([fewer], wrong, way)) return fewestEpisodes(fewer, wrong, way);
  }
  return one;
}

/**
 * The smallest history that still differs, as a text with what model and program say. Persons are independent, so all histories
 * that are one step simpler are played in one office, and the simplest that differs goes on.
 */
async function smallestHistory(failing: Story, way: Way): Promise<string> {
  let [story, said] = [failing, 'it differs only beside others'];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const stories: Numbered[] = [story, ...simplerOnes(story)].map((one, place) => ({ number: place + 1, story: one }));
    const { differences } = await playMonths(stories, way);
    const failed = new Set(differences.map((one) => one.number));
    const [simplest] = stories
      .filter(({ number }) => failed.has(number))
      .sort((one, other) => sizeOf(one.story) - sizeOf(other.story));
    if (simplest === undefined) break;
    const own = differences.filter((one) => one.number === simplest.number).slice(0, 6);
    said = own.map((one) => `${one.where}\n  model   ${one.model}\n  program ${one.program}`).join('\n');
    said = `${toldWhole(simplest.story, simplest.number)}\n${said}`;
    if (sizeOf(simplest.story) >= sizeOf(story)) break;
    story = simplest.story;
  }
  return said;
}

/** A few of the histories that differ, each as small as it gets, as a text. */
export async function explained(
  stories: readonly Numbered[],
  differences: readonly Difference[],
  way: Way,
): Promise<string> {
  const wrong = differences.find((one) => one.number === 0);
  const texts: string[] = [`seed ${way.seed}`];
  if (wrong === undefined) {
    const numbers = new Set(differences.map((one) => one.number));
    const found = stories.filter(({ number }) => numbers.has(number));
    for (const { story } of found.slice(0, 3)) texts.push(await smallestHistory(story, way));
  } else {
    texts.push(`${wrong.where}: model ${wrong.model}, program ${wrong.program}`);
    const [first, ...others] = await culprits(stories, wrong, way);
    const found =
      first === undefined ? [] : others.length > 0 ? [first, ...others] : [await fewestEpisodes(first, wrong, way)];
    for (const { story, number } of found.slice(0, 3)) texts.push(toldWhole(story, number));
  }
  return texts.join('\n\n');
}

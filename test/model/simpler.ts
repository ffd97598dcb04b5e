import type { Episode, Story } from './histories.ts';

function simplerEpisodes(episode: Episode): Episode[] {
  switch (episode.kind) {
    case 'fate':
      return [
        { ...episode, fate: 'returned' },
        { ...episode, fate: 'paid, then returned' },
      ];
    case 'death':
      return [
        { ...episode, later: 0 },
        { ...episode, heir: 0 },
        { ...episode, release: 0 },
        { ...episode, hasFuneral: false },
      ];
    case 'end':
    case 'suspension':
    case 'hold':
    case 'payee':
    case 'order':
      return [{ ...episode, later: 0 }];
    case 'second':
      return [
        { ...episode, merge: 0 },
        { ...episode, part: 0 },
        { ...episode, category: 'SA6N' },
      ];
    case 'award':
    case 'regrade':
      return ['SA6N', 'SA6D', 'CS6'].map((category) => ({ ...episode, category, ago: Math.max(0, episode.ago) }));
    case 'start':
    case 'quantity':
    case 'pension':
    case 'move':
    case 'birth':
    case 'refund':
    case 'past':
      break;
  }
  return [];
}

/** Histories that are one step simpler: an episode less, an episode that says less, a plainer beginning. */
export function simplerOnes(story: Story): Story[] {
  const { episodes } = story;
  const without = episodes.map((_, place) => ({ ...story, episodes: episodes.filter((_, other) => other !== place) }));
  const plainer = episodes.flatMap((episode, place) =>
    simplerEpisodes(episode).map((simple) => ({ ...story, episodes: episodes.with(place, simple) })),
  );
  const beginnings: Story[] = [
    { ...story, past: { months: 0, offset: 0, isReturned: false } },
    { ...story, past: { ...story.past, offset: 0 } },
    { ...story, past: { ...story.past, isReturned: false } },
    { ...story, category: 'SA6N', birth: '1985-03-03' },
    { ...story, birth: '1985-03-03' },
    { ...story, quantity: 1 },
    { ...story, pension: 0 },
    { ...story, payee: 'post' },
    { ...story, commune: '07210' },
  ];
  const same = JSON.stringify(story);
  return [...without, ...plainer, ...beginnings].filter((one) => JSON.stringify(one) !== same);
}

/** How much a history says: fewer episodes first, then fewer signs. */
export function sizeOf(story: Story): number {
  return story.episodes.length * 1_000_000 + JSON.stringify(story).length;
}

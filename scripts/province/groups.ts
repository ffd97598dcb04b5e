import type { Category } from '../../src/domain/category.ts';
import { monthCount, SOCIAL_PENSION_START, type MonthCount } from './calendar.ts';
import { repeatByWeight } from './random.ts';

/** What the people of one main category have in common. Ages in years unless the name says months. */
export interface Group {
  readonly category: Category;
  /** People of this group among 2,000 (national figures scaled to Bắc Ninh at the end of 2026). */
  readonly share: number;
  readonly youngest: number;
  readonly oldest: number;
  /** Ages at which the amount or the right changes. */
  readonly boundaries: readonly number[];
  /** Of a thousand people, how many have such a birthday within or near the window. */
  readonly nearBoundary: number;
  /** Of a thousand of these, how many are still paid by the age they had before. */
  readonly staleAge: number;
  /** Of a thousand people, how many die within the window. */
  readonly deaths: number;
  /** No award of the group begins earlier. */
  readonly floor: MonthCount;
  /** Of a thousand, how many are women. */
  readonly women: number;
  /** True: awarded as soon as the age is reached (social pension); false: at any later time. */
  readonly isPrompt: boolean;
}

const USUAL = {
  nearBoundary: 100,
  staleAge: 150,
  boundaries: [],
  deaths: 5,
  floor: monthCount(2015, 1),
  women: 500,
  isPrompt: false,
} as const;

export const GROUPS: readonly Group[] = [
  {
    ...USUAL,
    category: 'SP75',
    share: 728,
    youngest: 75,
    oldest: 99,
    boundaries: [75],
    nearBoundary: 60,
    staleAge: 0,
    deaths: 80,
    floor: SOCIAL_PENSION_START,
    women: 640,
    isPrompt: true,
  },
  {
    ...USUAL,
    category: 'SP70',
    share: 120,
    youngest: 70,
    oldest: 74,
    boundaries: [70, 75],
    staleAge: 0,
    deaths: 45,
    floor: SOCIAL_PENSION_START,
    women: 600,
    isPrompt: true,
  },
  { ...USUAL, category: 'SA6N', share: 540, youngest: 2, oldest: 92, boundaries: [16, 60, 60], deaths: 35 },
  { ...USUAL, category: 'SA6D', share: 260, youngest: 1, oldest: 94, boundaries: [16, 60, 60], deaths: 60 },
  { ...USUAL, category: 'SA5A', share: 76, youngest: 60, oldest: 95, boundaries: [75, 80, 80], deaths: 70, women: 700 },
  { ...USUAL, category: 'SA5D', share: 5, youngest: 62, oldest: 92, deaths: 70, women: 600 },
  { ...USUAL, category: 'SA4', share: 50, youngest: 22, oldest: 50, women: 860 },
  {
    ...USUAL,
    category: 'SA1',
    share: 11,
    youngest: 0,
    oldest: 16,
    boundaries: [4, 16],
    nearBoundary: 400,
    staleAge: 600,
  },
  { ...USUAL, category: 'SA2', share: 3, youngest: 16, oldest: 24, boundaries: [22], staleAge: 0 },
  { ...USUAL, category: 'SA7', share: 6, youngest: 0, oldest: 3, boundaries: [3], nearBoundary: 400, staleAge: 600 },
  { ...USUAL, category: 'SA3', share: 6, youngest: 1, oldest: 16, boundaries: [4, 16] },
  { ...USUAL, category: 'SA8', share: 4, youngest: 19, oldest: 60, women: 350 },
  {
    ...USUAL,
    category: 'FAC',
    share: 12,
    youngest: 1,
    oldest: 93,
    boundaries: [4],
    nearBoundary: 30,
    staleAge: 0,
    deaths: 60,
  },
  { ...USUAL, category: 'CS6', share: 145, youngest: 24, oldest: 74, women: 620 },
  { ...USUAL, category: 'CS1', share: 14, youngest: 30, oldest: 72, women: 600 },
  { ...USUAL, category: 'CS3', share: 5, youngest: 30, oldest: 68, women: 600 },
  { ...USUAL, category: 'CS7', share: 15, youngest: 30, oldest: 70, women: 600 },
];

/** Two thousand entries in which every group stands as often as its share says. */
export const GROUP_CROWD: readonly Group[] = repeatByWeight(GROUPS.map((group) => [group, group.share]));

/** People listed twice are mostly old or disabled people who moved between communes. */
export const TWIN_GROUPS: readonly Group[] = GROUPS.filter(
  (group) => group.category === 'SP75' || group.category === 'SA6N',
);

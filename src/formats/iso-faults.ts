import type { FileProblem } from './iso-message.ts';

/** What is wrong with a message, said in both languages, and where. */
export interface IsoFaults {
  /** Makes the file untrustworthy. `where`: 'khoản 3 / payment 3'-like place in both languages, or null for the whole file. */
  problem(code: string, where: Place | null, vi: string, en: string): void;
  /** Against the schema or the custom, but readable. */
  warning(code: string, where: Place | null, vi: string, en: string): void;
  problems(): readonly FileProblem[];
  warnings(): readonly FileProblem[];
}

/** A place in a message for people. */
export interface Place {
  readonly vi: string;
  readonly en: string;
}

/** So many of each kind are told one by one. */
const TOLD = 5;

interface Kind {
  readonly told: FileProblem[];
  count: number;
}

function note(kinds: Map<string, Kind>, problem: () => FileProblem, code: string): void {
  const kind = kinds.get(code) ?? { told: [], count: 0 };
  kinds.set(code, kind);
  kind.count += 1;
  if (kind.count <= TOLD) kind.told.push(problem());
}

function listed(kinds: Map<string, Kind>): FileProblem[] {
  return [...kinds].flatMap(([code, { told, count }]) => {
    const more = count - told.length;
    return more === 0
      ? told
      : [...told, { code, message: `... và ${more} chỗ nữa như vậy. / ... and ${more} more like this.` }];
  });
}

function sentence(code: string, where: Place | null, vi: string, en: string): FileProblem {
  return { code, message: where === null ? `${vi} / ${en}` : `${where.vi}: ${vi} / ${where.en}: ${en}` };
}

/** Collects faults: the first five of each kind word for word, the others by their number, so that a file full of them costs no memory. */
export function isoFaults(): IsoFaults {
  const [problems, warnings] = [new Map<string, Kind>(), new Map<string, Kind>()];
  return {
    problem: (code, where, vi, en) => note(problems, () => sentence(code, where, vi, en), code),
    warning: (code, where, vi, en) => note(warnings, () => sentence(code, where, vi, en), code),
    problems: () => listed(problems),
    warnings: () => listed(warnings),
  };
}

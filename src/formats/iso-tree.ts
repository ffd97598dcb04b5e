import type { XmlSink } from './xml-reader.ts';
import { NO_ATTRIBUTES, type XmlAttributes } from './xml-token.ts';

/** An element that is looked at: what it may hold, and who is told of it. Elements that are not named here are passed over with all in them. */
export interface IsoElement {
  readonly holds: ReadonlyMap<string, HeldElement>;
  /** It says one thing: two of them in one place contradict each other, even where a reader would take the last. */
  readonly isOnce: boolean;
  readonly begin: ((attributes: XmlAttributes) => void) | null;
  /** Is given the text of an element without elements in it, without white space around it. */
  readonly text: ((text: string, attributes: XmlAttributes) => void) | null;
  readonly end: (() => void) | null;
}

/** An element inside of another. `bit`: its place among those that may come once only; 0: it may come again. */
interface HeldElement {
  readonly element: IsoElement;
  readonly bit: number;
}

function held(holds: Readonly<Record<string, IsoElement>>): ReadonlyMap<string, HeldElement> {
  let places = 0;
  const bitOf = ({ isOnce }: IsoElement): number => (isOnce ? 1 << (places += 1) : 0);
  return new Map(Object.entries(holds).map(([name, one]) => [name, { element: one, bit: bitOf(one) }]));
}

/** An element with others in it, by their local names. It may come several times. */
export function element(
  holds: Readonly<Record<string, IsoElement>>,
  told: { readonly begin?: (attributes: XmlAttributes) => void; readonly end?: () => void } = {},
): IsoElement {
  return { holds: held(holds), isOnce: false, begin: told.begin ?? null, text: null, end: told.end ?? null };
}

/** An element whose text counts, and which comes once in its place. */
export function leaf(text: (text: string, attributes: XmlAttributes) => void): IsoElement {
  return { holds: new Map(), isOnce: true, begin: null, text, end: null };
}

/** The same element where it comes once. */
export function once(one: IsoElement): IsoElement {
  return { ...one, isOnce: true };
}

/** The same element where several of it stand beside each other (AddtlInf, Ustrd). */
export function repeated(one: IsoElement): IsoElement {
  return { ...one, isOnce: false };
}

/** An element that holds its value itself in some versions and in elements of these names in others (Sts or Sts/Cd, ReqdExctnDt or /Dt). */
export function leafOr(names: readonly string[], text: (text: string, attributes: XmlAttributes) => void): IsoElement {
  const told = (value: string, attributes: XmlAttributes): void => {
    if (value !== '') text(value, attributes);
  };
  return { ...leaf(told), holds: held(Object.fromEntries(names.map((name) => [name, leaf(told)]))) };
}

/** Looks for an element to begin with, at any depth. */
export interface IsoSearch {
  /** Is shown every element above what is looked for; answers what shall be read from here, or null to look further inside. */
  find(name: string, attributes: XmlAttributes): IsoElement | null;
  /** Is told that an element stands twice where one is allowed. */
  twice(name: string): void;
}

function trimmed(text: string): string {
  const isTight = text === '' || (text.charCodeAt(0) > 0x20 && text.charCodeAt(text.length - 1) > 0x20);
  return isTight ? text : text.trim();
}

/** Leads the elements of a file past those that are looked at. */
export function isoWalk(search: IsoSearch): XmlSink {
  const above: (IsoElement | null)[] = [];
  let here: IsoElement | null = null;
  const masks: number[] = [];
  let [passedOver, mask] = [0, 0];
  let latest = NO_ATTRIBUTES;
  return {
    open: (name, attributes) => {
      if (passedOver > 0) {
        passedOver += 1;
        return;
      }
      const within = here === null ? null : here.holds.get(name);
      if (within === undefined) {
        passedOver = 1;
        return;
      }
      if (within !== null) {
        if ((mask & within.bit) !== 0) search.twice(name);
        mask |= within.bit;
      }
      above.push(here);
      masks.push(mask);
      mask = 0;
      here = within === null ? search.find(name, attributes) : within.element;
      latest = attributes;
      if (here !== null && here.begin !== null) here.begin(attributes);
    },
    close: (_name, text) => {
      if (passedOver > 0) {
        passedOver -= 1;
        return;
      }
      if (here !== null && here.text !== null) here.text(trimmed(text), latest);
      if (here !== null && here.end !== null) here.end();
      here = above.pop() ?? null;
      mask = masks.pop() ?? 0;
    },
  };
}

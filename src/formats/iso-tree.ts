import type { XmlSink } from './xml-reader.ts';
import { NO_ATTRIBUTES, type XmlAttributes } from './xml-token.ts';

/** An element that is looked at: what it may hold, and who is told of it. Elements that are not named here are passed over with all in them. */
export interface IsoElement {
  readonly holds: ReadonlyMap<string, IsoElement>;
  readonly begin: ((attributes: XmlAttributes) => void) | null;
  /** Is given the text of an element without elements in it, without white space around it. */
  readonly text: ((text: string, attributes: XmlAttributes) => void) | null;
  readonly end: (() => void) | null;
}

/** An element with others in it, by their local names. */
export function element(
  holds: Readonly<Record<string, IsoElement>>,
  told: { readonly begin?: (attributes: XmlAttributes) => void; readonly end?: () => void } = {},
): IsoElement {
  return { holds: new Map(Object.entries(holds)), begin: told.begin ?? null, text: null, end: told.end ?? null };
}

/** An element whose text counts. */
export function leaf(text: (text: string, attributes: XmlAttributes) => void): IsoElement {
  return { holds: new Map(), begin: null, text, end: null };
}

/** An element that holds its value itself in some versions and in elements of these names in others (Sts or Sts/Cd, ReqdExctnDt or /Dt). */
export function leafOr(names: readonly string[], text: (text: string, attributes: XmlAttributes) => void): IsoElement {
  const told = (value: string, attributes: XmlAttributes): void => {
    if (value !== '') text(value, attributes);
  };
  return { ...leaf(told), holds: new Map(names.map((name) => [name, leaf(told)])) };
}

/** Looks for an element to begin with, at any depth. */
export interface IsoSearch {
  /** Is shown every element above what is looked for; answers what shall be read from here, or null to look further inside. */
  find(name: string, attributes: XmlAttributes): IsoElement | null;
}

function trimmed(text: string): string {
  const isTight = text === '' || (text.charCodeAt(0) > 0x20 && text.charCodeAt(text.length - 1) > 0x20);
  return isTight ? text : text.trim();
}

/** Leads the elements of a file past those that are looked at. */
export function isoWalk(search: IsoSearch): XmlSink {
  const above: (IsoElement | null)[] = [];
  let here: IsoElement | null = null;
  let passedOver = 0;
  let latest = NO_ATTRIBUTES;
  return {
    open: (name, attributes) => {
      if (passedOver > 0) {
        passedOver += 1;
        return;
      }
      const next: IsoElement | null | undefined = here === null ? search.find(name, attributes) : here.holds.get(name);
      if (next === undefined) {
        passedOver = 1;
        return;
      }
      above.push(here);
      here = next;
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
    },
  };
}

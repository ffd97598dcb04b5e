/** A source file cut apart: what runs, and what only says something. */
export interface SourceParts {
  /** The text without comments; strings stay. */
  readonly withStrings: string;
  /** The text without comments and without what stands inside strings, templates and regular expressions. */
  readonly code: string;
}

/** After one of these a slash begins a regular expression; after anything else it divides. */
const BEFORE_EXPRESSION = /(^|[(,=:[!&|?{};+<>~^*%-]|\b(return|typeof|case|in|of|await|yield|void|delete))\s*$/;

const QUOTES = new Set(["'", '"', '`']);

/** Where the regular expression that begins at `from` ends: behind its flags. */
function endOfExpression(text: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === '[') inClass = true;
    else if (sign === ']') inClass = false;
    else if (sign === '/' && !inClass) return at + 1;
  }
  return text.length;
}

function endOfComment(text: string, from: number): number {
  const isLine = text.charAt(from + 1) === '/';
  const end = text.indexOf(isLine ? '\n' : '*/', from + 2);
  return end === -1 ? text.length : end + (isLine ? 0 : 2);
}

/** Reads code from `from` to the brace that closes it (or the end); what it finds is added to `parts`. */
function readCode(text: string, from: number, parts: { withStrings: string; code: string }): number {
  let depth = 0;
  for (let at = from; at < text.length;) {
    const sign = text.charAt(at);
    const two = text.slice(at, at + 2);
    if (two === '//' || two === '/*') {
      at = endOfComment(text, at);
      continue;
    }
    if (QUOTES.has(sign)) {
      at = readString(text, at, parts);
      continue;
    }
    if (sign === '/' && BEFORE_EXPRESSION.test(parts.code.slice(-12))) {
      const end = endOfExpression(text, at);
      parts.withStrings += text.slice(at, end);
      parts.code += '/./';
      at = end;
      continue;
    }
    if (sign === '{') depth += 1;
    if (sign === '}' && depth === 0 && from > 0) return at;
    if (sign === '}') depth -= 1;
    parts.withStrings += sign;
    parts.code += sign;
    at += 1;
  }
  return text.length;
}

/** Reads a string or template with the code inside its `${}`; answers where it ends. */
function readString(text: string, from: number, parts: { withStrings: string; code: string }): number {
  const quote = text.charAt(from);
  parts.withStrings += quote;
  parts.code += quote;
  for (let at = from + 1; at < text.length; at += 1) {
    const sign = text.charAt(at);
    parts.withStrings += sign;
    if (sign === '\\') {
      at += 1;
      parts.withStrings += text.charAt(at);
    } else if (sign === quote) {
      parts.code += quote;
      return at + 1;
    } else if (quote === '`' && text.slice(at, at + 2) === '${') {
      parts.withStrings += '{';
      parts.code += '${';
      at = readCode(text, at + 2, parts);
      parts.withStrings += '}';
      parts.code += '}';
    }
  }
  return text.length;
}

/** Cuts TypeScript apart. */
export function partsOf(text: string): SourceParts {
  const parts = { withStrings: '', code: '' };
  readCode(text.startsWith('#!') ? text.slice(text.indexOf('\n')) : text, 0, parts);
  return parts;
}

/** What a file imports or hands on, as written; `isType`: only types, gone when the program runs. */
export interface Import {
  readonly from: string;
  readonly isType: boolean;
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[\w$*{][^;'"]*?from\s+)?'([^']+)'/gm;
const CALL = /\bimport\(\s*'([^']+)'\s*\)/g;

/** The imports of a text without comments. */
export function importsOf(withStrings: string): Import[] {
  const statements = [...withStrings.matchAll(STATEMENT)].map(([, type, from = '']) => ({
    from,
    isType: type !== undefined,
  }));
  const calls = [...withStrings.matchAll(CALL)].map(([, from = '']) => ({ from, isType: false }));
  return [...statements, ...calls];
}

/** The letters of a subset in ascending order, each with its glyph in the whole font. */
export interface Letter {
  readonly code: number;
  readonly glyph: number;
}

// Of the tables that a PDF reader asks for, those that stay as they are.
const KEPT = ['head', 'hhea', 'maxp'] as const;
const COMPOSITE = { wordArguments: 0x1, scale: 0x8, more: 0x20, twoScales: 0x40, matrix: 0x80, instructions: 0x100 };

/** Pairs letters with their glyphs. */
export function glyphsNeeded(letters: readonly number[], glyphOf: (letter: number) => number): readonly Letter[] {
  return letters.map((code) => ({ code, glyph: glyphOf(code) }));
}

function tablesOf(font: Buffer): ReadonlyMap<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let left = font.readUInt16BE(4), at = 12; left > 0; left -= 1, at += 16) {
    const start = font.readUInt32BE(at + 8);
    tables.set(font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12)));
  }
  return tables;
}

function table(tables: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const found = tables.get(name);
  if (found === undefined) throw new Error(`the font has no table ${name}`);
  return found;
}

function outlineReader(tables: ReadonlyMap<string, Buffer>): (glyph: number) => Buffer {
  const [glyf, loca, head] = [table(tables, 'glyf'), table(tables, 'loca'), table(tables, 'head')];
  const isLong = head.readInt16BE(50) === 1;
  const offset = (glyph: number): number => (isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  return (glyph) => glyf.subarray(offset(glyph), offset(glyph + 1));
}

/** Where the parts of a composite glyph stand: each begins with flags and the number of a glyph. Also where the last one ends. */
function partsOf(outline: Buffer): { readonly places: readonly number[]; readonly end: number } {
  const places: number[] = [];
  let at = 10;
  for (let flags = COMPOSITE.more; (flags & COMPOSITE.more) !== 0;) {
    flags = outline.readUInt16BE(at);
    places.push(at);
    at += 4 + ((flags & COMPOSITE.wordArguments) === 0 ? 2 : 4);
    if ((flags & COMPOSITE.scale) !== 0) at += 2;
    else if ((flags & COMPOSITE.twoScales) !== 0) at += 4;
    else if ((flags & COMPOSITE.matrix) !== 0) at += 8;
  }
  return { places, end: at };
}

/** The outline without hints, its parts numbered anew. */
function withoutHints(outline: Buffer, numberOf: (glyph: number) => number): Buffer {
  if (outline.length === 0) return outline;
  const contours = outline.readInt16BE(0);
  if (contours >= 0) {
    const at = 10 + contours * 2;
    const rest = at + 2 + outline.readUInt16BE(at);
    return Buffer.concat([outline.subarray(0, at), Buffer.alloc(2), outline.subarray(rest)]);
  }
  const { places, end } = partsOf(outline);
  const copy = Buffer.from(outline.subarray(0, end));
  for (const place of places) {
    copy.writeUInt16BE(copy.readUInt16BE(place) & ~COMPOSITE.instructions, place);
    copy.writeUInt16BE(numberOf(copy.readUInt16BE(place + 2)), place + 2);
  }
  return copy;
}

/** Glyphs of the subset: the empty one, one a letter, then those that only parts of letters are made of. */
function glyphOrder(letters: readonly Letter[], outline: (glyph: number) => Buffer): readonly number[] {
  const order = [0, ...letters.map((letter) => letter.glyph)];
  const known = new Set(order);
  for (let at = 0; at < order.length; at += 1) {
    const bytes = outline(order[at] ?? 0);
    if (bytes.length === 0 || bytes.readInt16BE(0) >= 0) continue;
    for (const place of partsOf(bytes).places) {
      const part = bytes.readUInt16BE(place + 2);
      if (known.has(part)) continue;
      known.add(part);
      order.push(part);
    }
  }
  return order;
}

/** Format 12: letters that follow each other share a group. */
function characterMap(letters: readonly Letter[]): Buffer {
  const groups: [from: number, to: number, glyph: number][] = [];
  letters.forEach(({ code }, at) => {
    const last = groups.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else groups.push([code, code, at + 1]);
  });
  const map = Buffer.alloc(28 + groups.length * 12);
  map.writeUInt16BE(1, 2);
  map.writeUInt16BE(3, 4);
  map.writeUInt16BE(10, 6);
  map.writeUInt32BE(12, 8);
  map.writeUInt16BE(12, 12);
  map.writeUInt32BE(16 + groups.length * 12, 16);
  map.writeUInt32BE(groups.length, 24);
  groups.forEach((group, at) => {
    group.forEach((value, part) => map.writeUInt32BE(value, 28 + at * 12 + part * 4));
  });
  return map;
}

function metrics(tables: ReadonlyMap<string, Buffer>, order: readonly number[]): Buffer {
  const [hmtx, long] = [table(tables, 'hmtx'), table(tables, 'hhea').readUInt16BE(34)];
  return Buffer.concat(
    order.map((glyph) => {
      const advance = hmtx.subarray(Math.min(glyph, long - 1) * 4, Math.min(glyph, long - 1) * 4 + 2);
      const bearing = glyph < long ? glyph * 4 + 2 : long * 4 + (glyph - long) * 2;
      return Buffer.concat([advance, hmtx.subarray(bearing, bearing + 2)]);
    }),
  );
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function fontFile(tables: ReadonlyMap<string, Buffer>): Buffer {
  const names = [...tables.keys()].toSorted();
  const directory = Buffer.alloc(12 + names.length * 16);
  const power = Math.floor(Math.log2(names.length));
  [1, 0, names.length, 16 << power, power, names.length * 16 - (16 << power)].forEach((value, at) =>
    directory.writeUInt16BE(value, at * 2),
  );
  const bodies = names.map((name) => table(tables, name));
  let offset = directory.length;
  names.forEach((name, at) => {
    const body = bodies[at] ?? Buffer.alloc(0);
    directory.write(name, 12 + at * 16, 'latin1');
    [checksum(padded(body)), offset, body.length].forEach((value, part) =>
      directory.writeUInt32BE(value, 16 + at * 16 + part * 4),
    );
    offset += padded(body).length;
  });
  const file = Buffer.concat([directory, ...bodies.map(padded)]);
  const head = file.readUInt32BE(12 + names.indexOf('head') * 16 + 8);
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, head + 8);
  return file;
}

/** A TrueType font (ISO/IEC 14496-22) of these letters: glyph n is letter n, from 1; parts of letters follow. Without hints, kerning and names. */
export function writeSubset(font: Buffer, letters: readonly Letter[]): Buffer {
  const tables = tablesOf(font);
  const outline = outlineReader(tables);
  const order = glyphOrder(letters, outline);
  // A letter that shares its glyph with an earlier one keeps a number of its own, so that its text can be read back.
  const numbers = new Map<number, number>();
  order.forEach((glyph, at) => {
    if (!numbers.has(glyph)) numbers.set(glyph, at);
  });
  const outlines = order.map((glyph) => {
    const bytes = withoutHints(outline(glyph), (part) => numbers.get(part) ?? 0);
    return Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
  });
  const loca = Buffer.alloc((outlines.length + 1) * 4);
  let end = 0;
  outlines.forEach((bytes, at) => {
    end += bytes.length;
    loca.writeUInt32BE(end, (at + 1) * 4);
  });
  const kept = new Map(KEPT.map((name) => [name, Buffer.from(table(tables, name))]));
  kept.get('head')?.writeInt16BE(1, 50);
  kept.get('head')?.writeUInt32BE(0, 8);
  kept.get('hhea')?.writeUInt16BE(order.length, 34);
  kept.get('maxp')?.writeUInt16BE(order.length, 4);
  return fontFile(
    new Map<string, Buffer>([
      ...kept,
      ['glyf', Buffer.concat(outlines)],
      ['loca', loca],
      ['hmtx', metrics(tables, order)],
      ['cmap', characterMap(letters)],
    ]),
  );
}

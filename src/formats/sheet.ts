/** A value of a table: text, a whole number, or nothing. Text stays text, whatever it looks like. */
export type Cell = string | number | null;

/** A cell that a spreadsheet works out again, with what it comes to: readers that do not calculate show that. */
export interface Formula {
  /** Without the leading equals sign, function names in English. */
  readonly formula: string;
  readonly value: string | number;
}

/** A text over columns `from` to `to` (1 = A) of a line above or below the table. */
export interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  /** On paper only: a line below a centred text, as long as this part of it (ND 30/2020 has 1/3 to 1/2 below an office's name). */
  readonly rule?: number;
  readonly size?: number;
  readonly align?: 'left' | 'center' | 'right';
}

export interface Line {
  readonly pieces: readonly Piece[];
  /** Points; the font's own height when absent. */
  readonly height?: number;
}

export interface Column {
  readonly heading: string;
  /** A heading over this column and its neighbours of the same group. */
  readonly group?: string;
  /** Small text below the heading: the column's number on official forms. */
  readonly legend?: string;
  /** Characters. */
  readonly width: number;
  /** money and count are whole numbers, shown with separators; a 0 of money shows as a dash. */
  readonly kind: 'text' | 'centred' | 'count' | 'money';
}

/** A closing row: a label over the first `labelTo` columns and then one value a column. */
export interface TotalRow {
  readonly label: string;
  readonly labelTo: number;
  readonly values: readonly Cell[];
}

export interface Sheet {
  readonly name: string;
  readonly above: readonly Line[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Points; room to sign where people sign. */
  readonly rowHeight?: number;
  readonly totals: readonly TotalRow[];
  readonly below: readonly Line[];
  readonly print: {
    readonly landscape: boolean;
    /** Printed at the bottom left of each page; the page number stands at the right. */
    readonly footer: string;
    /** Columns from the left that are printed; all when absent. */
    readonly columns?: number;
  };
}

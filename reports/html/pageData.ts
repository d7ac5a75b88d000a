// What does the page carry for its script? The record table, column by column and without loss. The contract between encodeTable.ts,
// which writes it on the server side, and client/tableModel.ts, which reads it in the browser. Types only, so that both can have it.

import type { Cell, TableColumnSpec } from '../blocks.ts';

/** The cells of one column. */
export type ColumnData =
  /** Numbers, little-endian float64 in base64; NaN stands for an absent value. */
  | { readonly encoding: 'float64'; readonly base64: string }
  /** Strings: each distinct one once, and an index into them per row; −1 stands for an absent value. */
  | { readonly encoding: 'dictionary'; readonly words: readonly string[]; readonly codes: readonly number[] }
  /** Anything else, and whole numbers, whose digits are shorter than eight bytes. */
  | { readonly encoding: 'plain'; readonly values: readonly Cell[] };

export interface TableData {
  readonly caption: string;
  readonly rowCount: number;
  readonly columns: readonly (TableColumnSpec & { readonly data: ColumnData })[];
  /** `data:image/png` addresses by record number, for records whose picture stands nowhere else on the page. */
  readonly pictures: Readonly<Record<string, string>>;
}

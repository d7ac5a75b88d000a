// How do rows of cells stand on paper? Columns as wide as their contents ask for and the page allows, numbers flush right, the header again on
// every page. Called by blockItems.ts.

import type { SKRSContext2D } from '@napi-rs/canvas';
import { plainText } from '../../src/base/plainText.ts';
import type { Cell, TableColumnSpec } from '../blocks.ts';
import { drawLine, fitText, lineHeight, type TextStyle, textWidth, wrapText } from '../canvas/text.ts';
import { INK } from '../figures/palette.ts';
import { formatNumber } from '../format.ts';
import type { FlowItem } from './flow.ts';
import { CONTENT_WIDTH, drawRule, type Typesetter } from './sheet.ts';

const SIZES = [9, 8.3, 7.6];
const COLUMN_GAP = 12;
const ROW_PADDING = 2.6;
const MOST_LINES_PER_CELL = 8;
/** Characters of a cell that count for the width of its column. */
const LONGEST_MEASURED = 400;
/** Share of the page that one word of a text column may claim for itself before it is broken. */
const WIDEST_WORD = 0.3;

/** Header and rows; the header is kept with the first two rows and repeats on every page. */
export function tableItems(set: Typesetter, columns: readonly TableColumnSpec[], rows: readonly (readonly Cell[])[]): FlowItem[] {
  if (columns.length === 0) return [];
  const texts = rows.map((row) => columns.map((column, i) => cellText(row[i] ?? null, column)));
  const { size, widths } = fitColumns(set.ruler, columns, texts);
  const cellStyle: TextStyle = { size, weight: 400, colour: INK.text, leading: 1.3 };
  const headStyle: TextStyle = { ...cellStyle, weight: 600 };
  const titles = columns.map((column) => column.title);
  const header = rowItem(set.ruler, columns, titles, widths, headStyle, INK.text);
  const body = texts.map((cells, i) => ({
    ...rowItem(set.ruler, columns, cells, widths, cellStyle, INK.rule),
    keepWithNext: i === 0 && texts.length > 1,
    repeated: header,
  }));
  return [{ ...header, spaceBefore: 5, keepWithNext: body.length > 0 }, ...body];
}

function cellText(cell: Cell, column: TableColumnSpec): string {
  return typeof cell === 'string' ? cell : formatNumber(cell, column.format ?? 'number');
}

interface Fit {
  readonly size: number;
  readonly widths: readonly number[];
}

/** Widths a column could have; each is at most the next. */
interface Wish {
  /** No number breaks; words of text columns may. */
  readonly hard: number;
  /** No number and no ordinary word breaks. */
  readonly least: number;
  /** Nothing breaks. */
  readonly natural: number;
}

/** The largest type size at which no word breaks, and the widths; when there is none, the smallest size and broken words. */
function fitColumns(ruler: SKRSContext2D, columns: readonly TableColumnSpec[], texts: readonly (readonly string[])[]): Fit {
  const available = CONTENT_WIDTH - (columns.length - 1) * COLUMN_GAP;
  const wishesAt = (size: number) =>
    columns.map((column, i) =>
      columnWish(
        ruler,
        column,
        texts.map((row) => row[i] as string),
        size,
      ),
    );
  const total = (wishes: readonly Wish[], kind: keyof Wish) => wishes.reduce((sum, wish) => sum + wish[kind], 0);
  for (const size of SIZES) {
    const wishes = wishesAt(size);
    if (total(wishes, 'natural') <= available) return { size, widths: scaled(wishes, 'natural', available) };
    if (total(wishes, 'least') <= available) return { size, widths: between(wishes, 'least', 'natural', available) };
  }
  const size = SIZES[SIZES.length - 1] as number;
  const wishes = wishesAt(size);
  const isTooWide = total(wishes, 'hard') > available;
  return { size, widths: isTooWide ? scaled(wishes, 'hard', available) : between(wishes, 'hard', 'least', available) };
}

function scaled(wishes: readonly Wish[], kind: keyof Wish, available: number): number[] {
  const sum = wishes.reduce((total, wish) => total + wish[kind], 0);
  return wishes.map((wish) => (wish[kind] * available) / sum);
}

/** What is left after everyone's smaller wish is shared in proportion to what each lacks for the larger one. */
function between(wishes: readonly Wish[], small: keyof Wish, large: keyof Wish, available: number): number[] {
  const have = wishes.reduce((sum, wish) => sum + wish[small], 0);
  const want = wishes.reduce((sum, wish) => sum + wish[large], 0);
  const share = want > have ? (available - have) / (want - have) : 0;
  return wishes.map((wish) => wish[small] + share * (wish[large] - wish[small]));
}

function columnWish(ruler: SKRSContext2D, column: TableColumnSpec, texts: readonly string[], size: number): Wish {
  const cellStyle: TextStyle = { size, weight: 400, colour: INK.text, leading: 1.3 };
  const headStyle: TextStyle = { ...cellStyle, weight: 600 };
  const widestOf = (parts: readonly string[], style: TextStyle) =>
    parts.reduce((widest, part) => Math.max(widest, textWidth(ruler, plainText(part, LONGEST_MEASURED), style)), 0);
  const cells = widestOf(texts, cellStyle);
  const heading = widestOf(column.title.split(' '), headStyle);
  const isText = column.align === 'left';
  const words = isText
    ? Math.min(
        widestOf(
          texts.flatMap((text) => text.split(' ')),
          cellStyle,
        ),
        WIDEST_WORD * CONTENT_WIDTH,
      )
    : cells;
  const hard = Math.max(isText ? Math.min(words, 4 * size) : words, Math.min(heading, 8 * size), size);
  const least = Math.max(heading, words, hard);
  return { hard, least, natural: Math.max(least, cells, textWidth(ruler, plainText(column.title, LONGEST_MEASURED), headStyle)) };
}

function rowItem(
  ruler: SKRSContext2D,
  columns: readonly TableColumnSpec[],
  cells: readonly string[],
  widths: readonly number[],
  style: TextStyle,
  ruleColour: string,
): FlowItem {
  // Half a point of slack: a text that was measured to fit must not wrap by rounding.
  const lines = cells.map((text, i) => wrapText(ruler, text, style, (widths[i] as number) + 0.5, MOST_LINES_PER_CELL));
  const most = Math.max(...lines.map((cell) => cell.length));
  const height = most * lineHeight(style) + 2 * ROW_PADDING;
  return {
    height,
    spaceBefore: 0,
    keepWithNext: false,
    draw(context, left, top) {
      let x = left;
      lines.forEach((cell, i) => {
        const width = widths[i] as number;
        // Words of a header stand at its foot, next to the numbers they name.
        const first = style.weight === 600 ? most - cell.length : 0;
        cell.forEach((line, k) => {
          const shown = fitText(context, line, style, width + 0.5);
          const indent = columns[i]?.align === 'right' ? width - textWidth(context, shown, style) : 0;
          drawLine(context, shown, style, x + indent, top + ROW_PADDING + (first + k) * lineHeight(style));
        });
        x += width + COLUMN_GAP;
      });
      drawRule(context, left, top + height, CONTENT_WIDTH, ruleColour, style.weight === 600 ? 0.9 : 0.5);
    },
  };
}

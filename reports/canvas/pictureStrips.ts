// What do rows of pictures look like on a canvas? Words to the left of each row, pictures of one size to the right of them, under words that all
// rows share. Called by the PNG and the PDF writers.

import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Block, PictureStrip } from '../blocks.ts';
import { INK } from '../figures/palette.ts';
import { drawPicture, pictureSize } from './picture.ts';
import { drawLine, lineHeight, type TextStyle, textWidth, wrapText } from './text.ts';

export type Strips = Extract<Block, { kind: 'strips' }>;

/** A part that is never split. */
export interface StripLayout {
  readonly height: number;
  draw(context: SKRSContext2D, left: number, top: number): void;
}

export interface StripOptions {
  readonly width: number;
  readonly fontSize: number;
  /** Pixels of the canvas per unit of layout. */
  readonly pixelRatio: number;
}

/** Share of the width for the words of a row. */
const WORDS = 0.25;
const GAP = 7;
/** Pictures of few columns would otherwise fill the page. */
const LARGEST_PICTURE = 110;
const MOST_LINES = { title: 3, fact: 2, head: 3 };

/** The words over the columns, and the rows under them. */
export function layoutStrips(
  ruler: SKRSContext2D,
  { columns, rows }: Strips,
  options: StripOptions,
): { readonly head: StripLayout; readonly rows: readonly StripLayout[] } {
  const { width, fontSize } = options;
  const step = (width * (1 - WORDS)) / Math.max(1, columns.length);
  const size = Math.min(step - GAP, LARGEST_PICTURE);
  const leftOf = (column: number) => width * WORDS + column * Math.min(step, size + 2 * GAP);
  return {
    head: headLayout(ruler, columns, { size, leftOf, fontSize }),
    rows: rows.map((row) => rowLayout(ruler, row, { size, leftOf, fontSize }, options)),
  };
}

interface Places {
  /** Side of the place of a picture. */
  readonly size: number;
  readonly fontSize: number;
  leftOf(column: number): number;
}

/** Each line in the middle over its pictures, at the foot of the head. */
function headLayout(ruler: SKRSContext2D, columns: readonly string[], { size, leftOf, fontSize }: Places): StripLayout {
  const style: TextStyle = { size: 0.92 * fontSize, weight: 600, colour: INK.text, leading: 1.2 };
  const words = columns.map((column) => wrapText(ruler, column, style, size + GAP, MOST_LINES.head));
  const most = Math.max(0, ...words.map((lines) => lines.length));
  return {
    height: most * lineHeight(style) + 2,
    draw(context, left, top) {
      words.forEach((lines, column) => {
        lines.forEach((line, i) => {
          const start = left + leftOf(column) + (size - textWidth(context, line, style)) / 2;
          drawLine(context, line, style, start, top + (most - lines.length + i) * lineHeight(style));
        });
      });
    },
  };
}

function rowLayout(
  ruler: SKRSContext2D,
  row: PictureStrip,
  { size, leftOf, fontSize }: Places,
  { width, pixelRatio }: StripOptions,
): StripLayout {
  const title: TextStyle = { size: fontSize, weight: 600, colour: INK.text, leading: 1.3 };
  const fact: TextStyle = { ...title, weight: 400, colour: INK.muted };
  const room = width * WORDS - 2 * GAP;
  const lines = [
    ...wrapText(ruler, row.title, title, room, MOST_LINES.title).map((text) => ({ text, style: title })),
    ...row.facts.flatMap((words) => wrapText(ruler, words, fact, room, MOST_LINES.fact).map((text) => ({ text, style: fact }))),
  ];
  const pictures = row.pictures.map((picture) =>
    picture === null ? null : { picture, size: pictureSize(picture, size, pixelRatio) },
  );
  const highest = Math.max(0, ...pictures.map((one) => one?.size.height ?? 0));
  return {
    height:
      Math.max(
        highest,
        lines.reduce((sum, { style }) => sum + lineHeight(style), 0),
      ) + 1,
    draw(context, left, top) {
      let y = top;
      for (const { text, style } of lines) {
        drawLine(context, text, style, left, y);
        y += lineHeight(style);
      }
      pictures.forEach((one, column) => {
        if (one === null) return;
        drawPicture(context, one.picture, one.size, left + leftOf(column) + (size - one.size.width) / 2, top);
      });
    },
  };
}

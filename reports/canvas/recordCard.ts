// What does one record look like in a gallery? Its picture (or its values), its title and a few facts, in a column of given width.
// Called by the PNG gallery and by the PDF writer.

import type { SKRSContext2D } from '@napi-rs/canvas';
import type { RecordCard } from '../blocks.ts';
import { INK } from '../figures/palette.ts';
import { drawPicture, pictureSize } from './picture.ts';
import { drawLine, fitText, lineHeight, type TextStyle, textWidth, wrapText } from './text.ts';

export interface CardLayout {
  readonly height: number;
  draw(context: SKRSContext2D, left: number, top: number): void;
}

export interface CardOptions {
  readonly width: number;
  /** Largest side of the picture. */
  readonly pictureSize: number;
  /** Size of the facts; the title is as large and bolder. */
  readonly fontSize: number;
  /** Pixels of the canvas per unit of layout; pictures are enlarged so that their values end on whole pixels. */
  readonly pixelRatio: number;
}

/** More values than this make a card unreadable; the card says how many are left out. */
const MOST_VALUES = 12;
const MOST_FACTS = 6;

/** Measures a card; `draw` puts it down. Cards of one row are as high as their highest. */
export function layoutCard(ruler: SKRSContext2D, card: RecordCard, options: CardOptions): CardLayout {
  const { width, fontSize } = options;
  const title: TextStyle = { size: fontSize, weight: 600, colour: INK.text, leading: 1.3 };
  const fact: TextStyle = { size: fontSize, weight: 400, colour: INK.muted, leading: 1.3 };
  const titleLines = wrapText(ruler, card.title, title, width, 3);
  const factLines = card.facts.slice(0, MOST_FACTS).flatMap((text) => wrapText(ruler, text, fact, width, 2));
  const values = card.values === undefined ? [] : valueRows(ruler, card.values, width, fontSize);
  const picture = card.picture === undefined ? undefined : pictureSize(card.picture, options.pictureSize, options.pixelRatio);
  const gap = 0.45 * fontSize;
  const pictureHeight = picture === undefined ? 0 : picture.height + gap;
  const textHeight = titleLines.length * lineHeight(title) + factLines.length * lineHeight(fact);
  const valuesHeight = values.length === 0 ? 0 : gap + values.length * lineHeight(fact);
  return {
    height: pictureHeight + textHeight + valuesHeight,
    draw(context, left, top) {
      let y = top;
      if (card.picture !== undefined && picture !== undefined) {
        drawPicture(context, card.picture, picture, left, y);
        y += pictureHeight;
      }
      for (const line of titleLines) {
        drawLine(context, line, title, left, y);
        y += lineHeight(title);
      }
      for (const line of factLines) {
        drawLine(context, line, fact, left, y);
        y += lineHeight(fact);
      }
      y += gap;
      for (const row of values) {
        drawLine(context, row.name, fact, left, y);
        drawLine(context, row.value, { ...fact, colour: INK.text }, left + width - row.valueWidth, y);
        y += lineHeight(fact);
      }
    },
  };
}

interface ValueRow {
  readonly name: string;
  readonly value: string;
  readonly valueWidth: number;
}

function valueRows(
  ruler: SKRSContext2D,
  values: readonly { readonly name: string; readonly value: string }[],
  width: number,
  fontSize: number,
): ValueRow[] {
  const style: TextStyle = { size: fontSize, weight: 400, colour: INK.text, leading: 1.3 };
  const shown = values.length > MOST_VALUES ? values.slice(0, MOST_VALUES - 1) : values;
  const rows = shown.map((entry) => {
    const value = fitText(ruler, entry.value, style, 0.6 * width);
    const valueWidth = textWidth(ruler, value, style);
    return { name: fitText(ruler, entry.name, style, width - valueWidth - 0.6 * fontSize), value, valueWidth };
  });
  const left = values.length - shown.length;
  return left === 0 ? rows : [...rows, { name: fitText(ruler, `and ${left} more`, style, width), value: '', valueWidth: 0 }];
}

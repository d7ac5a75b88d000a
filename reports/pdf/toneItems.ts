// How do messages and key numbers show their tone? Callouts and metric tiles: a tint, a bar and a mark whose shape says the tone in
// black-and-white print too. Called by blockItems.ts.

import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Block, Tone } from '../blocks.ts';
import { drawLine, fitText, lineHeight, type TextStyle, wrapText } from '../canvas/text.ts';
import { INK, TONE_COLOURS } from '../figures/palette.ts';
import { type FlowItem, kept } from './flow.ts';
import { CONTENT_WIDTH, TYPE, type Typesetter } from './sheet.ts';

type Callout = Extract<Block, { kind: 'callout' }>;
type Metrics = Extract<Block, { kind: 'metrics' }>;

const PADDING = 9;
const BAR = 3;
const MARK = 11;
/** A callout with more lines than this may break over pages. */
const MOST_LINES_KEPT = 20;

/** A framed message as strips, one per line, whose backgrounds join. */
export function callout(set: Typesetter, block: Callout): FlowItem[] {
  const colours = TONE_COLOURS[block.tone];
  const titleStyle: TextStyle = { ...TYPE.blockTitle, colour: colours.ink };
  const indent = BAR + PADDING + MARK + 7;
  const width = CONTENT_WIDTH - indent - PADDING;
  const titleLines = wrapText(set.ruler, block.title, titleStyle, width, 4);
  const textLines = block.text === '' ? [] : wrapText(set.ruler, block.text, TYPE.body, width);
  const strip = (height: number, draw: (context: SKRSContext2D, left: number, top: number) => void): FlowItem => ({
    height,
    spaceBefore: 0,
    keepWithNext: true,
    draw(context, left, top) {
      // A little deeper than the strip, so that no white hair shows between strips.
      context.fillStyle = colours.tint;
      context.fillRect(left, top, CONTENT_WIDTH, height + 0.3);
      context.fillStyle = colours.ink;
      context.fillRect(left, top, BAR, height + 0.3);
      draw(context, left, top);
    },
  });
  const textStrip = (style: TextStyle) => (line: string) =>
    strip(lineHeight(style), (context, left, top) => drawLine(context, line, style, left + indent, top));
  const [firstTitle, ...moreTitles] = titleLines.map(textStrip(titleStyle));
  if (firstTitle === undefined) return [];
  const marked: FlowItem = {
    ...firstTitle,
    draw(context, left, top, placed) {
      firstTitle.draw(context, left, top, placed);
      drawToneMark(context, block.tone, left + BAR + PADDING, top + (firstTitle.height - MARK) / 2, MARK);
    },
  };
  const edge = strip(PADDING - 2, () => {});
  const items = [{ ...edge, spaceBefore: 10 }, marked, ...moreTitles, ...textLines.map(textStrip(TYPE.body)), edge];
  if (textLines.length <= MOST_LINES_KEPT) return kept(items);
  return items.map((item, i) => ({ ...item, keepWithNext: i < 3 || i === items.length - 2 }));
}

/** Tick in a disc, exclamation mark in a triangle or an octagon, letter i in a ring: drawn, not set, so that no font is needed. */
function drawToneMark(context: SKRSContext2D, tone: Tone, left: number, top: number, size: number): void {
  const at = (points: readonly (readonly [number, number])[]) => {
    context.beginPath();
    for (const [x, y] of points) context.lineTo(left + x * size, top + y * size);
  };
  const dot = (x: number, y: number, radius: number) => {
    context.beginPath();
    context.arc(left + x * size, top + y * size, radius * size, 0, 2 * Math.PI);
    context.fill();
  };
  context.save();
  context.fillStyle = TONE_COLOURS[tone].ink;
  context.strokeStyle = '#ffffff';
  context.lineWidth = 0.13 * size;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  switch (tone) {
    case 'good':
      dot(0.5, 0.5, 0.5);
      at([
        [0.28, 0.53],
        [0.44, 0.69],
        [0.73, 0.35],
      ]);
      context.stroke();
      break;
    case 'caution':
    case 'danger': {
      const low = tone === 'caution' ? 0.06 : 0;
      if (tone === 'caution') {
        at([
          [0.5, 0],
          [1.04, 0.96],
          [-0.04, 0.96],
        ]);
      } else at(Array.from({ length: 8 }, (_, i) => octagonCorner(i)));
      context.fill();
      at([
        [0.5, 0.28 + low],
        [0.5, 0.54 + low],
      ]);
      context.stroke();
      context.fillStyle = '#ffffff';
      dot(0.5, 0.74 + low, 0.08);
      break;
    }
    case 'neutral':
      dot(0.5, 0.5, 0.5);
      at([
        [0.5, 0.48],
        [0.5, 0.73],
      ]);
      context.stroke();
      context.fillStyle = '#ffffff';
      dot(0.5, 0.27, 0.08);
      break;
  }
  context.restore();
}

function octagonCorner(i: number): [number, number] {
  const angle = ((2 * i + 1) * Math.PI) / 8;
  return [0.5 + 0.54 * Math.cos(angle), 0.5 + 0.54 * Math.sin(angle)];
}

const TILE_GAP = 10;
const TILE_LABEL: TextStyle = { ...TYPE.small, colour: INK.muted };
const TILE_VALUE: TextStyle = { size: 19, weight: 600, colour: INK.text, leading: 1.25 };

/** Tiles side by side, at most four in a row, all of a row equally high. */
export function metricTiles(set: Typesetter, block: Metrics): FlowItem[] {
  const count = block.items.length;
  const columns = count <= 4 ? count : count <= 6 ? 3 : 4;
  const width = (CONTENT_WIDTH - (columns - 1) * TILE_GAP) / columns;
  const inner = width - 2 * PADDING;
  const rows: FlowItem[] = [];
  for (let i = 0; i < count; i += columns) {
    const tiles = block.items.slice(i, i + columns).map((item) => ({
      tone: item.tone,
      label: wrapText(set.ruler, item.label, TILE_LABEL, inner, 3),
      value: fitText(set.ruler, item.value, TILE_VALUE, inner),
      note: item.note === undefined ? [] : wrapText(set.ruler, item.note, TILE_LABEL, inner, 3),
    }));
    const labelHeight = Math.max(...tiles.map((tile) => tile.label.length)) * lineHeight(TILE_LABEL);
    const noteHeight = Math.max(...tiles.map((tile) => tile.note.length)) * lineHeight(TILE_LABEL);
    const height = BAR + 2 * (PADDING - 2) + labelHeight + lineHeight(TILE_VALUE) + noteHeight;
    rows.push({
      height,
      spaceBefore: rows.length === 0 ? 12 : TILE_GAP,
      keepWithNext: false,
      draw(context, left, top) {
        tiles.forEach((tile, column) => {
          const x = left + column * (width + TILE_GAP);
          const colours = TONE_COLOURS[tile.tone];
          context.fillStyle = colours.tint;
          context.fillRect(x, top, width, height);
          context.fillStyle = colours.ink;
          context.fillRect(x, top, width, BAR);
          let y = top + BAR + PADDING - 2;
          for (const line of tile.label) {
            drawLine(context, line, TILE_LABEL, x + PADDING, y);
            y += lineHeight(TILE_LABEL);
          }
          y = top + BAR + PADDING - 2 + labelHeight;
          drawLine(context, tile.value, { ...TILE_VALUE, colour: colours.ink }, x + PADDING, y);
          y += lineHeight(TILE_VALUE);
          for (const line of tile.note) {
            drawLine(context, line, TILE_LABEL, x + PADDING, y);
            y += lineHeight(TILE_LABEL);
          }
        });
      },
    });
  }
  return rows;
}

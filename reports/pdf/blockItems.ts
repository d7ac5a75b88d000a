// How does each kind of block become strips of a page? The one exhaustive switch of the PDF writer. Called by renderPdf.ts.

import { assertNever } from '../../src/base/errors.ts';
import type { Block, RecordCard } from '../blocks.ts';
import { drawFigure } from '../canvas/drawFigure.ts';
import { layoutStrips, type Strips } from '../canvas/pictureStrips.ts';
import { layoutCard } from '../canvas/recordCard.ts';
import { figureHeight } from '../figures/chartConfiguration.ts';
import type { Figure } from '../figures/figure.ts';
import { paperTheme } from '../figures/palette.ts';
import { FONT_FAMILY } from '../fonts.ts';
import { formatNumber } from '../format.ts';
import { type FlowItem, kept } from './flow.ts';
import { CHART_FONT_SIZE, CONTENT_HEIGHT, CONTENT_WIDTH, TYPE, type Typesetter } from './sheet.ts';
import { signOff } from './signOff.ts';
import { tableItems } from './tableItems.ts';
import { bulletList, paragraph } from './textItems.ts';
import { callout, metricTiles } from './toneItems.ts';

export function blockItems(set: Typesetter, block: Block): FlowItem[] {
  switch (block.kind) {
    case 'text':
      return paragraph(set, block.text, TYPE.body, { spaceBefore: 8 });
    case 'list':
      return bulletList(set, block.items);
    case 'metrics':
      return metricTiles(set, block);
    case 'callout':
      return callout(set, block);
    case 'command':
      return callout(set, { kind: 'callout', tone: 'neutral', title: block.title, text: block.command });
    case 'sign-off':
      return signOff(set, block);
    case 'figure':
      return figureItems(set, block.figure, block.caption);
    case 'table':
      return [...blockCaption(set, block.caption), ...tableItems(set, block.columns, block.rows)];
    case 'records':
      return [...blockCaption(set, block.caption), ...cardRows(set, block.cards)];
    case 'strips':
      return [...blockCaption(set, block.caption), ...stripItems(set, block)];
    case 'record-table': {
      const rows = block.rows.slice(0, block.printRows);
      const items = [...blockCaption(set, block.caption), ...tableItems(set, block.columns, rows)];
      return rows.length === block.rows.length
        ? items
        : [...items, ...whereTheRestIs(set, rows.length, block.rows.length, block.file)];
    }
    default:
      return assertNever(block);
  }
}

/** Words above a figure, kept with it. */
function blockTitle(set: Typesetter, title: string): FlowItem[] {
  return kept(paragraph(set, title, TYPE.blockTitle, { spaceBefore: 16, maxLines: 4 }), true);
}

/** Words above a table or gallery, kept with it: the first sentence names it, the others explain it in smaller type. */
function blockCaption(set: Typesetter, caption: string): FlowItem[] {
  const [, name = caption, rest = ''] = /^(.+?[.?!]) (.+)$/.exec(caption) ?? [];
  const explained = rest === '' ? [] : kept(paragraph(set, rest, TYPE.caption, { spaceBefore: 1, maxLines: 8 }), true);
  return [...blockTitle(set, name), ...explained];
}

/** Printed under a record table that goes on. */
function whereTheRestIs(set: Typesetter, printed: number, all: number, file: string): FlowItem[] {
  const text = `The first ${formatNumber(printed, 'integer')} of ${formatNumber(all, 'integer')} rows; all of them are in ${file} and in report.html.`;
  return paragraph(set, text, TYPE.caption, { spaceBefore: 6 });
}

/** Share of its height that a chart keeps at least when a page is nearly full. */
const LEAST_CHART = 0.64;

/** Title, chart and caption, all on one page. */
function figureItems(set: Typesetter, figure: Figure, caption: string): FlowItem[] {
  const theme = paperTheme(FONT_FAMILY, CHART_FONT_SIZE);
  const height = Math.min(figureHeight(figure, CONTENT_WIDTH, CHART_FONT_SIZE), 0.7 * CONTENT_HEIGHT);
  const chart: FlowItem = {
    height,
    leastHeight: Math.max(LEAST_CHART * height, Math.min(height, 0.2 * CONTENT_HEIGHT)),
    spaceBefore: 4,
    keepWithNext: true,
    draw: (context, left, top, placed) =>
      drawFigure(context, figure, theme, { left, top, width: CONTENT_WIDTH, height: Math.floor(placed.height) }),
  };
  return [
    ...blockTitle(set, figure.title),
    chart,
    ...kept(paragraph(set, caption, TYPE.caption, { spaceBefore: 4, maxLines: 8 })),
  ];
}

/** 300 dots per inch: enough for print, and few enough to keep the file small. */
const PIXEL_RATIO = 300 / 72;
const CARD_GAP = 14;
const LARGEST_PICTURE = 92;

/** Cards in rows: four pictures, or three lists of values, side by side. */
function cardRows(set: Typesetter, cards: readonly RecordCard[]): FlowItem[] {
  const columns = cards.some((card) => card.values !== undefined) ? 3 : 4;
  const width = (CONTENT_WIDTH - (columns - 1) * CARD_GAP) / columns;
  const layouts = cards.map((card) =>
    layoutCard(set.ruler, card, { width, pictureSize: LARGEST_PICTURE, fontSize: 8.5, pixelRatio: PIXEL_RATIO }),
  );
  const rows: FlowItem[] = [];
  for (let i = 0; i < layouts.length; i += columns) {
    const row = layouts.slice(i, i + columns);
    rows.push({
      height: Math.max(...row.map((card) => card.height)),
      spaceBefore: i === 0 ? 7 : CARD_GAP,
      keepWithNext: false,
      draw(context, left, top) {
        row.forEach((card, column) => {
          card.draw(context, left + column * (width + CARD_GAP), top);
        });
      },
    });
  }
  return rows;
}

/** A row for each record; the words over the columns stand again on every page. */
function stripItems(set: Typesetter, block: Strips): FlowItem[] {
  const layout = layoutStrips(set.ruler, block, { width: CONTENT_WIDTH, fontSize: 8.5, pixelRatio: PIXEL_RATIO });
  const head: FlowItem = { ...layout.head, spaceBefore: 7, keepWithNext: layout.rows.length > 0 };
  return [head, ...layout.rows.map((row) => ({ ...row, spaceBefore: 8, keepWithNext: false, repeated: head }))];
}

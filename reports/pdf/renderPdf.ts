// How does a report become a PDF? Blocks become strips, strips become pages, pages are drawn: charts and text as vectors, with the shipped
// fonts embedded. Called by the command line; reads the report and nothing else.

import { createCanvas, PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';
import { plainText } from '../../src/base/plainText.ts';
import type { Report } from '../blocks.ts';
import { drawLine, fitText, prepareContext, textWidth } from '../canvas/text.ts';
import { INK } from '../figures/palette.ts';
import { registerFonts } from '../fonts.ts';
import { blockItems } from './blockItems.ts';
import { type FlowItem, kept, type PlacedItem, paginate } from './flow.ts';
import { contentsItems, coverItems } from './frontMatter.ts';
import { withOutline } from './outline.ts';
import { CONTENT_HEIGHT, CONTENT_WIDTH, drawRule, SHEET, TYPE, type Typesetter } from './sheet.ts';
import { sectionHeading } from './textItems.ts';

/**
 * The report as an A4 document with contents, links, bookmarks and page numbers. The same report gives the same bytes: nothing in the
 * file depends on the clock, and text only on the shipped fonts, unless it has characters they lack.
 */
export function renderPdf(report: Report): Buffer {
  registerFonts();
  const ruler = createCanvas(1, 1).getContext('2d');
  prepareContext(ruler);
  const pages = layOut({ ruler }, report);
  const title = plainText(report.title);
  const document = new PDFDocument({
    title,
    author: `lood ${plainText(report.generatedFrom.loodVersion)}`,
    subject: plainText(report.subtitle),
    creator: `lood ${plainText(report.generatedFrom.loodVersion)}`,
  });
  pages.forEach((page, index) => {
    // The package types pages by the part of a context that the standard describes; they are whole contexts.
    const context = document.beginPage(SHEET.width, SHEET.height) as SKRSContext2D;
    prepareContext(context);
    if (index > 0) drawRunningHeader(context, title);
    for (const placed of page) {
      const y = SHEET.top + placed.top;
      if (placed.item.anchor !== undefined) context.annotateNamedDestination(SHEET.left, y - 14, placed.item.anchor);
      placed.item.draw(context, SHEET.left, y, placed);
    }
    drawPageNumber(context, index + 1, pages.length);
    document.endPage();
  });
  return withOutline(
    document.close(),
    report.sections.map((section) => ({ title: plainText(section.title), destination: section.id })),
  );
}

function layOut(set: Typesetter, report: Report): PlacedItem[][] {
  const pageOf = new Map<string, number>();
  const pages = paginate(
    [
      ...coverItems(set, report),
      ...contentsItems(set, report.sections, (anchor) => pageOf.get(anchor)),
      ...report.sections.flatMap((section) => [
        ...sectionHeading(set, section.title, section.question, section.id),
        ...section.blocks.flatMap((block, i) => keptLead(blockItems(set, block), i === 0 && section.blocks.length > 1)),
      ]),
    ],
    CONTENT_HEIGHT,
  );
  pages.forEach((page, index) => {
    for (const { item } of page) if (item.anchor !== undefined) pageOf.set(item.anchor, index + 1);
  });
  return pages;
}

/** A section's short first answer stays with the figure or table that shows it. */
function keptLead(items: readonly FlowItem[], isLead: boolean): readonly FlowItem[] {
  return isLead && items.length <= 3 ? kept(items, true) : items;
}

/** Not on the first page, which has the title in large. */
function drawRunningHeader(context: SKRSContext2D, title: string): void {
  drawLine(context, fitText(context, title, TYPE.small, CONTENT_WIDTH), TYPE.small, SHEET.left, 34);
  drawRule(context, SHEET.left, 49, CONTENT_WIDTH, INK.rule);
}

function drawPageNumber(context: SKRSContext2D, page: number, pages: number): void {
  const number = `page ${page} of ${pages}`;
  const width = textWidth(context, number, TYPE.small);
  drawLine(context, number, TYPE.small, SHEET.width - SHEET.right - width, SHEET.height - 42);
}

// What stands before the first section? Title, subtitle, where the numbers come from, and the contents with page numbers. Called by renderPdf.ts.

import type { Report, Section } from '../blocks.ts';
import { drawLine, fitText, lineHeight, textWidth } from '../canvas/text.ts';
import { INK, SERIES_COLOURS } from '../figures/palette.ts';
import { type FlowItem, kept } from './flow.ts';
import { CONTENT_WIDTH, TYPE, type Typesetter } from './sheet.ts';
import { paragraph } from './textItems.ts';

/** The block at the head of the first page. */
export function coverItems(set: Typesetter, report: Report): FlowItem[] {
  const { startedAt, loodVersion, sha256 } = report.generatedFrom;
  const stripe: FlowItem = {
    height: 5,
    spaceBefore: 0,
    keepWithNext: true,
    draw(context, left, top) {
      context.fillStyle = SERIES_COLOURS.primary;
      context.fillRect(left, top, 64, 5);
    },
  };
  const wholeSecond = startedAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');
  return kept([
    stripe,
    ...paragraph(set, report.title, TYPE.title, { spaceBefore: 12, maxLines: 4 }),
    ...paragraph(set, report.subtitle, TYPE.subtitle, { spaceBefore: 5, maxLines: 4 }),
    ...paragraph(set, `Computed ${wholeSecond} with lood ${loodVersion}`, TYPE.small, { spaceBefore: 8, maxLines: 2 }),
    ...paragraph(set, `SHA-256 of the input: ${sha256}`, TYPE.small, { spaceBefore: 0, maxLines: 2 }),
  ]);
}

/**
 * One line per section with the number of its page, each a link.
 *
 * @param pageOf asked while drawing, when the pages are known
 */
export function contentsItems(
  set: Typesetter,
  sections: readonly Section[],
  pageOf: (anchor: string) => number | undefined,
): FlowItem[] {
  const title = paragraph(set, 'Contents', TYPE.blockTitle, { spaceBefore: 20, keepWithNext: true });
  const entries = sections.map((section, i): FlowItem => {
    const height = lineHeight(TYPE.body) + 1;
    const text = fitText(set.ruler, section.title, TYPE.body, CONTENT_WIDTH - 60);
    return {
      height,
      spaceBefore: i === 0 ? 3 : 0,
      keepWithNext: i < sections.length - 1,
      draw(context, left, top) {
        const number = String(pageOf(section.id) ?? '');
        const numberWidth = textWidth(context, number, TYPE.body);
        const textEnd = left + textWidth(context, text, TYPE.body) + 6;
        const dotsEnd = left + CONTENT_WIDTH - numberWidth - 6;
        drawLine(context, text, TYPE.body, left, top);
        drawLine(context, number, TYPE.body, left + CONTENT_WIDTH - numberWidth, top);
        context.save();
        context.strokeStyle = INK.muted;
        context.lineWidth = 0.7;
        context.setLineDash([0.7, 3.3]);
        context.beginPath();
        context.moveTo(textEnd, top + 0.73 * height);
        context.lineTo(dotsEnd, top + 0.73 * height);
        context.stroke();
        context.restore();
        context.annotateLinkToDestination(left, top, left + CONTENT_WIDTH, top + height, section.id);
      },
    };
  });
  return [...title, ...entries];
}

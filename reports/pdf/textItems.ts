// How do words become strips of a page? Paragraphs, lists and headings. Called by blockItems.ts and frontMatter.ts.

import { drawLine, lineHeight, type TextStyle, wrapText } from '../canvas/text.ts';
import { INK } from '../figures/palette.ts';
import { type FlowItem, kept } from './flow.ts';
import { CONTENT_WIDTH, drawRule, TYPE, type Typesetter } from './sheet.ts';

interface ParagraphOptions {
  readonly spaceBefore: number;
  readonly keepWithNext?: boolean;
  /** From the left edge of the content. */
  readonly indent?: number;
  /** Longer texts end in `…`; for titles, which a hostile name could make fill pages. */
  readonly maxLines?: number;
}

/** One item per line. The first two lines stay together, and so do the last two. */
export function paragraph(set: Typesetter, text: string, style: TextStyle, options: ParagraphOptions): FlowItem[] {
  const indent = options.indent ?? 0;
  const lines = wrapText(set.ruler, text, style, CONTENT_WIDTH - indent, options.maxLines);
  return lines.map((line, i) => ({
    height: lineHeight(style),
    spaceBefore: i === 0 ? options.spaceBefore : 0,
    keepWithNext: i === lines.length - 1 ? (options.keepWithNext ?? false) : i === 0 || i === lines.length - 2,
    draw: (context, left, top) => drawLine(context, line, style, left + indent, top),
  }));
}

const LIST_INDENT = 14;

export function bulletList(set: Typesetter, entries: readonly string[]): FlowItem[] {
  return entries.flatMap((entry, i) => {
    const [first, ...rest] = paragraph(set, entry, TYPE.body, { spaceBefore: i === 0 ? 7 : 3, indent: LIST_INDENT });
    if (first === undefined) return [];
    const withBullet: FlowItem = {
      ...first,
      draw(context, left, top, placed) {
        context.fillStyle = INK.muted;
        context.beginPath();
        context.arc(left + 4.5, top + first.height / 2, 1.6, 0, 2 * Math.PI);
        context.fill();
        first.draw(context, left, top, placed);
      },
    };
    return [withBullet, ...rest];
  });
}

/** Title and question of a section under a rule, kept with what follows. `anchor` is where links arrive. */
export function sectionHeading(set: Typesetter, title: string, question: string, anchor: string): FlowItem[] {
  const [first, ...rest] = paragraph(set, title, TYPE.heading, { spaceBefore: 38, maxLines: 3 });
  if (first === undefined) return [];
  const ruled: FlowItem = {
    ...first,
    anchor,
    draw(context, left, top, placed) {
      // At the top of a page the running header has a rule of its own.
      if (placed.top > 0) drawRule(context, left, top - 12, CONTENT_WIDTH, INK.text, 1);
      first.draw(context, left, top, placed);
    },
  };
  return kept([ruled, ...rest, ...paragraph(set, question, TYPE.question, { spaceBefore: 1, maxLines: 4 })], true);
}

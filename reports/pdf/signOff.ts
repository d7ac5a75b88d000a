// Where does a person sign? Rules with room for handwriting, two side by side, each with its name below. Called by blockItems.ts.

import type { Block } from '../blocks.ts';
import { drawLine, lineHeight } from '../canvas/text.ts';
import { INK } from '../figures/palette.ts';
import { type FlowItem, kept } from './flow.ts';
import { CONTENT_WIDTH, drawRule, TYPE, type Typesetter } from './sheet.ts';
import { paragraph } from './textItems.ts';

type SignOff = Extract<Block, { kind: 'sign-off' }>;

/** Room above a rule, in points: a line of handwriting. */
const HANDWRITING = 30;
const COLUMNS = 2;
const GAP = 24;
const WIDTH = (CONTENT_WIDTH - (COLUMNS - 1) * GAP) / COLUMNS;

/** All on one page. */
export function signOff(set: Typesetter, block: SignOff): FlowItem[] {
  const items = paragraph(set, block.text, TYPE.body, { spaceBefore: 14 });
  for (let i = 0; i < block.fields.length; i += COLUMNS) items.push(ruledRow(block.fields.slice(i, i + COLUMNS)));
  return kept(items);
}

function ruledRow(fields: readonly string[]): FlowItem {
  return {
    height: HANDWRITING + 2 + lineHeight(TYPE.small),
    spaceBefore: 0,
    keepWithNext: false,
    draw(context, left, top) {
      fields.forEach((field, column) => {
        const x = left + column * (WIDTH + GAP);
        drawRule(context, x, top + HANDWRITING, WIDTH, INK.muted);
        drawLine(context, field, TYPE.small, x, top + HANDWRITING + 2);
      });
    },
  };
}

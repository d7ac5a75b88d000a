// How large is the paper, where may ink stand, and which sizes of type are there? All lengths in points (1/72 inch). Used by every file here.

import type { SKRSContext2D } from '@napi-rs/canvas';
import type { TextStyle } from '../canvas/text.ts';
import { INK } from '../figures/palette.ts';

/** A4 with margins that survive punching and office printers. */
export const SHEET = { width: 595.28, height: 841.89, left: 56, right: 56, top: 66, bottom: 60 } as const;

export const CONTENT_WIDTH = SHEET.width - SHEET.left - SHEET.right;
export const CONTENT_HEIGHT = SHEET.height - SHEET.top - SHEET.bottom;

const style = (size: number, weight: 400 | 600, colour: string, leading: number): TextStyle => ({
  size,
  weight,
  colour,
  leading,
});

export const TYPE = {
  title: style(24, 600, INK.text, 1.2),
  subtitle: style(11.5, 400, INK.muted, 1.35),
  heading: style(16, 600, INK.text, 1.25),
  question: style(10.5, 400, INK.muted, 1.35),
  body: style(10.2, 400, INK.text, 1.42),
  blockTitle: style(10.2, 600, INK.text, 1.35),
  caption: style(9, 400, INK.muted, 1.35),
  small: style(8.5, 400, INK.muted, 1.3),
} as const satisfies Record<string, TextStyle>;

/** Type size inside charts. */
export const CHART_FONT_SIZE = 8.8;

/** What the makers of blocks share: a context that only measures. */
export interface Typesetter {
  readonly ruler: SKRSContext2D;
}

/** A thin horizontal line. */
export function drawRule(context: SKRSContext2D, left: number, y: number, width: number, colour: string, thickness = 0.6): void {
  context.fillStyle = colour;
  context.fillRect(left, y - thickness / 2, width, thickness);
}

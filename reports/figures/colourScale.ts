// Which colour has a value of a plane? Viridis, from dark violet to bright yellow: equal steps of the value look like equal steps, to readers with
// every kind of sight, and lightness only rises, so that it survives black-and-white print. Runs in the browser too.

import { mixed } from './palette.ts';

/**
 * The colours at 0, 0.1, … 1 of viridis (S. van der Walt and N. Smith, 2015, released into the public domain); between them `#rrggbb` is
 * interpolated, which is nowhere further from the published table than the eye can tell.
 */
export const COLOUR_STOPS: readonly string[] = [
  '#440154',
  '#482576',
  '#414487',
  '#35608d',
  '#2a788e',
  '#21908c',
  '#22a884',
  '#43bf71',
  '#7ad151',
  '#bbdf27',
  '#fde725',
];

/** `#rrggbb` for a share of the way from the lowest to the highest value; shares outside [0, 1] have the colour of the nearest end. */
export function colourAt(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (COLOUR_STOPS.length - 1);
  const at = Math.min(Math.floor(place), COLOUR_STOPS.length - 2);
  return mixed(COLOUR_STOPS[at + 1] as string, COLOUR_STOPS[at] as string, place - at);
}

// How does a record's picture stand in the page? As a PNG in a `data:` address: it shows without a script, prints, and can be saved.
// Called by the gallery and the record table.

import { encode } from 'fast-png';
import type { RecordPicture } from '../blocks.ts';

/** `data:image/png;base64,…` with the picture's own pixels; the page enlarges it without smoothing. */
export function pngAddress(picture: RecordPicture): string {
  const { width, height, channels } = picture;
  const bytes = encode({ width, height, channels, depth: 8, data: Uint8Array.from(picture.pixels) });
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
}

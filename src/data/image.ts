// What is a decoded picture here, and what can be known of a file before decoding it? Shared by decodePng.ts, decodeJpeg.ts and imageFolder.ts.

import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { assertFits } from './memory.ts';

/** Pixels row by row, channels last, on the scale 0 to 255 whatever the file's bit depth. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  /** Grey or colour; transparency is refused or dropped by the decoder. */
  readonly channels: 1 | 3;
  /** Uint8Array for up to 8 bits; Float32Array for 16 bits, where 65535 becomes 255. */
  readonly pixels: Uint8Array | Float32Array;
}

export function invalidImage(path: string, got: string, cause?: unknown): AuditError {
  return new AuditError(
    'CONTAINER_INVALID',
    { expected: `${quotedPath(path)} to be a complete PNG or JPEG image`, got, try: 'exporting the image again, or removing it' },
    { path },
    cause,
  );
}

/**
 * Refuses sizes that a header only claims. Called before decoding.
 *
 * @param mostPixels most pixels that the file's bytes can encode
 * @param bytesPerPixel memory the decoder needs at its peak
 */
export function assertDecodable(path: string, width: number, height: number, mostPixels: number, bytesPerPixel: number): void {
  if (width === 0 || height === 0 || width * height > mostPixels) {
    throw invalidImage(path, `a header that promises ${width} × ${height} pixels, which its bytes cannot hold`);
  }
  assertFits(
    width * height * bytesPerPixel,
    `the image ${quotedPath(path)} of ${width} × ${height} pixels`,
    'CONTAINER_TOO_LARGE',
    'scaling the images down',
  );
}

export function transparentImage(path: string): AuditError {
  return new AuditError(
    'RECORDS_INVALID',
    {
      expected: `${quotedPath(path)} to be fully opaque, since a transparent pixel has no single value`,
      got: 'transparent pixels',
      try: 'flattening the images onto a background',
    },
    { path },
  );
}

// What pixels does a JPEG file hold? The header is read here, so that sizes are known before the decoder takes memory.
// Called by imageFolder.ts.

import { createCanvas, loadImage } from '@napi-rs/canvas';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { assertDecodable, type DecodedImage, invalidImage } from './image.ts';

export function startsLikeJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** A progressive scan can skip blocks in runs of up to 32,767, so a byte can stand for very many pixels; this is far above any photograph. */
const MOST_PIXELS_PER_BYTE = 64 * 1024;
/** Decoded RGBA, the canvas, its copy, and the values. */
const BYTES_PER_PIXEL = 16;

/** The decoder's surfaces have four bytes a pixel and fewer than 2^31 bytes. */
const MOST_PIXELS = 2 ** 29 - 1;

/** @throws AuditError `CONTAINER_INVALID`, `CONTAINER_TOO_LARGE` */
export async function decodeJpeg(bytes: Uint8Array, path: string): Promise<DecodedImage> {
  const header = readFrameHeader(bytes, path);
  assertDecodable(path, header.width, header.height, bytes.length * MOST_PIXELS_PER_BYTE, BYTES_PER_PIXEL);
  if (header.width * header.height > MOST_PIXELS) throw tooManyPixels(path, header);
  if (!hasEndMarker(bytes, header.offset)) throw invalidImage(path, 'a file that ends early');
  const image = await loadImage(Buffer.from(bytes)).catch((cause: unknown) => {
    throw invalidImage(path, cause instanceof Error ? cause.message : String(cause), cause);
  });
  // The size after the rotation that a camera may have recorded.
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const channels = header.components === 1 ? 1 : 3;
  const pixels = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < channels; c++) pixels[i * channels + c] = data[4 * i + c] as number;
  }
  return { width, height, channels, pixels };
}

function tooManyPixels(path: string, { width, height }: FrameHeader): AuditError {
  return new AuditError(
    'CONTAINER_TOO_LARGE',
    {
      expected: `the image ${quotedPath(path)} to have at most ${MOST_PIXELS} pixels`,
      got: `${width} × ${height}`,
      try: 'scaling the images down',
    },
    { path, width, height },
  );
}

interface FrameHeader {
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Size and number of components from the frame header, found by walking the segments before it. */
function readFrameHeader(bytes: Uint8Array, path: string): FrameHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 2;
  while (offset + 9 < bytes.length) {
    if (bytes[offset] !== 0xff) break;
    const marker = bytes[offset + 1] as number;
    if (marker === 0xff) {
      offset++; // fill byte
      continue;
    }
    // Start of frame: C0 to CF, except the tables C4 and CC and the reserved C8.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return {
        offset,
        height: view.getUint16(offset + 5),
        width: view.getUint16(offset + 7),
        components: bytes[offset + 9] as number,
      };
    }
    offset += 2 + view.getUint16(offset + 2);
  }
  throw invalidImage(path, 'no JPEG frame header');
}

/** Whether an end-of-image marker follows the frame; the decoder fills the missing part of a cut file with grey. */
function hasEndMarker(bytes: Uint8Array, frame: number): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(Buffer.from([0xff, 0xd9]), frame) > 0;
}

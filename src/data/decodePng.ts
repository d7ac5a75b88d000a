// What pixels does a PNG file hold? Every colour type and bit depth, exactly; sizes are proved before memory is taken.
// Called by imageFolder.ts.

import { inflateSync } from 'node:zlib';
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { assertDecodable, type DecodedImage, invalidImage, transparentImage } from './image.ts';
import { LARGEST_DEFLATE_RATIO } from './memory.ts';

const SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function startsLikePng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** Chunks that change pixels. The rest (text, colour profiles, which unpack without bound) is dropped before decoding. */
const NEEDED = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** Samples per pixel and allowed bit depths by colour type: grey, colour, palette index, grey + alpha, colour + alpha. */
const COLOUR_TYPES: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
const PALETTE = 3;

/** The seven passes of an interlaced image: first column and row, and the steps between the columns and rows of a pass. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** @throws AuditError `CONTAINER_INVALID`, `CONTAINER_TOO_LARGE`, `RECORDS_INVALID` (transparency) */
export function decodePng(bytes: Uint8Array, path: string): DecodedImage {
  const { needed, packed } = splitChunks(bytes, path);
  const header = new DataView(bytes.buffer, bytes.byteOffset + 16, 13);
  const width = header.getUint32(0);
  const height = header.getUint32(4);
  const depth = header.getUint8(8);
  const colourType = header.getUint8(9);
  const interlaced = header.getUint8(12) !== 0;
  const { samples, depths } = COLOUR_TYPES[colourType] ?? { samples: 1, depths: [] };
  if (!depths.includes(depth)) throw invalidImage(path, `colour type ${colourType} with ${depth} bits, which PNG does not have`);
  const mostBytes = packed.length * LARGEST_DEFLATE_RATIO;
  // Packed, unpacked and unfiltered bytes, the pixels, and a conversion are alive together: under 5 times the samples.
  assertDecodable(path, width, height, (mostBytes * 8) / (samples * depth), 5 * Math.ceil((samples * depth) / 8) + 4);
  if (interlaced && depth < 8) throw unreadableInterlacing(path);
  assertPixelData(packed, scanlineBytes(width, height, samples * depth, interlaced), path);
  let image: DecodedPng;
  try {
    image = decode(needed, { checkCrc: true });
  } catch (cause) {
    throw invalidImage(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  return toGreyOrColour(image, colourType === PALETTE, path);
}

/** Walks the chunks within the file's bounds. Returns a PNG of the needed ones, and the packed pixel data. */
function splitChunks(bytes: Uint8Array, path: string): { needed: Buffer; packed: Buffer } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const packed: Uint8Array[] = [];
  for (let offset = 8, type = ''; type !== 'IEND'; ) {
    if (offset + 12 > bytes.length) throw invalidImage(path, 'a file that ends early');
    const length = view.getUint32(offset);
    type = Buffer.from(bytes.subarray(offset + 4, offset + 8)).toString('latin1');
    const end = offset + 12 + length;
    // Once and first: a decoder that met a second one would take its size.
    if ((offset === 8) !== (type === 'IHDR' && length === 13)) throw invalidImage(path, 'no PNG header, or several');
    if (NEEDED.has(type)) kept.push(bytes.subarray(offset, end));
    if (type === 'IDAT') packed.push(bytes.subarray(offset + 8, end - 4));
    offset = end;
  }
  return { needed: Buffer.concat(kept), packed: Buffer.concat(packed) };
}

/** Unpacked size of the pixel data: every row of every pass is a filter byte and its samples, rounded up to bytes. */
function scanlineBytes(width: number, height: number, bitsPerPixel: number, interlaced: boolean): number {
  const passes = interlaced ? ADAM7 : [[0, 0, 1, 1] as const];
  return passes.reduce((sum, [left, top, right, down]) => {
    const columns = Math.ceil((width - left) / right);
    const rows = Math.ceil((height - top) / down);
    return columns > 0 && rows > 0 ? sum + rows * (1 + Math.ceil((columns * bitsPerPixel) / 8)) : sum;
  }, 0);
}

/** The decoder unpacks without a bound and takes missing bytes for zeros, so the amount is checked first. */
function assertPixelData(packed: Buffer, expected: number, path: string): void {
  let actual: number;
  try {
    actual = inflateSync(packed, { maxOutputLength: expected }).length;
  } catch (cause) {
    const tooLong = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw invalidImage(path, tooLong ? 'more pixel data than its header promises' : 'damaged pixel data', cause);
  }
  if (actual !== expected) throw invalidImage(path, 'less pixel data than its header promises');
}

function unreadableInterlacing(path: string): AuditError {
  return new AuditError(
    'DTYPE_UNSUPPORTED',
    {
      expected: `the interlaced PNG ${quotedPath(path)} to have 8 or 16 bits per sample`,
      got: 'fewer',
      try: 'saving it without interlacing',
    },
    { path },
  );
}

function toGreyOrColour(image: DecodedPng, indexed: boolean, path: string): DecodedImage {
  const { width, height, palette, depth } = image;
  const size = { width, height };
  if (indexed) {
    let colours: Uint8Array;
    try {
      colours = convertIndexedToRgb(image);
    } catch (cause) {
      throw invalidImage(path, 'a pixel whose colour the palette lacks', cause);
    }
    return { ...size, channels: 3, pixels: withoutAlpha(colours, palette?.[0]?.length ?? 3, 255, path) };
  }
  // Samples below 8 bits arrive packed, and only grey has them.
  const samples = depth < 8 ? unpackGrey(image) : image.data;
  assertNoColourKey(samples, image, path);
  const full = depth === 16 ? 65535 : 255;
  const opaque = withoutAlpha(samples, image.channels, full, path);
  return {
    ...size,
    channels: image.channels > 2 ? 3 : 1,
    pixels: depth === 16 ? Float32Array.from(opaque, (value) => value / 257) : (opaque as Uint8Array),
  };
}

/** 1-, 2- and 4-bit grey to the scale 0 to 255 (255 is a multiple of 1, 3 and 15, so this is exact); rows start on a byte. */
function unpackGrey({ data, width, height, depth }: DecodedPng): Uint8Array {
  const largest = 2 ** depth - 1;
  const rowBytes = Math.ceil((width * depth) / 8);
  const out = new Uint8Array(width * height);
  for (let i = 0; i < out.length; i++) {
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * rowBytes + (bit >> 3)] as number;
    out[i] = (((byte >> (8 - depth - (bit & 7))) & largest) * 255) / largest;
  }
  return out;
}

/** Drops a trailing alpha sample (of 2 or 4) that is `full` everywhere. */
function withoutAlpha<T extends DecodedPng['data']>(samples: T, channels: number, full: number, path: string): T {
  if (channels === 1 || channels === 3) return samples;
  const kept = channels - 1;
  const pixels = samples.length / channels;
  const out = samples.slice(0, pixels * kept) as T;
  for (let i = 0; i < pixels; i++) {
    if (samples[i * channels + kept] !== full) throw transparentImage(path);
    for (let c = 0; c < kept; c++) out[i * kept + c] = samples[i * channels + c] as number;
  }
  return out;
}

/** A grey or colour PNG may declare one sample value transparent. The key counts in the file's bit depth. */
function assertNoColourKey(samples: DecodedPng['data'], { transparency, channels, depth }: DecodedPng, path: string): void {
  if (transparency === undefined || transparency.length < channels) return;
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  for (let i = 0; i < samples.length; i += channels) {
    let matches = true;
    for (let c = 0; c < channels; c++) matches &&= samples[i + c] === (transparency[c] as number) * scale;
    if (matches) throw transparentImage(path);
  }
}

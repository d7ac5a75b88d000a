import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { encode } from 'fast-png';
import { decodeJpeg } from '../../src/data/decodeJpeg.ts';
import { decodePng } from '../../src/data/decodePng.ts';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { expectAuditError, temporaryFolder } from './support.ts';

const folder = temporaryFolder();

/** Writes `set/class/file` with the given bytes and returns the path of the set. */
function imageSet(set: string, files: Readonly<Record<string, Uint8Array>>): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(folder.path(`${set}/${name.split('/')[0]}`), { recursive: true });
    folder.write(`${set}/${name}`, bytes);
  }
  return folder.path(set);
}

const grey = (...data: number[]) =>
  encode({ width: 2, height: data.length / 2, channels: 1, depth: 8, data: Uint8Array.from(data) });
const colour = (...data: number[]) => encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.from(data) });

/** A PNG chunk with its checksum. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

interface RawPng {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced?: boolean;
  /** Filter byte and samples of every row. */
  readonly rows: Uint8Array;
  readonly before?: readonly Buffer[];
}

/** A PNG file made by hand, for what the encoder does not write. */
function rawPng({ width, height, depth, colourType, interlaced = false, rows, before = [] }: RawPng): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...before,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

describe('loadDataset with a folder of class-named folders', () => {
  test('orders records by class and file name, and names them', async () => {
    const path = imageSet('order', {
      '10/b.png': grey(7, 8),
      '2/a.png': grey(1, 2),
      '10/a.png': grey(5, 6),
      '2/.hidden.png': new Uint8Array(3),
      '2/Thumbs.db': new Uint8Array(3),
    });
    folder.write('order/readme.txt', 'not a class');
    const dataset = await loadDataset(path);
    expect(dataset).toMatchObject({
      name: 'order',
      format: 'image-folder',
      records: 3,
      dimensions: 2,
      image: { height: 1, width: 2, channels: 1, layout: 'channels-last' },
      recordNames: ['10/a.png', '10/b.png', '2/a.png'],
      warnings: [],
    });
    expect([...dataset.values]).toEqual([5, 6, 7, 8, 1, 2]);
    expect([...dataset.labels].map((c) => dataset.classes[c]?.label)).toEqual(['10', '10', '2']);
    expect(dataset.classes.map(({ label }) => label)).toEqual(['2', '10']);
  });
  test('warns of what it leaves out of class folders, and of classes without a picture', async () => {
    const pictures = { 'a/1.png': grey(1, 2), 'a/2.png': grey(3, 4), 'b/1.png': grey(5, 6) };
    const none = new Uint8Array(0);
    const one = await loadDataset(imageSet('left1', { ...pictures, 'a/3.webp': none }));
    expect(one.warnings).toEqual([
      {
        code: 'FILES_LEFT_OUT',
        message: expect.stringContaining('Left out 1 file or folder without a PNG or JPEG picture (a/3.webp): their records'),
      },
    ]);
    const path = imageSet('left2', {
      ...pictures,
      'a/\u001b.gif': none,
      'b/2.webp': none,
      'c/.hidden': none,
      'd/Thumbs.db': none,
    });
    expect((await loadDataset(path)).warnings[0]?.message).toContain('Left out 4 files and folders');
    expect((await loadDataset(path)).warnings[0]?.message).toContain('(a/\\u001b.gif, b/2.webp, c/, …)');
  });
  test('makes grey pictures colour when a later one is colour', async () => {
    const path = imageSet('mixed', { 'a/1.png': grey(9, 10), 'a/2.png': colour(1, 2, 3, 4, 5, 6), 'b/1.png': grey(7, 8) });
    const dataset = await loadDataset(path);
    expect(dataset.image?.channels).toBe(3);
    expect([...dataset.values]).toEqual([9, 9, 9, 10, 10, 10, 1, 2, 3, 4, 5, 6, 7, 7, 7, 8, 8, 8]);
  });
  test('keeps the fractions of 16-bit pictures on the scale of the 8-bit ones', async () => {
    const wide = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(257, 65535) });
    const half = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0, 100) });
    const dataset = await loadDataset(imageSet('wide', { 'a/1.png': grey(3, 4), 'a/2.png': wide, 'b/1.png': half }));
    expect([...dataset.values]).toEqual([3, 4, 1, 255, 0, Math.fround(100 / 257)]);
  });
  test('reads JPEG pictures', async () => {
    const canvas = createCanvas(16, 8);
    const context = canvas.getContext('2d');
    context.fillStyle = 'rgb(200, 100, 50)';
    context.fillRect(0, 0, 16, 8);
    const jpeg = canvas.encodeSync('jpeg', 100);
    const dataset = await loadDataset(imageSet('jpeg', { 'a/1.jpg': jpeg, 'a/2.JPEG': jpeg, 'b/1.jpg': jpeg }));
    expect(dataset.image).toEqual({ height: 8, width: 16, channels: 3, layout: 'channels-last' });
    // Lossy: a plain colour survives to within a step or two of its 8 bits.
    for (let i = 0; i < dataset.values.length; i++) {
      expect(Math.abs((dataset.values[i] as number) - ([200, 100, 50][i % 3] as number))).toBeLessThanOrEqual(2);
    }
  });
  test('goes by the content of a file, not by its extension', async () => {
    const dataset = await loadDataset(
      imageSet('extension', { 'a/1.jpg': grey(1, 2), 'a/2.jpg': grey(3, 4), 'b/1.png': grey(3, 5) }),
    );
    expect([...dataset.values]).toEqual([1, 2, 3, 4, 3, 5]);
  });
  test('hashes names and contents', async () => {
    const first = await loadDataset(imageSet('hash1', { 'a/1.png': grey(1, 2), 'a/2.png': grey(3, 4), 'b/1.png': grey(5, 6) }));
    const renamed = await loadDataset(imageSet('hash2', { 'a/1.png': grey(1, 2), 'a/3.png': grey(3, 4), 'b/1.png': grey(5, 6) }));
    const again = await loadDataset(imageSet('hash3', { 'a/1.png': grey(1, 2), 'a/2.png': grey(3, 4), 'b/1.png': grey(5, 6) }));
    expect(first.sha256).not.toBe(renamed.sha256);
    expect(first.sha256).toBe(again.sha256);
  });
  test('reports every stretch of pictures, from 0 to all', async () => {
    const path = imageSet('progress', { 'a/1.png': grey(1, 2), 'a/2.png': grey(3, 4), 'b/1.png': grey(5, 6) });
    const steps: number[] = [];
    await loadDataset(path, { onProgress: ({ stage, done, total }) => steps.push(stage === 'read' ? done / total : Number.NaN) });
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(1);
  });

  test('refuses pictures of another size, naming the file', async () => {
    const path = imageSet('sizes', { 'a/1.png': grey(1, 2), 'b/\u001b[31m.png': grey(1, 2, 3, 4) });
    await expectAuditError(
      () => loadDataset(path),
      'SHAPE_MISMATCH',
      'the size of the first (2 × 1 pixels). Got 2 × 2 in "b/\\u001b[31m.png"',
    );
  });
  test('refuses a file that is no picture, naming it', () =>
    expectAuditError(
      () => loadDataset(imageSet('text', { 'a/1.png': Buffer.from('hello') })),
      'CONTAINER_INVALID',
      '1.png" to be a complete PNG or JPEG image. Got another kind of file under this name',
    ));
  test('refuses a single class', () =>
    expectAuditError(() => loadDataset(imageSet('one', { 'a/1.png': grey(1, 2), 'a/2.png': grey(1, 3) })), 'CLASSES_INVALID'));
});

describe('decodePng', () => {
  const pixels = (bytes: Uint8Array) => [...decodePng(bytes, 'a.png').pixels];

  test.each([
    [1, [0, 0b10100000], [255, 0, 255]],
    [2, [0, 0b00011011, 0, 0b11000000], [0, 85, 170, 255, 0, 0]],
    [4, [0, 0x0f, 0x70], [0, 255, 119]],
  ])('unpacks grey of %i bits to the scale of 8', (depth, rows, expected) => {
    const height = expected.length / 3;
    expect(pixels(rawPng({ width: 3, height, depth, colourType: 0, rows: Uint8Array.from(rows) }))).toEqual(expected);
  });
  test('looks palette colours up', () => {
    const before = [chunk('PLTE', Uint8Array.of(1, 2, 3, 40, 50, 60))];
    const png = rawPng({ width: 3, height: 1, depth: 1, colourType: 3, rows: Uint8Array.of(0, 0b01000000), before });
    expect(decodePng(png, 'a.png')).toMatchObject({ channels: 3, width: 3, height: 1 });
    expect(pixels(png)).toEqual([1, 2, 3, 40, 50, 60, 1, 2, 3]);
  });
  test('reads interlaced pictures', () => {
    const rows = Uint8Array.of(0, 1, 0, 2, 0, 3, 4);
    expect(pixels(rawPng({ width: 2, height: 2, depth: 8, colourType: 0, interlaced: true, rows }))).toEqual([1, 2, 3, 4]);
  });
  test('refuses interlaced pictures of fewer than 8 bits, which its decoder would garble', () =>
    expectAuditError(
      () =>
        decodePng(rawPng({ width: 1, height: 1, depth: 4, colourType: 0, interlaced: true, rows: Uint8Array.of(0, 0) }), 'a.png'),
      'DTYPE_UNSUPPORTED',
      'Expected the interlaced PNG "a.png" to have 8 or 16 bits per sample',
    ));
  test('drops transparency that hides nothing', () => {
    const opaque = encode({ width: 2, height: 1, channels: 4, depth: 8, data: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255) });
    expect(pixels(opaque)).toEqual([1, 2, 3, 4, 5, 6]);
    const greyAlpha = encode({ width: 2, height: 1, channels: 2, depth: 16, data: Uint16Array.of(257, 65535, 514, 65535) });
    expect(decodePng(greyAlpha, 'a.png')).toMatchObject({ channels: 1 });
    expect(pixels(greyAlpha)).toEqual([1, 2]);
    const unusedKey = [chunk('tRNS', Uint8Array.of(0, 9))];
    expect(
      pixels(rawPng({ width: 1, height: 1, depth: 8, colourType: 0, rows: Uint8Array.of(0, 7), before: unusedKey })),
    ).toEqual([7]);
  });
  test.each([
    ['of colour', encode({ width: 1, height: 1, channels: 4, depth: 8, data: Uint8Array.of(1, 2, 3, 254) })],
    ['of 16-bit grey', encode({ width: 1, height: 1, channels: 2, depth: 16, data: Uint16Array.of(1, 65534) })],
    [
      'of a grey that is declared transparent',
      rawPng({
        width: 1,
        height: 1,
        depth: 8,
        colourType: 0,
        rows: Uint8Array.of(0, 7),
        before: [chunk('tRNS', Uint8Array.of(0, 7))],
      }),
    ],
    [
      'of a palette colour',
      rawPng({
        width: 1,
        height: 1,
        depth: 8,
        colourType: 3,
        rows: Uint8Array.of(0, 0),
        before: [chunk('PLTE', Uint8Array.of(1, 2, 3)), chunk('tRNS', Uint8Array.of(0))],
      }),
    ],
  ])('refuses transparency %s', (_, bytes) =>
    expectAuditError(() => decodePng(bytes, 'a.png'), 'RECORDS_INVALID', 'to be fully opaque'),
  );

  const secondHeader = chunk('IHDR', Uint8Array.of(0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 0, 0, 0, 0));
  const plain = { width: 2, height: 2, depth: 8, colourType: 0 };
  const rows = Uint8Array.of(0, 1, 2, 0, 3, 4);
  test.each([
    ['ends early', rawPng({ ...plain, rows }).subarray(0, -6), 'ends early'],
    ['is a signature alone', rawPng({ ...plain, rows }).subarray(0, 8), 'ends early'],
    ['has less pixel data than its size', rawPng({ ...plain, rows: rows.subarray(0, 5) }), 'less pixel data'],
    ['has more pixel data than its size', rawPng({ ...plain, rows: new Uint8Array(100_000) }), 'more pixel data'],
    [
      'has less interlaced data',
      rawPng({ ...plain, interlaced: true, rows: Uint8Array.of(0, 1, 0, 2, 0, 3) }),
      'less pixel data',
    ],
    ['has palette colours without a palette', rawPng({ ...plain, colourType: 3, rows }), 'palette'],
    ['has an unknown filter', rawPng({ ...plain, rows: Uint8Array.of(9, 1, 2, 0, 3, 4) }), 'filter'],
    [
      'has an unknown colour type',
      rawPng({ ...plain, colourType: 5, rows }),
      'colour type 5 with 8 bits, which PNG does not have',
    ],
    ['has colour of 4 bits', rawPng({ ...plain, colourType: 2, depth: 4, rows }), 'colour type 2 with 4 bits'],
    ['has a second header', rawPng({ ...plain, rows, before: [secondHeader] }), 'no PNG header, or several'],
    [
      'has no header',
      Buffer.concat([rawPng({ ...plain, rows }).subarray(0, 8), chunk('IEND', new Uint8Array(0))]),
      'no PNG header',
    ],
    [
      'has a palette index without colour',
      rawPng({ ...plain, colourType: 3, rows, before: [chunk('PLTE', new Uint8Array(3))] }),
      'palette',
    ],
  ])('refuses a file that %s', (_, bytes, text) =>
    expectAuditError(() => decodePng(bytes, 'a.png'), 'CONTAINER_INVALID', '"a.png" to be a complete PNG or JPEG image', text),
  );
  test.each([
    ['size', 20],
    ['checksum', 30],
  ])('refuses a damaged %s', (_, at) => {
    const bytes = rawPng({ ...plain, rows });
    bytes[at] = (bytes[at] as number) ^ 1;
    return expectAuditError(() => decodePng(bytes, 'a.png'), 'CONTAINER_INVALID');
  });
  test.each([
    [0x7fffffff, 0x7fffffff],
    [60_000, 60_000],
    [0, 5],
  ])('refuses a header of %i × %i pixels that its bytes cannot hold, before allocating', (width, height) =>
    expectAuditError(
      () => decodePng(rawPng({ ...plain, width, height, rows }), 'a.png'),
      'CONTAINER_INVALID',
      `promises ${width} × ${height} pixels, which its bytes cannot hold`,
    ),
  );
  test('leaves out chunks that unpack to much, such as colour profiles', () => {
    const bomb = chunk('iCCP', Buffer.concat([Buffer.from('p\0\0', 'latin1'), deflateSync(Buffer.alloc(50_000_000))]));
    const before = process.memoryUsage().arrayBuffers;
    expect(pixels(rawPng({ ...plain, rows, before: [bomb] }))).toEqual([1, 2, 3, 4]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });
});

describe('decodeJpeg', () => {
  const jpeg = (() => {
    const canvas = createCanvas(8, 8);
    canvas.getContext('2d').fillRect(0, 0, 8, 8);
    return canvas.encodeSync('jpeg', 90);
  })();
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));

  test('reads the size from the frame header', async () => {
    expect(await decodeJpeg(jpeg, 'a.jpg')).toMatchObject({ width: 8, height: 8, channels: 3 });
  });
  test.each(['grey.jpg', 'progressive.jpg'])('reads %s within a step of another decoder', async (name) => {
    const golden = (file: string) => readFileSync(fileURLToPath(new URL(`../golden/data/${file}`, import.meta.url)));
    const { shape, values } = JSON.parse(golden('images.json').toString())[name] as { shape: number[]; values: number[] };
    const { height, width, channels, pixels } = await decodeJpeg(golden(name), name);
    expect([height, width, channels]).toEqual(shape);
    // Decoders may round the inverse cosine transform and the colour conversion differently in the last bit.
    for (let i = 0; i < values.length; i++)
      expect(Math.abs((pixels[i] as number) - (values[i] as number))).toBeLessThanOrEqual(2);
  });
  test('refuses a header of more pixels than its bytes can hold, before allocating', () => {
    const bytes = Buffer.from(jpeg);
    bytes.writeUInt16BE(65535, frame + 5);
    bytes.writeUInt16BE(65535, frame + 7);
    return expectAuditError(() => decodeJpeg(bytes, 'a.jpg'), 'CONTAINER_INVALID', '65535 × 65535 pixels');
  });
  test('refuses more pixels than its decoder has room for', async () => {
    const sized = (width: number, height: number) => {
      // Long enough for its bytes to be believed.
      const bytes = Buffer.concat([jpeg, Buffer.alloc(2 ** 14)]);
      bytes.writeUInt16BE(height, frame + 5);
      bytes.writeUInt16BE(width, frame + 7);
      return bytes;
    };
    await expectAuditError(
      () => decodeJpeg(sized(32768, 16384), 'a.jpg'),
      'CONTAINER_TOO_LARGE',
      'Expected the image "a.jpg" to have at most 536870911 pixels. Got 32768 × 16384',
    );
  });
  test.each([
    ['is cut within its pixels', jpeg.subarray(0, -20), 'ends early'],
    ['is cut within its headers', jpeg.subarray(0, frame), 'no JPEG frame header'],
    ['has no segments', Buffer.concat([jpeg.subarray(0, 3), Buffer.alloc(40)]), 'no JPEG frame header'],
  ])('refuses a file that %s', (_, bytes, text) =>
    expectAuditError(() => decodeJpeg(bytes, 'a.jpg'), 'CONTAINER_INVALID', '"a.jpg" to be a complete PNG or JPEG image', text),
  );
});

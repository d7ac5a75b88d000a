// Every kind of data through the command line, up to the pictures and columns that a report shows of it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import { buildReport } from '../../reports/buildReport.ts';
import { type AuditResult, auditResultSchema } from '../../src/audit/result.ts';
import { float64Npy, idxBytes, labelNpy, temporaryFolder } from '../data/support.ts';
import { lood, smallPictures, smallTable } from './support.ts';

const folder = temporaryFolder();

async function auditOf(...words: string[]): Promise<AuditResult> {
  const { code, out, err } = await lood('audit', ...words, '--out', '-');
  expect({ code, err: err.includes('Expected') }).toEqual({ code: 0, err: false });
  return auditResultSchema.parse(JSON.parse(out));
}

/** What the report shows of single records. */
function cards(result: AuditResult) {
  return buildReport(result).sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'records' ? block.cards : [])),
  );
}

const LABELS = Array.from({ length: 12 }, (_, i) => i % 3);
/** A picture of one class: a bar whose direction is the label's. */
const pixel = (label: number, record: number, place: number, width: number) =>
  ((place % width) * (label + 1) + Math.floor(place / width) * (3 - label) + record) % 7 < 3 ? 210 - record : 15 + record;

describe('data from file to report', () => {
  test('a table with numbers and categories', async () => {
    const result = await auditOf(folder.write('people.csv', smallTable()));
    expect(result.dataset).toMatchObject({ name: 'people.csv', format: 'csv', records: 24, dimensions: 5, image: null });
    expect(result.dataset.columns).toEqual([
      { kind: 'numeric', name: 'height', start: 0 },
      { kind: 'numeric', name: 'weight', start: 1 },
      { kind: 'category', name: 'colour', start: 2, categories: ['blue', 'green', 'red'] },
    ]);
    expect(result.dataset.classes.map(({ label, records }) => [label, records])).toEqual([
      ['no', 12],
      ['yes', 12],
    ]);
    expect(result.preprocessing.normalize).toBe('feature');
    const shown = JSON.stringify(cards(result));
    for (const name of ['height', 'weight', 'colour']) expect(shown).toContain(name);
    expect(shown).not.toContain('pixels');
  });

  test('a table whose labels are asked for by position, separated by semicolons or tabs', async () => {
    const text = smallTable();
    const named = await auditOf(folder.write('named.csv', text));
    const tabs = await auditOf(folder.write('tabs.tsv', text.replaceAll(',', '\t')), '--label-column', '3');
    expect(tabs.records).toEqual(named.records);
  });

  test('pictures in an .npz, which its 4-d array says', async () => {
    const result = await auditOf(folder.write('bars.npz', smallPictures()));
    expect(result.dataset.image).toEqual({ height: 8, width: 8, channels: 1, layout: 'channels-last' });
    expect(result.preprocessing.normalize).toBe('channel');
    expect(result.exhibits[0]?.values).toHaveLength(64);
    expect(cards(result)[0]).toMatchObject({ picture: { height: 8, width: 8, channels: 1 } });
  });

  test('flat rows in an .npy, which are pictures only where --image-shape says so', async () => {
    const values = LABELS.flatMap((label, i) => Array.from({ length: 12 }, (_, p) => pixel(label, i, p, 4)));
    const x = folder.write('flat.npy', float64Npy([12, 12], values));
    const words = [x, '--labels', folder.write('labels.npy', labelNpy(LABELS)), '--normalize', 'none'];
    const flat = await auditOf(...words);
    expect([flat.dataset.format, flat.dataset.image]).toEqual(['npy', null]);
    const shaped = await auditOf(...words, '--image-shape', '3x4');
    expect(shaped.dataset.image).toMatchObject({ height: 3, width: 4, channels: 1 });
    expect(cards(shaped)[0]).toMatchObject({ picture: { height: 3, width: 4 } });
    expect(shaped.records).toEqual(flat.records);
  });

  test.each([
    ['plain', (bytes: Buffer) => bytes, ''],
    ['packed', gzipSync, '.gz'],
  ])('IDX, %s', async (_, pack, ending) => {
    const pixels = LABELS.flatMap((label, i) => Array.from({ length: 20 }, (_, p) => pixel(label, i, p, 4)));
    const images = folder.write(`t-images-idx3-ubyte${ending}`, pack(idxBytes(8, [12, 5, 4], Uint8Array.from(pixels))));
    const labels = folder.write(`t-labels-idx1-ubyte${ending}`, pack(idxBytes(8, [12], Uint8Array.from(LABELS))));
    const result = await auditOf(images, '--labels', labels);
    expect(result.dataset).toMatchObject({ format: 'idx', records: 12, image: { height: 5, width: 4, channels: 1 } });
    expect(cards(result)[0]).toMatchObject({ picture: { height: 5, width: 4 } });
  });

  test('CIFAR-10 batches: one file, and a folder of them', async () => {
    const batch = Buffer.concat(
      LABELS.map((label, i) => Buffer.from([label, ...Array.from({ length: 3072 }, (_, p) => pixel(label, i, p, 32))])),
    );
    const one = await auditOf(folder.write('data_batch_1.bin', batch));
    expect(one.dataset).toMatchObject({
      format: 'cifar10',
      image: { height: 32, width: 32, channels: 3, layout: 'channels-first' },
    });
    expect(one.dataset.classes.map(({ label, name }) => [label, name])).toEqual([
      ['0', 'airplane'],
      ['1', 'automobile'],
      ['2', 'bird'],
    ]);
    expect(cards(one)[0]).toMatchObject({ picture: { height: 32, width: 32, channels: 3 } });
    mkdirSync(folder.path('cifar'));
    const half = 6 * 3073;
    folder.write('cifar/data_batch_1.bin', batch.subarray(0, half));
    folder.write('cifar/data_batch_2.bin', batch.subarray(half));
    const both = await auditOf(folder.path('cifar'), '--classes', 'airplane,bird');
    expect(both.dataset.records).toBe(8);
    expect(both.records.map(({ record }) => record)).toEqual([0, 2, 3, 5, 6, 8, 9, 11]);
  });

  test('a folder of class-named folders of pictures', async () => {
    for (const [i, label] of LABELS.entries()) {
      mkdirSync(folder.path(`photos/${['cat', 'dog', 'owl'][label]}`), { recursive: true });
      const data = Uint8Array.from({ length: 6 * 5 * 3 }, (_, p) => pixel(label, i, p, 15));
      writeFileSync(
        folder.path(`photos/${['cat', 'dog', 'owl'][label]}/${i}.png`),
        encode({ width: 5, height: 6, channels: 3, data }),
      );
    }
    const result = await auditOf(folder.path('photos'));
    expect(result.dataset).toMatchObject({
      name: 'photos',
      format: 'image-folder',
      records: 12,
      image: { height: 6, width: 5, channels: 3 },
    });
    expect(result.dataset.classes.map(({ name }) => name)).toEqual(['cat', 'dog', 'owl']);
    expect(cards(result)[0]).toMatchObject({ picture: { height: 6, width: 5, channels: 3 } });
  });
});

test('records that equal each other are named in a warning in the summary, the result and the report', async () => {
  const [header, first, ...rest] = smallTable().trimEnd().split('\n');
  const data = folder.write('twice.csv', `${[header, first, ...rest, first].join('\n')}\n`);
  const { out, err } = await lood('audit', data, '--out', '-');
  const message = '2 of 25 records equal another record: 1 group (0 = 24), with the same labels.';
  expect(err).toMatch(/^warning: /);
  expect(err).toContain(message);
  const result: AuditResult = JSON.parse(out);
  expect(result.warnings).toEqual([{ code: 'DUPLICATE_RECORDS', message: expect.stringContaining(message) }]);
  expect(JSON.stringify(buildReport(result))).toContain(message);
  // Either copy protects the other: with one gone, the model still knows the record. (That the numbers are right, test/audit/refit shows.)
  const [a, b] = [result.records[0], result.records[24]];
  expect(a?.kl).toBeCloseTo(b?.kl as number, 9);
});

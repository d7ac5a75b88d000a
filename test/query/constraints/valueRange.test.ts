// What values the data take: bytes, channels, columns; whole numbers or not; standardized as the records are.

import { describe, expect, test } from '@jest/globals';
import type { Dataset } from '../../../src/data/dataset.ts';
import { type ArraysInput, datasetFromArrays } from '../../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../../src/data/prepareDataset.ts';
import type { PrepareOptions } from '../../../src/data/prepared.ts';
import { valueRange } from '../../../src/query/constraints/valueRange.ts';

const of = (input: ArraysInput, options: PrepareOptions = {}) => prepareDataset(datasetFromArrays(input), options);

describe('the range of values', () => {
  const y = [0, 1, 1];

  test('of images of bytes is 0 to 255, whatever they hold', () => {
    const prepared = of({
      x: Uint8Array.of(9, 30, 50, 7, 8, 200),
      shape: [3, 2],
      y,
      imageShape: { height: 1, width: 2, channels: 1 },
    });
    const { least, largest, low, high, whole } = valueRange(prepared);
    const [mean, scale] = [prepared.normalization.mean[0] as number, prepared.normalization.scale[0] as number];
    expect([[...least], [...largest], [...whole]]).toEqual([
      [0, 0],
      [255, 255],
      [1, 1],
    ]);
    expect([[...low], [...high]]).toEqual([Array(2).fill(-mean / scale), Array(2).fill((255 - mean) / scale)]);
  });

  test.each(['channels-last', 'channels-first'] as const)('of other images is that of each channel, %s', (layout) => {
    // Two pixels of three channels; channel 1 from 3 to 8, channel 2 constant but for one value.
    const pixels = [
      [0, 3, 0.5, 1, 4, 0.5],
      [0.25, 8, 0.5, 0, 5, 0.5],
      [0, 3, 0.5, 1, 3, 0.75],
    ];
    const rows = layout === 'channels-last' ? pixels : pixels.map((p) => [0, 3, 1, 4, 2, 5].map((j) => p[j] as number));
    const prepared = of({ x: rows, y, imageShape: { height: 1, width: 2, channels: 3, layout } });
    const { least, largest, whole } = valueRange(prepared);
    const ofPlaces = (values: readonly number[]) =>
      layout === 'channels-last' ? [...values, ...values] : values.flatMap((v) => [v, v]);
    expect([...least]).toEqual(ofPlaces([0, 3, 0.5]));
    expect([...largest]).toEqual(ofPlaces([1, 8, 0.75]));
    // Whole numbers in one channel alone are chance.
    expect([...whole]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('of whole numbers in images is known from all pixels', () => {
    const image = { height: 1, width: 2, channels: 1 };
    const whole = (x: number[][]) => [...valueRange(of({ x, y, imageShape: image })).whole];
    expect(
      whole([
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
    ).toEqual([1, 1]); // prettier-ignore
    expect(
      whole([
        [0, 1],
        [0, 2],
        [0, 2.5],
      ]),
    ).toEqual([0, 0]); // prettier-ignore
  });

  test('of everything else is that of each feature, over all records, chosen or not', () => {
    const x = [
      [1, -2.5, 7],
      [3, 4, 9],
      [2, 0, -1],
      [100, 0, 0],
    ];
    const prepared = of({ x, y: [0, 1, 1, 2] }, { classes: ['0', '1'] });
    const { least, largest, low, high, mean, scale, whole } = valueRange(prepared);
    expect([[...least], [...largest], [...whole]]).toEqual([
      [1, -2.5, -1],
      [100, 4, 9],
      [1, 0, 1],
    ]);
    const { inputs, normalization } = prepared;
    expect([[...mean], [...scale]]).toEqual([normalization.mean, normalization.scale]);
    // The records that hold an extreme value lie at the end of the range to the last bit.
    expect([low[0], low[1], low[2]]).toEqual([inputs.data[0], inputs.data[1], inputs.data[8]]);
    expect([high[1], high[2]]).toEqual([inputs.data[4], inputs.data[5]]);
  });

  test('of data that are not standardized is in the input’s units', () => {
    const { low, high, mean, scale } = valueRange(
      of(
        {
          x: [
            [1, 5],
            [2, 5],
            [4, 5],
          ],
          y,
        },
        { normalize: 'none' },
      ),
    ); // prettier-ignore
    expect([[...low], [...high], [...mean], [...scale]]).toEqual([
      [1, 5],
      [4, 5],
      [0, 0],
      [1, 1],
    ]);
  });

  test('knows the places of categories, which are no whole numbers', () => {
    const plain = datasetFromArrays({
      x: [
        [3, 1, 0],
        [5, 0, 1],
        [8, 0, 1],
      ],
      y,
    }); // prettier-ignore
    const dataset: Dataset = {
      ...plain,
      columns: [
        { kind: 'numeric', name: 'age', start: 0 },
        { kind: 'category', name: 'colour', start: 1, categories: ['blue', 'red'] },
      ],
    };
    const { categories, whole } = valueRange(prepareDataset(dataset));
    expect(categories).toEqual([{ start: 1, length: 2 }]);
    expect([...whole]).toEqual([1, 0, 0]);
  });
});

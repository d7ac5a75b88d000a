import { describe, expect, test } from '@jest/globals';
import type { Dataset, NumericArray } from '../../src/data/dataset.ts';
import { datasetFromArrays } from '../../src/data/datasetFromArrays.ts';
import { pixelRange } from '../../src/reconstruction/pixelRange.ts';
import { expectAuditError } from '../data/support.ts';

const images = (values: NumericArray, format: Dataset['format'] = 'memory'): Dataset => ({
  name: 'x',
  format,
  records: values.length / 4,
  dimensions: 4,
  values,
  labels: new Int32Array(values.length / 4),
  classes: [{ label: '0', name: '0' }],
  image: { height: 2, width: 2, channels: 1, layout: 'channels-last' },
  sha256: '',
  warnings: [],
});

const bytes = { low: 0, high: 255, peak: 255 };

describe('pixelRange', () => {
  test.each([
    ['bytes', images(Uint8Array.of(0, 3, 200, 129)), bytes],
    ['whole numbers of bytes in floats', images(Float64Array.of(7, 3, 128, 100)), bytes],
    ['pictures from files, whatever their values', images(Float32Array.of(0.5, 0.25, 1, 0), 'image-folder'), bytes],
    ['whole numbers that need no byte', images(Uint8Array.of(0, 16, 3, 7)), { low: 0, high: 16, peak: 16 }],
    ['black and white', images(Uint8Array.of(0, 1, 1, 0)), { low: 0, high: 1, peak: 1 }],
    ['shares', images(Float32Array.of(0.5, 0.25, 0.125, 0.75)), { low: 0, high: 1, peak: 1 }],
    ['nothing but black', images(Float32Array.of(0, 0, 0, 0)), { low: 0, high: 1, peak: 1 }],
    ['values on both sides of zero', images(Float64Array.of(-1, 0.5, 1, 0)), { low: -1, high: 1, peak: 2 }],
    ['fractions beyond bytes', images(Float64Array.of(0, 200.5, 3, 4)), { low: 0, high: 200.5, peak: 200.5 }],
    ['whole numbers below bytes', images(Int16Array.of(-1, 200, 3, 4)), { low: -1, high: 200, peak: 201 }],
    ['whole numbers above bytes', images(Uint16Array.of(0, 256, 3, 4)), { low: 0, high: 256, peak: 256 }],
  ])('of %s', (_, dataset, range) => {
    expect(pixelRange(dataset)).toEqual(range);
  });

  test('is null for records that are not images', () => {
    const table = datasetFromArrays({
      x: [
        [1, 200],
        [3, 4],
      ],
      y: [0, 1],
    });
    expect(pixelRange(table)).toBeNull();
  });

  test('of a single shade is an error', () =>
    expectAuditError(() => pixelRange(images(Float64Array.of(7, 7, 7, 7))), 'CONSTANT_FEATURES', 'Got 7 for every pixel'));
});

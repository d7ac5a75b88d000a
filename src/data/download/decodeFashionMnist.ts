// How do the ten JSON files of the package fashion-mnist become arrays? Called through recipes.ts.

import { AuditError } from '../../base/errors.ts';
import type { Decoder } from './decoder.ts';

export const FASHION_CLASSES: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

const PER_CLASS = 7000;
const PIXELS = 28 * 28;

export const FASHION_FILES: readonly string[] = FASHION_CLASSES.map((_, label) => `src/clothes/${label}.json`);

/**
 * x [70000, 28, 28, 1] and y: class 0 first, each class in the package's order, whole numbers 0 to 255.
 *
 * The package has one file `{"data": [[784 values], …]}` per class with all 7,000 images of it, training and test images in an order of
 * its own (its file for class 0 also has two empty rows, which are no images). It does not say which 1,000 of each class are the
 * original test set, so all 70,000 are training records here and there is no x_test.
 */
export function createFashionMnistDecoder(): Decoder {
  const x = new Uint8Array(FASHION_CLASSES.length * PER_CLASS * PIXELS);
  return {
    add(file, bytes) {
      const label = FASHION_FILES.indexOf(file);
      const { data } = JSON.parse(bytes.toString('utf8')) as { data: readonly (readonly number[])[] };
      const images = data.filter((row) => row.length > 0);
      if (images.length !== PER_CLASS || images.some((row) => row.length !== PIXELS)) {
        throw new AuditError('CONTAINER_INVALID', {
          expected: `${file} to hold ${PER_CLASS} images of ${PIXELS} values`,
          got: `${images.length} rows, or rows of another length`,
          try: 'removing the cached package, so that it is downloaded again',
        });
      }
      for (const [i, image] of images.entries()) x.set(image, (label * PER_CLASS + i) * PIXELS);
    },
    finish: () => ({
      x: { shape: [FASHION_CLASSES.length * PER_CLASS, 28, 28, 1], values: x },
      y: {
        shape: [FASHION_CLASSES.length * PER_CLASS],
        values: Uint8Array.from({ length: FASHION_CLASSES.length * PER_CLASS }, (_, i) => Math.floor(i / PER_CLASS)),
      },
    }),
  };
}

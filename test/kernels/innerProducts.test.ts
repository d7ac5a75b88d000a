// Inner products of small sets of inputs.

import { expect, it } from '@jest/globals';
import { innerProducts } from '../../src/kernels/innerProducts.ts';
import { expectClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { EXACT } from '../support/tolerances.ts';

it.each([0, 1, 3, 4, 5, 9])('innerProducts agrees with the definition for %p others, and is exactly symmetric', (m) => {
  const inputs = randomMatrix(3, 7, 1);
  const others = randomMatrix(m, 7, 2);
  const expected = Array.from({ length: 3 * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    return Array.from({ length: 7 }, (_v, c) => (inputs.data[i * 7 + c] as number) * (others.data[j * 7 + c] as number)).reduce(
      (sum, v) => sum + v,
      0,
    );
  });
  const products = innerProducts(inputs, others);
  expect([products.rows, products.cols]).toEqual([3, m]);
  expectClose(products.data, expected, EXACT);
  const mirrored = innerProducts(others, inputs);
  for (let i = 0; i < 3; i++) for (let j = 0; j < m; j++) expect(mirrored.data[j * 3 + i]).toBe(products.data[i * m + j]);
});

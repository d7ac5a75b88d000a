import { describe, expect, test } from '@jest/globals';
import type { Dgemm } from '../../../src/linalg/blas/bindBlas.ts';
import { checkDgemm } from '../../../src/linalg/blas/selfCheck.ts';

/** A right dgemm by plain loops, whose parts the tests below break. */
const plain: Dgemm = (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += (a[transposeA ? p * lda + i : i * lda + p] as number) * (b[transposeB ? j * ldb + p : p * ldb + j] as number);
      }
      c[i * ldc + j] = alpha * sum + beta * (c[i * ldc + j] as number);
    }
  }
};

const BROKEN: readonly (readonly [string, Dgemm])[] = [
  ['ignores the second transposition', (ta, _tb, ...rest) => plain(ta, false, ...rest)],
  ['forgets the last of many products', (ta, tb, m, n, k, ...rest) => plain(ta, tb, m, n, k > 256 ? k - 1 : k, ...rest)],
  [
    'leaves the last column of odd widths',
    (ta, tb, m, n, ...rest) => plain(ta, tb, m, n > 100 && n % 4 !== 0 ? n - 1 : n, ...rest),
  ],
  [
    'ignores the old values',
    (ta, tb, m, n, k, alpha, a, lda, b, ldb, _beta, ...rest) => plain(ta, tb, m, n, k, alpha, a, lda, b, ldb, 0, ...rest),
  ],
  [
    'writes beyond a row',
    (...args) => {
      plain(...args);
      const [, , m, n, , , , , , , , c, ldc] = args;
      if (m > 30) c[n + ldc] = 0;
    },
  ],
  [
    'returns NaN',
    (...args) => {
      plain(...args);
      if (args[2] > 100) args[11][0] = Number.NaN;
    },
  ],
  [
    'rounds to float32',
    (...args) => {
      plain(...args);
      const c = args[11];
      c.set(Float32Array.from(c));
    },
  ],
  ['does nothing', () => {}],
];

describe('the check of a library', () => {
  test('passes products by plain loops', () => {
    expect(() => checkDgemm(plain)).not.toThrow();
  });

  test.each(BROKEN)('finds one that %s', (_, dgemm) => {
    expect(() => checkDgemm(dgemm)).toThrow(/^a product of \d+×\d+ by \d+×\d+.* is wrong: \S+ where \S+ is right$/);
  });
});

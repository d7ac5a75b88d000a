import { describe, expect, test } from '@jest/globals';
import type { BlasRoutines, Dgemm, Dsyrk, Dtrmm } from '../../../src/linalg/blas/bindBlas.ts';
import { checkBlas } from '../../../src/linalg/blas/selfCheck.ts';

/** A right dgemm by plain loops, whose parts the tests below break. */
const plain: Dgemm = (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += (a[transposeA ? p * lda + i : i * lda + p] as number) * (b[transposeB ? j * ldb + p : p * ldb + j] as number);
      }
      c[i * ldc + j] = alpha * sum + (beta === 0 ? 0 : beta * (c[i * ldc + j] as number));
    }
  }
};

/** The same from products of all of A with Aᵀ, of which the lower triangle is kept. */
const plainSyrk: Dsyrk = (n, k, alpha, a, lda, beta, c, ldc) => {
  const whole = c.slice();
  plain(false, true, n, n, k, alpha, a, lda, a, lda, beta, whole, ldc);
  for (let i = 0; i < n; i++) c.set(whole.subarray(i * ldc, i * ldc + i + 1), i * ldc);
};

const plainTrmm: Dtrmm = (right, transposeT, m, n, alpha, t, ldt, b, ldb) => {
  const size = right ? n : m;
  const triangle = t.map((value, at) => (at % ldt <= Math.floor(at / ldt) ? value : 0));
  const before = b.slice();
  if (right) plain(false, transposeT, m, n, size, alpha, before, ldb, triangle, ldt, 0, b, ldb);
  else plain(transposeT, false, m, n, size, alpha, triangle, ldt, before, ldb, 0, b, ldb);
};

const PLAIN: BlasRoutines = { dgemm: plain, dsyrk: plainSyrk, dtrmm: plainTrmm };

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
    'multiplies old values by zero',
    (ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
      const before = c.slice();
      plain(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      if (beta === 0)
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) c[i * ldc + j] = (c[i * ldc + j] as number) + 0 * (before[i * ldc + j] as number);
    },
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

const BROKEN_TRIANGLES: readonly (readonly [string, Partial<BlasRoutines>])[] = [
  [
    'fills both triangles in dsyrk',
    { dsyrk: (n, k, alpha, a, lda, beta, c, ldc) => plain(false, true, n, n, k, alpha, a, lda, a, lda, beta, c, ldc) },
  ],
  ['adds where dsyrk should subtract', { dsyrk: (n, k, alpha, ...rest) => plainSyrk(n, k, -alpha, ...rest) }],
  [
    'reads all of the triangle in dtrmm',
    {
      dtrmm: (right, transposeT, m, n, alpha, t, ldt, b, ldb) => {
        const before = b.slice();
        if (right) plain(false, transposeT, m, n, n, alpha, before, ldb, t, ldt, 0, b, ldb);
        else plain(transposeT, false, m, n, m, alpha, t, ldt, before, ldb, 0, b, ldb);
      },
    },
  ],
  [
    'takes the triangle on the wrong side in dtrmm',
    {
      dtrmm: (right, transposeT, m, n, ...rest) => {
        if (m === n) plainTrmm(!right, transposeT, m, n, ...rest);
        else if (!right) plainTrmm(right, !transposeT, m, n, ...rest);
        else plainTrmm(right, transposeT, m, n, ...rest);
      },
    },
  ],
];

describe('the check of a library', () => {
  test('passes products by plain loops', () => {
    expect(() => checkBlas(PLAIN)).not.toThrow();
  });

  test.each(BROKEN)('finds one that %s', (_, dgemm) => {
    expect(() => checkBlas({ ...PLAIN, dgemm })).toThrow(/^a product is wrong \(dgemm, \d+×\d+ by \d+×\d+.*\): .+$/);
  });

  test.each(BROKEN_TRIANGLES)('finds one that %s', (_, broken) => {
    expect(() => checkBlas({ ...PLAIN, ...broken })).toThrow(/^a product is wrong \(d(syrk|trmm), \d+×\d+.*\): .+$/);
  });
});

import { describe, expect, test } from '@jest/globals';
import { CholeskyDecomposition, inverse, Matrix as MlMatrix } from 'ml-matrix';
import type { Matrix } from '../../src/linalg/matrix.ts';
import { createBlasTileKernel } from '../../src/linalg/tileKernel/blasTileKernel.ts';
import type { Block, TileKernel } from '../../src/linalg/tileKernel/tileKernel.ts';
import { createWasmTileKernel } from '../../src/linalg/tileKernel/wasmTileKernel.ts';
import { expectClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA, EXACT } from '../support/tolerances.ts';
import { machineBlas, toMl } from './support.ts';

const found = await machineBlas();
const KERNELS: readonly (readonly [string, TileKernel])[] = [
  ['embedded', createWasmTileKernel(128, 256)],
  ...(found
    ? [
        ['native', createBlasTileKernel(found, 256, 512)] as const,
        ['native, of larger tiles,', createBlasTileKernel(found, 384, 384)] as const,
      ]
    : []),
];

/** A matrix as part of a larger one whose other values must not matter. */
function blockOf(m: Matrix): Block {
  const [stride, offset] = [m.cols + 3, 5];
  const data = new Float64Array(offset + m.rows * stride).fill(1e9);
  for (let i = 0; i < m.rows; i++) data.set(m.data.subarray(i * m.cols, (i + 1) * m.cols), offset + i * stride);
  return { data, offset, stride, rows: m.rows, cols: m.cols };
}

/** C as a dense matrix; what surrounds it in the array must be untouched. */
function stored(kernel: TileKernel, rows: number, cols: number, row = 0, col = 0): MlMatrix {
  const block = blockOf({ rows, cols, data: new Float64Array(rows * cols) });
  kernel.store(block, row, col);
  const outside = block.data.filter((_, at) => at < 5 || (at - 5) % block.stride >= cols);
  expect(outside.every((value) => value === 1e9)).toBe(true);
  return new MlMatrix(
    Array.from({ length: rows }, (_, i) => Array.from(block.data.subarray(5 + i * block.stride, 5 + i * block.stride + cols))),
  );
}

const lowerPart = (m: MlMatrix) => m.to2DArray().map((row, i) => row.map((value, j) => (j <= i ? value : 0)));
const triangle = (n: number, seed: number): Matrix => {
  const m = randomMatrix(n, n, seed);
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) m.data[i * n + j] = 0;
  return m;
};

describe.each(KERNELS)('the %s tile kernel', (_, kernel) => {
  const whole = kernel.tileSize;
  const sides = [1, 2, 7, 8, 9, 40, whole - 1, whole];

  describe.each(sides)('with %i rows', (rows) => {
    test.each(sides)('and %i columns adds products of any depth, plain and transposed', (cols) => {
      for (const depth of [1, 3, whole, 600]) {
        const [c, a, b] = [randomMatrix(rows, cols, 1), randomMatrix(rows, depth, 2), randomMatrix(cols, depth, 3)];
        const expected = toMl(c).sub(toMl(a).mmul(toMl(b).transpose()));
        kernel.load(blockOf(c));
        kernel.addProduct(-1, blockOf(a), blockOf(b), 'transposed');
        expectClose(stored(kernel, rows, cols).to1DArray(), expected.to1DArray(), EXACT);
        if (depth > whole) continue;
        const plain = randomMatrix(depth, cols, 4);
        kernel.addProduct(1, blockOf(a), blockOf(plain), 'plain');
        expectClose(stored(kernel, rows, cols).to1DArray(), expected.add(toMl(a).mmul(toMl(plain))).to1DArray(), EXACT);
        const tall = randomMatrix(depth, rows, 5);
        kernel.clear(rows, cols);
        kernel.addTransposedProduct(blockOf(tall), blockOf(plain));
        expectClose(stored(kernel, rows, cols).to1DArray(), toMl(tall).transpose().mmul(toMl(plain)).to1DArray(), EXACT);
      }
    });

    test.each(sides)('and %i columns multiplies by triangles', (cols) => {
      const [c, right, left] = [randomMatrix(rows, cols, 1), triangle(cols, 2), triangle(rows, 3)];
      kernel.load(blockOf(c));
      kernel.multiplyByTriangle(-1, blockOf(right), 'plain');
      expectClose(stored(kernel, rows, cols).to1DArray(), toMl(c).mmul(toMl(right)).neg().to1DArray(), EXACT);
      kernel.load(blockOf(c));
      kernel.multiplyByTriangle(1, blockOf(right), 'transposed');
      expectClose(stored(kernel, rows, cols).to1DArray(), toMl(c).mmul(toMl(right).transpose()).to1DArray(), EXACT);
      kernel.load(blockOf(c));
      kernel.premultiplyByTriangle(blockOf(left));
      expectClose(stored(kernel, rows, cols).to1DArray(), toMl(left).mmul(toMl(c)).to1DArray(), EXACT);
    });

    test('adds squares below the diagonal', () => {
      for (const depth of [1, 3, whole, 600]) {
        const [c, a] = [randomMatrix(rows, rows, 1), randomMatrix(rows, depth, 2)];
        kernel.load(blockOf(c));
        kernel.addSquare(-1, blockOf(a));
        const expected = toMl(c).sub(toMl(a).mmul(toMl(a).transpose()));
        expectClose(lowerPart(stored(kernel, rows, rows)).flat(), lowerPart(expected).flat(), EXACT);
      }
    });

    test('adds up squares of columns', () => {
      const a = randomMatrix(rows, 5, 1);
      const sums = Float64Array.of(1, 2, 3, 4, 5);
      kernel.addColumnSquares(blockOf(a), sums);
      expectClose(
        sums,
        [1, 2, 3, 4, 5].map(
          (start, j) =>
            start +
            toMl(a)
              .getColumn(j)
              .reduce((s, v) => s + v * v, 0),
        ),
        EXACT,
      );
    });
  });

  test('factors a tile and inverts the factor, whatever stands above the diagonal', () => {
    const square = toMl(randomMatrix(whole, whole, 1));
    const a = square.mmul(square.transpose());
    const lower = new CholeskyDecomposition(a.clone().add(MlMatrix.eye(whole).mul(2))).lowerTriangularMatrix;
    const upperHalfLost = a.to2DArray().map((row, i) => row.map((value, j) => (j > i ? Number.NaN : value)));
    const variances = new Float64Array(whole);
    const inverted = blockOf({ rows: whole, cols: whole, data: new Float64Array(whole * whole) });
    kernel.load(blockOf({ rows: whole, cols: whole, data: Float64Array.from(upperHalfLost.flat()) }));
    expect(kernel.factor(2, variances, inverted)).toBe(-1);
    expectClose(stored(kernel, whole, whole).to1DArray(), lower.to1DArray(), ALGEBRA);
    expectClose(
      variances,
      lower.diagonal().map((l) => l * l - 2),
      ALGEBRA,
    );
    kernel.load(inverted);
    expectClose(stored(kernel, whole, whole).to1DArray(), inverse(lower).to1DArray(), ALGEBRA);
  });

  test.each([0, 1, 63, 64, whole - 1])('names the pivot %i that is not positive', (pivot) => {
    const data = new Float64Array(whole * whole);
    for (let i = 0; i < whole; i++) data[i * (whole + 1)] = i === pivot ? -3 : 1;
    const variances = new Float64Array(whole);
    kernel.load(blockOf({ rows: whole, cols: whole, data }));
    expect(kernel.factor(0.5, variances, blockOf({ rows: whole, cols: whole, data: new Float64Array(whole * whole) }))).toBe(
      pivot,
    );
    expect(variances[pivot]).toBe(-3);
  });

  test('stores any part of what it holds', () => {
    const c = randomMatrix(9, 17, 1);
    kernel.load(blockOf(c));
    expect(stored(kernel, 3, 5, 4, 11).to2DArray()).toEqual(toMl(c).subMatrix(4, 6, 11, 15).to2DArray());
  });

  test('takes products up to its capacity', () => {
    const [a, b] = [randomMatrix(kernel.capacity, 3, 1), randomMatrix(kernel.capacity - 1, 3, 2)];
    kernel.clear(a.rows, b.rows);
    kernel.addProduct(1, blockOf(a), blockOf(b), 'transposed');
    expectClose(stored(kernel, a.rows, b.rows).to1DArray(), toMl(a).mmul(toMl(b).transpose()).to1DArray(), EXACT);
  });
});

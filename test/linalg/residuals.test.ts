// LAPACK's own measures of a factorization (xPOT01, xTRT01, xPOT02, xPOT03 of its test suite): residuals in units of n·ε·norms, which a backward
// stable method keeps of order one whatever the matrix. LAPACK calls 30 the limit.

import { afterAll, describe, expect, test } from '@jest/globals';
import { Matrix as MlMatrix } from 'ml-matrix';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import type { TileFinish } from '../../src/linalg/engine.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';
import { ThreadPool } from '../../src/linalg/threads/pool.ts';
import type { TileKernelSpec } from '../../src/linalg/tileKernel/createTileKernel.ts';
import { elementAt, sharedArray, type TiledLower, tileCount } from '../../src/linalg/tiles.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { blasEngine, machineBlas, toMl } from './support.ts';

const LIMIT = 30;

const found = await machineBlas();
const WASM: TileKernelSpec = { kind: 'wasm', tileSize: 128, capacity: 256 };
const KERNELS = [
  ['wasm', createWasmEngine(2), WASM],
  ...(found ? [['lapack', blasEngine(found, 2), { kind: 'blas', tileSize: 256, capacity: 512, library: found }] as const] : []),
] as const;
afterAll(() => Promise.all(KERNELS.map(([, engine]) => engine.close())));

/** Around every edge: strips of 8, blocks of 16 and 64, tiles of 128 and 256, pairs of tiles. */
const SIZES = [1, 2, 7, 8, 9, 16, 17, 63, 65, 127, 128, 129, 255, 256, 257, 513];

/** K and shift; K + shift·I is what is factored. */
interface Case {
  readonly k: (n: number) => Matrix;
  readonly shift: number;
}

const squareOf = (x: Matrix): Matrix => matrix(x.rows, x.rows, Float64Array.from(toMl(x).mmul(toMl(x).transpose()).to1DArray()));
const graded = (n: number): Matrix => {
  const x = randomMatrix(n, n, 5);
  // Rows that fall over twelve decades.
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) x.data[i * n + j] = (x.data[i * n + j] as number) * 10 ** ((-12 * i) / n);
  return x;
};
const relu = (n: number): Matrix => {
  const kernel = createKernel(
    { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 },
    10,
  );
  return kernel.gram(randomMatrix(n, 10, 7));
};

const CASES: readonly (readonly [string, Case])[] = [
  ['random', { k: (n) => squareOf(randomMatrix(n, n + 5, 3)), shift: 0.1 }],
  ['graded', { k: (n) => squareOf(graded(n)), shift: 1e-20 }],
  // Of rank at most five: all other eigenvalues are the shift, 1e-10 of the largest.
  ['nearly singular', { k: (n) => squareOf(randomMatrix(n, 5, 4)), shift: 1e-10 }],
  ['kernel', { k: relu, shift: 1e-6 }],
];

describe.each(KERNELS)('the %s engine', (_, engine, spec) => {
  describe.each(CASES)('on %s matrices', (_, { k, shift }) => {
    test.each(SIZES)('of size %i leaves residuals of the order of rounding', async (n) => {
      const dense = k(n);
      const a = toMl(dense).add(MlMatrix.eye(n).mul(shift));
      const given: TileFinish = {
        local: (tile, rowStart, colStart, rows, cols) => {
          for (let i = 0; i < rows; i++)
            for (let j = 0; j < cols; j++) tile[i * cols + j] = dense.data[(rowStart + i) * n + colStart + j] as number;
        },
      };
      const none = matrix(n, 0);

      // L, before it is inverted in place.
      const tiles = await engine.symmetricProduct(none, given);
      const l = lower(await factorOnly(spec, tiles, shift));
      expect(ratio(l.mmul(l.transpose()).sub(a), n, a)).toBeLessThan(LIMIT);

      const factor = await engine.factor(await engine.symmetricProduct(none, given), shift);
      const w = toMl(await factor.applyLower(identity(n)));
      expect(ratio(w.mmul(l).sub(MlMatrix.eye(n)), n, w, l)).toBeLessThan(LIMIT);

      const inverse = toMl(await factor.solve(identity(n)));
      // The product of a rounded inverse: its error is that of L, times the condition number, in every method.
      expect(ratio(inverse.mmul(a).sub(MlMatrix.eye(n)), n, inverse, a)).toBeLessThan(LIMIT);

      const b = randomMatrix(n, 3, 6);
      const x = toMl(await factor.solve(b));
      expect(ratio(a.mmul(x).sub(toMl(b)), n, a, x)).toBeLessThan(LIMIT);
    });
  });
});

/** ‖residual‖ in units of n·ε·‖a‖·‖b‖, in Frobenius norms. */
function ratio(residual: MlMatrix, n: number, a: MlMatrix, b?: MlMatrix): number {
  return residual.norm() / (n * Number.EPSILON * a.norm() * (b?.norm() ?? 1));
}

function identity(n: number): Matrix {
  const out = matrix(n, n);
  for (let i = 0; i < n; i++) out.data[i * (n + 1)] = 1;
  return out;
}

/** Does the first of the two jobs of engine.factor in this thread. */
async function factorOnly(spec: TileKernelSpec, tiles: TiledLower, shift: number): Promise<TiledLower> {
  const padded = tileCount(tiles.size, spec.tileSize) * spec.tileSize;
  const failure = new Int32Array(new SharedArrayBuffer(4));
  const [inverses, variances] = [sharedArray(padded * spec.tileSize), sharedArray(padded)];
  const job = { name: 'cholesky', spec: { matrix: tiles, shift, inverses, variances, failure } } as const;
  await new ThreadPool(1, spec).runHere(job, {});
  expect(failure[0]).toBe(0);
  return tiles;
}

function lower(tiles: TiledLower): MlMatrix {
  const out = MlMatrix.zeros(tiles.size, tiles.size);
  for (let i = 0; i < tiles.size; i++) for (let j = 0; j <= i; j++) out.set(i, j, elementAt(tiles, i, j));
  return out;
}

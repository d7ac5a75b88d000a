// K + shift·I = L Lᵀ in the tiles of K, left-looking by tile columns: each tile is read, updated by everything to its left, and finished once.

import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { TILE, type TiledLower, tileAt, tileCount, tileRows } from '../tiles.ts';
import { multiplyPacked, pack, packBuffer } from './multiplyTile.ts';

/**
 * Overwrites the lower triangle of K by the Cholesky factor L of K + shift·I. n³/3 flops.
 *
 * @returns L_ii² − shift (length n), computed before the shift is added
 * @throws AuditError NOT_POSITIVE_DEFINITE naming the first pivot that is not positive
 */
export async function factorCholesky(a: TiledLower, shift: number, run: RunOptions = {}): Promise<Float64Array> {
  const count = tileCount(a.size);
  const conditionalVariances = new Float64Array(a.size);
  const left = packBuffer(TILE, TILE);
  const right = packBuffer(TILE, TILE);
  const inverse = new Float64Array(TILE * TILE);
  const copy = new Float64Array(TILE * TILE);
  for (let j = 0; j < count; j++) {
    run.onProgress?.({ stage: 'factorization', done: j ** 3, total: 2 * count ** 3 });
    const width = tileRows(a.size, j);
    const diagonal = tileAt(a, j, j);
    for (let k = 0; k < j; k++) {
      const depth = tileRows(a.size, k);
      pack({ data: tileAt(a, j, k), offset: 0, rowStride: depth, colStride: 1 }, width, depth, left);
      multiplyPacked(diagonal, 0, width, left, left, width, width, depth, -1, true);
    }
    factorTile(diagonal, width, shift, j * TILE, a.size, conditionalVariances);
    invertTile(diagonal, width, inverse);
    for (let i = j + 1; i < count; i++) {
      throwIfCancelled(run.signal);
      await yieldToEventLoop();
      const rows = tileRows(a.size, i);
      const tile = tileAt(a, i, j);
      for (let k = 0; k < j; k++) {
        const depth = tileRows(a.size, k);
        pack({ data: tileAt(a, i, k), offset: 0, rowStride: depth, colStride: 1 }, rows, depth, left);
        pack({ data: tileAt(a, j, k), offset: 0, rowStride: depth, colStride: 1 }, width, depth, right);
        multiplyPacked(tile, 0, width, left, right, rows, width, depth, -1);
      }
      // L_ij = A_ij L_jj⁻ᵀ, as a product with the small inverse.
      copy.set(tile);
      tile.fill(0);
      pack({ data: copy, offset: 0, rowStride: width, colStride: 1 }, rows, width, left);
      pack({ data: inverse, offset: 0, rowStride: width, colStride: 1 }, width, width, right);
      multiplyPacked(tile, 0, width, left, right, rows, width, width, 1);
    }
  }
  return conditionalVariances;
}

/** Unblocked Cholesky of one diagonal tile; the strict upper part is set to zero. */
function factorTile(t: Float64Array, n: number, shift: number, start: number, size: number, variances: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = t[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (t[i * n + k] as number) * (t[j * n + k] as number);
      if (i === j) {
        const pivot = sum + shift;
        if (!(pivot > 0) || pivot === Number.POSITIVE_INFINITY) throw notPositiveDefinite(start + i, pivot, size);
        variances[start + i] = sum;
        t[i * n + i] = Math.sqrt(pivot);
      } else {
        t[i * n + j] = sum / (t[j * n + j] as number);
      }
    }
    t.fill(0, i * n + i + 1, (i + 1) * n);
  }
}

/** out = T⁻¹ for lower-triangular T, both n×n row-major; the strict upper part of `out` is zero. n³/3 flops. */
export function invertTile(t: Float64Array, n: number, out: Float64Array): void {
  out.fill(0, 0, n * n);
  for (let i = 0; i < n; i++) {
    const pivot = 1 / (t[i * n + i] as number);
    for (let k = 0; k < i; k++) {
      const factor = (t[i * n + k] as number) * pivot;
      for (let j = 0; j <= k; j++) out[i * n + j] = (out[i * n + j] as number) - factor * (out[k * n + j] as number);
    }
    out[i * n + i] = pivot;
  }
}

function notPositiveDefinite(pivot: number, value: number, size: number): AuditError {
  const cause = Number.isFinite(value)
    ? 'the kernel matrix plus noise is not positive definite, most likely because the noise variance is too small for nearly equal records'
    : 'a kernel value is not finite';
  return new AuditError(
    'NOT_POSITIVE_DEFINITE',
    {
      expected: `a positive pivot in the Cholesky factorization of the ${size} × ${size} kernel matrix`,
      got: `${value} at position ${pivot}: ${cause}`,
      try: 'a larger --noise-variance, or --noise-variance auto',
    },
    { pivot, value, size },
  );
}

// The portable engine: plain TypeScript, one thread, needs nothing. It serves machines without anything better and is the yardstick in tests.

import { throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import type { Engine, FinishTile } from '../engine.ts';
import type { Matrix } from '../matrix.ts';
import { allocateTiled, copyTiled, TILE, type TiledLower, tileAt, tileCount, tiledBytes, tileRows } from '../tiles.ts';
import { factorCholesky } from './cholesky.ts';
import { createInverseFactor } from './inverseFactor.ts';
import { invertLower } from './invertLower.ts';
import { multiplyPacked, pack, packBuffer } from './multiplyTile.ts';

/** Columns of X packed at a time; 256 × 128 doubles stay in the second-level cache. */
const DEPTH = 256;

export function createJavascriptEngine(): Engine {
  let bytes = 0;
  let peak = 0;
  const hold = (a: TiledLower): TiledLower => {
    bytes += tiledBytes(a.size);
    peak = Math.max(peak, bytes);
    return a;
  };
  return {
    name: 'javascript',
    threads: 1,
    detail: 'portable TypeScript, float64',
    get peakBytes() {
      return peak;
    },
    symmetricProduct: (x, finish, run = {}) => symmetricProduct(hold(allocateTiled(x.rows)), x, finish, run),
    copy(a) {
      const to = hold(allocateTiled(a.size));
      copyTiled(a, to);
      return to;
    },
    release(a) {
      bytes -= tiledBytes(a.size);
    },
    async factor(k, shift, run = {}) {
      const conditionalVariances = await factorCholesky(k, shift, run);
      await invertLower(k, run);
      return createInverseFactor(k, shift, conditionalVariances);
    },
  };
}

async function symmetricProduct(out: TiledLower, x: Matrix, finish: FinishTile, run: RunOptions): Promise<TiledLower> {
  const count = tileCount(x.rows);
  const total = (count * (count + 1)) / 2;
  const a = packBuffer(TILE, DEPTH);
  const b = packBuffer(TILE, DEPTH);
  let done = 0;
  for (let i = 0; i < count; i++) {
    const rows = tileRows(x.rows, i);
    for (let j = 0; j <= i; j++) {
      run.onProgress?.({ stage: 'kernel', done: done++, total });
      throwIfCancelled(run.signal);
      await yieldToEventLoop();
      const cols = tileRows(x.rows, j);
      const tile = tileAt(out, i, j);
      for (let k = 0; k < x.cols; k += DEPTH) {
        const depth = Math.min(DEPTH, x.cols - k);
        pack({ data: x.data, offset: i * TILE * x.cols + k, rowStride: x.cols, colStride: 1 }, rows, depth, a);
        pack({ data: x.data, offset: j * TILE * x.cols + k, rowStride: x.cols, colStride: 1 }, cols, depth, b);
        multiplyPacked(tile, 0, cols, a, b, rows, cols, depth, 1);
      }
      finish(tile, i * TILE, j * TILE, rows, cols);
    }
  }
  run.onProgress?.({ stage: 'kernel', done: total, total });
  return out;
}

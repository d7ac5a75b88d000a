// How is a kernel handed to the engine? As the last step of a product of inputs, in the calling thread and in others. Called by gramMatrix.ts and
// crossCovariances.ts.

import { pathToFileURL } from 'node:url';
import { packageFile } from '../base/packageFile.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { TileFinish } from '../linalg/engine.ts';
import { type PairSide, type TileFinisherOptions, tileFinisher } from './tileFinisher.ts';

/** The module that other threads load to finish tiles. */
export function tileFinisherModule(): string {
  return pathToFileURL(packageFile('dist/src/gp/tileFinisher.js')).href;
}

/** Turns inner products of `rows` with `cols` into values of the kernel; `diagonal` as in TileFinisherOptions. */
export function kernelFinish(kernel: Kernel, rows: PairSide, cols: PairSide, diagonal?: Float64Array): TileFinish {
  const local = tileFinisher({ kernel, rows, cols, diagonal });
  if (!kernel.portable) return { local };
  return {
    local,
    portable: (sharedRows, sharedCols) => ({
      module: tileFinisherModule(),
      options: {
        spec: kernel.spec,
        rows: { ...rows, inputs: sharedRows },
        cols: { ...cols, inputs: sharedCols },
        diagonal,
      } satisfies TileFinisherOptions,
    }),
  };
}

// How does a tile of inner products become kernel values and derivatives, in whichever thread it lies? As tileFinisher.ts, with the results
// transposed into three matrices. Loaded by the engine's threads under the name that crossDerivatives.ts gives them.

import { buildKernel } from '../kernels/buildKernel.ts';
import type { Kernel, KernelSpec } from '../kernels/kernel.ts';
import { productsToSquaredDistances } from '../kernels/squaredDistances.ts';
import type { FinishTile } from '../linalg/engine.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import type { CrossDerivatives } from './crossDerivatives.ts';
import type { PairSide } from './tileFinisher.ts';

export interface TileDifferentiatorOptions {
  readonly spec: KernelSpec;
  /** The queries. */
  readonly rows: PairSide;
  /** The training inputs. */
  readonly cols: PairSide;
  readonly out: CrossDerivatives;
}

/** The kernel of the last call: a search asks for the same one hundreds of times, and quadrature has tables to make. */
let last: { readonly key: string; readonly kernel: Kernel } | undefined;

export function createForThread({ spec, ...rest }: TileDifferentiatorOptions): FinishTile {
  const key = JSON.stringify([spec, rest.rows.inputs.cols]);
  if (last?.key !== key) last = { key, kernel: buildKernel(spec, rest.rows.inputs.cols) };
  return tileDifferentiator({ kernel: last.kernel, ...rest });
}

export interface TileDifferentiatorParts extends Omit<TileDifferentiatorOptions, 'spec'> {
  readonly kernel: Kernel;
}

/** For kernels that are functions of an inner product or squared distance. */
export function tileDifferentiator({ kernel, rows, cols, out }: TileDifferentiatorParts): FinishTile {
  const { pairwise } = kernel;
  let byPair = new Float64Array(0);
  let byRowNorm = new Float64Array(0);
  return (tile, rowStart, colStart, rowCount, colCount) => {
    if (byPair.length < tile.length) [byPair, byRowNorm] = [new Float64Array(tile.length), new Float64Array(tile.length)];
    const [pairPart, normPart] = [byPair.subarray(0, tile.length), byRowNorm.subarray(0, tile.length)];
    const rowNorms = rows.norms.subarray(rowStart, rowStart + rowCount);
    const colNorms = cols.norms.subarray(colStart, colStart + colCount);
    if (pairwise?.statistic === 'squaredDistance') {
      const [rowInputs, colInputs] = [slice(rows.inputs, rowStart, rowCount), slice(cols.inputs, colStart, colCount)];
      productsToSquaredDistances(tile, rowInputs, colInputs, rowNorms, colNorms);
    }
    pairwise?.applyWithDerivatives(tile, rowNorms, colNorms, pairPart, normPart);
    writeTransposed(tile, out.values, rowStart, colStart, rowCount, colCount);
    writeTransposed(pairPart, out.byPair, rowStart, colStart, rowCount, colCount);
    writeTransposed(normPart, out.byQueryNorm, rowStart, colStart, rowCount, colCount);
  };
}

function writeTransposed(tile: Float64Array, to: Matrix, rowStart: number, colStart: number, rows: number, cols: number): void {
  const { data, cols: stride } = to;
  for (let j = 0; j < cols; j++) {
    const at = (colStart + j) * stride + rowStart;
    for (let i = 0; i < rows; i++) data[at + i] = tile[i * cols + j] as number;
  }
}

function slice({ data, cols }: Matrix, start: number, count: number): Matrix {
  return matrix(count, cols, data.subarray(start * cols, (start + count) * cols));
}

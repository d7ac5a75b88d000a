// What are the prior covariances of queries with the training inputs, and how do they change when a query moves? One product on the engine's
// threads, of which each tile passes through the kernel with its derivatives. Called by the gradients of src/query.

import { pathToFileURL } from 'node:url';
import { packageFile } from '../base/packageFile.ts';
import type { RunOptions } from '../base/progress.ts';
import { finite } from '../kernels/finite.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Engine } from '../linalg/engine.ts';
import { assertColumns, type Matrix, matrix, rowSquaredNorms } from '../linalg/matrix.ts';
import { sharedArray } from '../linalg/tiles.ts';
import { type TileDifferentiatorOptions, tileDifferentiator } from './tileDifferentiator.ts';
import type { PairSide } from './tileFinisher.ts';

/** For m queries q and n records x, t = x·q or ‖x − q‖² as the kernel has it; all [n, m], in shared memory. */
export interface CrossDerivatives {
  /** k(x, q). */
  readonly values: Matrix;
  /** ∂k/∂t. */
  readonly byPair: Matrix;
  /** ∂k/∂‖q‖², t fixed. */
  readonly byQueryNorm: Matrix;
}

/** The module that other threads load for it. */
export function tileDifferentiatorModule(): string {
  return pathToFileURL(packageFile('dist/src/gp/tileDifferentiator.js')).href;
}

/**
 * Covariances and derivatives at the queries [m, d]; not for a precomputed kernel. 2mnd flops and mn kernel evaluations.
 *
 * @param inputs the records with their squared norms, which calls in a row share
 * @throws AuditError SHAPE_MISMATCH, NUMERICAL_FAILURE when a covariance is not finite, CANCELLED
 */
export async function crossDerivatives(
  engine: Engine,
  kernel: Kernel,
  queries: Matrix,
  inputs: PairSide,
  run?: RunOptions,
): Promise<CrossDerivatives> {
  assertColumns('queries', queries, inputs.inputs.cols, 'the training inputs');
  const rows = { inputs: queries, norms: rowSquaredNorms(queries) };
  const empty = () => matrix(inputs.inputs.rows, queries.rows, sharedArray(inputs.inputs.rows * queries.rows));
  const out = { values: empty(), byPair: empty(), byQueryNorm: empty() };
  const local = tileDifferentiator({ kernel, rows, cols: inputs, out });
  const portable = (sharedRows: Matrix, sharedCols: Matrix) => ({
    module: tileDifferentiatorModule(),
    options: {
      spec: kernel.spec,
      rows: { ...rows, inputs: sharedRows },
      cols: { ...inputs, inputs: sharedCols },
      out,
    } satisfies TileDifferentiatorOptions,
  });
  await engine.product(queries, inputs.inputs, { local, portable: kernel.portable ? portable : undefined }, run);
  finite('matrix of cross-covariances', out.values.data);
  return out;
}

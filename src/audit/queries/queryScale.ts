// At which scale is a query reported whose scale tells nothing? Where the kernel does not see it, at the one the record itself would have: a record
// asked at itself has v_without = σ²u, which fixes the scale of its multiples; then shrunk, if need be, to what may be asked. Called by found.ts.

import type { GaussianProcess } from '../../gp/gaussianProcess.ts';
import { rowSquaredNorms } from '../../linalg/matrix.ts';
import type { ValueRange } from '../../query/constraints/valueRange.ts';
import type { Leakage } from '../../query/evaluateQueries.ts';
import { inner } from '../../query/optimizers/optimizer.ts';
import type { Planner } from './plans.ts';

/**
 * The factor by which a query must be multiplied for v_without to be σ²u, as at a record's own query: v_without = v_with(1 + u) grows with the square
 * of the scale, and u does not depend on it. At a multiple of the record it gives back the record.
 */
export function calibratedScale({ pair, variance }: Pick<Leakage, 'pair' | 'variance'>, noiseVariance: number): number {
  const u = pair.modes[0]?.varianceRatio ?? 0;
  return Math.sqrt((noiseVariance * u) / (variance * (1 + u)));
}

/** The largest factor up to 1 by which the point lies within a range that has 0, the mean of the data, in its midst. */
export function shrinkInto({ low, high }: Pick<ValueRange, 'low' | 'high'>, point: Float64Array): number {
  let factor = 1;
  const d = low.length;
  for (let i = 0; i < point.length; i++) {
    const value = point[i] as number;
    const bound = value > 0 ? (high[i % d] as number) : (low[i % d] as number);
    if (Math.abs(value) > Math.abs(bound)) factor = Math.min(factor, bound / value);
  }
  return factor;
}

/**
 * The point at the scale at which it is reported. Of several queries none need be a multiple of a record, and one that tells nothing has no scale of
 * its own: they get the size of a record.
 *
 * @param leakage of the point as it is
 */
export function rescaled(
  gp: Pick<GaussianProcess, 'inputs' | 'noiseVariance'>,
  { range, queries, isBounded }: Pick<Planner, 'range' | 'queries' | 'isBounded'>,
  point: Float64Array,
  leakage: Pick<Leakage, 'pair' | 'variance'> | undefined,
): Float64Array {
  const own = leakage !== undefined && queries === 1 ? calibratedScale(leakage, gp.noiseVariance) : 0;
  const factor = own > 0 ? own : Math.sqrt((typicalSquaredNorm(gp) * queries) / inner(point, point));
  const scaled = point.map((value) => factor * value);
  const shrink = isBounded ? shrinkInto(range, scaled) : 1;
  return shrink < 1 ? scaled.map((value) => shrink * value) : scaled;
}

function typicalSquaredNorm({ inputs }: Pick<GaussianProcess, 'inputs'>): number {
  const norms = rowSquaredNorms(inputs).sort();
  return norms[Math.floor(norms.length / 2)] as number;
}

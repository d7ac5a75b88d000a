// How large is a record of which only the direction is known, and on which side of the mean does it lie? An attacker who knows the other records can
// test a size: at the record the prediction must differ from its label by σ²α_s, and both α_s and the prediction follow from the size assumed, as do the
// answers at the probes. Called by predictionAttack.ts.
// For x_c = c·x with pattern k_c = k(probes, x_c):   â = Rᵀk_c/‖k_c‖²,   μ̂ = Σ_{j≠s} α̂_j k(x_j, x_c) + â k(x_c, x_c),
// and the mismatch is √(‖y − μ̂ − σ²â‖² + ‖R − k_c âᵀ‖²), the least over the labels y there are.

import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import { innerProducts } from '../kernels/innerProducts.ts';
import type { Kernel, PairwiseMap } from '../kernels/kernel.ts';
import { dot, type Matrix, matrix, rowOf, rowSquaredNorms } from '../linalg/matrix.ts';
import type { Observation } from './observation.ts';

/** Sizes tried, relative to the median norm of the other records: from a fifth to five times. */
const REACH = 5;
const GRID = 48;
/** Each refinement looks again between the neighbours of the best size, with as many points; three leave 3e-6. */
const REFINEMENTS = 3;
/** Sizes that explain label and answers nearly as well as the best one: the one nearest to the median norm is taken. */
const AS_GOOD = 10;
const MISMATCH_FLOOR = 1e-4;

export interface SizedTarget {
  /** Its index among the records of the observation. */
  readonly index: number;
  /** Its position among the training inputs. */
  readonly position: number;
}

/**
 * The input with its size, on the side that explains more. O((n + 2N)(d + CS)) for S ≈ 600 sizes tried, since covariances depend on the size through
 * inner products known beforehand.
 *
 * @param direction [d], of any norm but zero
 */
export function scaledByLabel(
  gp: GaussianProcess,
  observation: Observation,
  target: SizedTarget,
  direction: Float64Array,
): Float64Array {
  const typical = 0.5 * Math.log(typicalSquaredNorm(gp, target.position) / dot(direction, direction));
  const sides = [direction, direction.map((value) => 0 - value)].map((side) => ({
    side,
    low: bestSize(mismatchOf(gp, observation, target, side), typical),
  })) as [Sided, Sided];
  const { side, low } = sides[1].low.mismatch < sides[0].low.mismatch ? sides[1] : sides[0];
  const size = Math.exp(low.log);
  return side.map((value) => size * value);
}

/** The median of the squared norms of the records other than the one at the position, which is unknown. */
export function typicalSquaredNorm({ inputs }: GaussianProcess, position: number): number {
  const norms = rowSquaredNorms(inputs)
    .filter((_, j) => j !== position)
    .sort();
  return norms[Math.floor(norms.length / 2)] as number;
}

interface Sided {
  readonly side: Float64Array;
  readonly low: Low;
}

function bestSize(mismatch: (log: number) => number, typical: number): Low {
  const step = (2 * Math.log(REACH)) / (GRID - 1);
  const logs = Array.from({ length: GRID }, (_, i) => typical - Math.log(REACH) + i * step);
  const coarse = logs.map(mismatch);
  const lows = logs.filter((_, i) => isLow(coarse, i)).map((log) => refine(mismatch, log, step));
  const best = Math.min(...lows.map((low) => low.mismatch));
  const [nearest] = lows
    .filter((low) => low.mismatch <= AS_GOOD * best + MISMATCH_FLOOR)
    .sort((a, b) => Math.abs(a.log - typical) - Math.abs(b.log - typical)) as [Low];
  return nearest;
}

interface Low {
  readonly log: number;
  readonly mismatch: number;
}

function isLow(values: readonly number[], i: number): boolean {
  const [before = Number.POSITIVE_INFINITY, here, after = Number.POSITIVE_INFINITY] = [
    values[i - 1],
    values[i] as number,
    values[i + 1],
  ];
  return here <= before && here < after;
}

function refine(mismatch: (log: number) => number, log: number, step: number): Low {
  let low: Low = { log, mismatch: mismatch(log) };
  let width = step;
  for (let round = 0; round < REFINEMENTS; round++) {
    const centre = low.log;
    for (let i = 0; i < GRID; i++) {
      const tried = centre + width * ((2 * i) / (GRID - 1) - 1);
      const value = mismatch(tried);
      if (value < low.mismatch) low = { log: tried, mismatch: value };
    }
    width *= 2 / (GRID - 1);
  }
  return low;
}

/** How badly the size e^log·direction explains the answers at the probes and any label, in target units. */
function mismatchOf(
  gp: GaussianProcess,
  { probes, weights, unexplained: observed }: Observation,
  { index, position }: SizedTarget,
  direction: Float64Array,
): (log: number) => number {
  const { kernel, inputs, noiseVariance } = gp;
  const outputs = weights.cols;
  const labels = labelsThereAre(gp.targets, position);
  const row = matrix(1, direction.length, direction);
  const atProbes = covariancesAlong(kernel, row, probes);
  const atRecords = covariancesAlong(kernel, row, inputs);
  const answers = (observed[index] as Matrix).data;
  return (log) => {
    const size = Math.exp(log);
    const pattern = atProbes(size);
    const covariances = atRecords(size);
    covariances[position] = 0;
    const square = dot(pattern, pattern);
    const [own] = (kernel.pairwise as PairwiseMap).diagonal(
      rowSquaredNorms(row).map((norm) => size * size * norm),
    ) as unknown as [number];
    const rest = new Float64Array(outputs);
    let unexplained = 0;
    for (let c = 0; c < outputs; c++) {
      let [alpha, mean] = [0, 0];
      for (let q = 0; q < pattern.length; q++) alpha += (pattern[q] as number) * (answers[q * outputs + c] as number);
      alpha /= square;
      for (let q = 0; q < pattern.length; q++) {
        unexplained += ((answers[q * outputs + c] as number) - alpha * (pattern[q] as number)) ** 2;
      }
      for (let j = 0; j < covariances.length; j++) mean += (covariances[j] as number) * (weights.data[j * outputs + c] as number);
      rest[c] = mean + alpha * (own + noiseVariance);
    }
    const misses = labels.map((label) => label.reduce((sum, y, c) => sum + (y - (rest[c] as number)) ** 2, 0));
    return Math.sqrt(Math.min(...misses) + unexplained);
  };
}

/** k(size · x, z_j) for all z as a function of the size. */
function covariancesAlong({ pairwise }: Kernel, x: Matrix, others: Matrix): (size: number) => Float64Array {
  const products = innerProducts(x, others).data;
  const norms = rowSquaredNorms(others);
  const [norm] = rowSquaredNorms(x) as unknown as [number];
  const isDistance = pairwise?.statistic === 'squaredDistance';
  return (size) => {
    const rowNorm = size * size * norm;
    const tile = products.map((product, j) =>
      isDistance ? rowNorm + (norms[j] as number) - 2 * size * product : size * product,
    );
    pairwise?.apply(tile, Float64Array.of(rowNorm), norms);
    return tile;
  };
}

/** The labels of the other records, and one like them for each output that none of them has as its class; that of the record itself is unknown. */
function labelsThereAre(targets: Matrix, position: number): Float64Array[] {
  const rows = Array.from({ length: targets.rows }, (_, i) => rowOf(targets, i)).filter((_, i) => i !== position);
  const [known = new Float64Array(targets.cols)] = rows;
  const own = known.reduce((best, value, c) => (value > (known[best] as number) ? c : best), 0);
  const classes = Array.from(known.keys(), (c) => {
    const label = known.slice();
    [label[own], label[c]] = [known[c] as number, known[own] as number];
    return label;
  });
  return [...new Map([...rows, ...classes].map((row) => [row.join(), row])).values()];
}

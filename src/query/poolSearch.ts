// Which rows of a public pool tell most about each target, when nothing else may be asked? The answers to all rows are computed once for all targets;
// m rows are then chosen one by one, and exchanged as long as that gains. Called by the pipelines in src/audit.
// A row q added to chosen rows Q raises M = FᵀΣ⁻¹F by r rᵀ/s, with r = f_q − F_Qᵀ Σ_QQ⁻¹ Σ_Qq and s = Σ_qq − Σ_qQ Σ_QQ⁻¹ Σ_Qq.

import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import { crossCovariances } from '../gp/crossCovariances.ts';
import { type GaussianProcess, multiply, transpose } from '../gp/gaussianProcess.ts';
import { dot, type Matrix, matrix, rowOf } from '../linalg/matrix.ts';
import { type Objective, ratioSlope, slopesAt } from './objective.ts';
import type { Target, Targets } from './target.ts';

/** Rows whose covariances are computed together. */
const BLOCK = 512;
/** Largest memory for what several rows asked together need of each other, 4 GiB. */
const MOST_VALUES = 2 ** 29;
/** Exchanges of one chosen row for another. */
const MOST_EXCHANGES = 50;

/** What the model answers at every row of a pool. */
export interface PoolAnswers {
  readonly pool: Matrix;
  /** F of every target beside each other, [N, Σg]. */
  readonly factors: Matrix;
  /** Σ_qq, [N]. */
  readonly variances: Float64Array;
  /** W k(X, q) as rows, [N, n]; undefined where rows are only ever asked alone. */
  readonly whitened: Matrix | undefined;
}

/**
 * Answers at all rows of the pool. 4N n² + 2N n d flops.
 *
 * @param together whether rows will be asked together
 * @throws AuditError TOO_LARGE, NUMERICAL_FAILURE, CANCELLED
 */
export async function answerPool(
  gp: GaussianProcess,
  targets: Targets,
  pool: Matrix,
  together: boolean,
  run: RunOptions = {},
): Promise<PoolAnswers> {
  const n = gp.inputs.rows;
  if (together && pool.rows * n > MOST_VALUES) throw tooLarge(pool.rows, n);
  const factors = matrix(pool.rows, targets.influence.cols);
  const variances = gp.kernel.diagonal(pool);
  const whitened = together ? matrix(pool.rows, n) : undefined;
  for (let start = 0; start < pool.rows; start += BLOCK) {
    run.onProgress?.({ stage: 'pool', done: start, total: pool.rows });
    const rows = Math.min(BLOCK, pool.rows - start);
    const block = matrix(rows, pool.cols, pool.data.subarray(start * pool.cols, (start + rows) * pool.cols));
    const cross = await crossCovariances(gp.engine, gp.kernel, block, gp.inputs, { signal: run.signal });
    factors.data.set(multiply(cross, targets.influence).data, start * factors.cols);
    const solved = transpose(await gp.factor.applyLower(transpose(cross), { signal: run.signal }));
    for (let i = 0; i < rows; i++) {
      const v = rowOf(solved, i);
      variances[start + i] = (variances[start + i] as number) - dot(v, v);
      whitened?.data.set(v, (start + i) * n);
    }
  }
  run.onProgress?.({ stage: 'pool', done: pool.rows, total: pool.rows });
  return { pool, factors, variances, whitened };
}

export interface PoolChoice {
  /** Indices of the chosen rows. */
  readonly rows: readonly number[];
  /** φ. */
  readonly value: number;
}

/**
 * The m rows that tell most about the target, by greedy choice and exchanges: for one row the best there is, for several a local optimum.
 * O(N m (g² + n)) a round.
 *
 * @param allowed rows that may be asked
 * @throws AuditError OPTION_INVALID for fewer allowed rows than queries, CANCELLED
 */
export async function choosePoolRows(
  gp: GaussianProcess,
  answers: PoolAnswers,
  objective: Objective,
  target: Target,
  m: number,
  allowed: readonly number[],
  run: RunOptions = {},
): Promise<PoolChoice> {
  if (allowed.length < m) {
    throw new AuditError('OPTION_INVALID', {
      expected: `at least ${m} rows of the pool that may be asked`,
      got: `${allowed.length}`,
      try: 'a larger pool, a smaller --exclude-radius, or fewer --queries',
    });
  }
  let chosen: number[] = [];
  let value = Number.NEGATIVE_INFINITY;
  while (chosen.length < m) {
    ({ rows: chosen, value } = bestAddition(gp, answers, objective, target, chosen, allowed));
    await yieldToEventLoop();
    throwIfCancelled(run.signal);
  }
  for (let exchange = 0, kept = 0; m > 1 && kept < m && exchange < MOST_EXCHANGES; exchange++) {
    const [oldest, ...others] = chosen as [number, ...number[]];
    const best = bestAddition(gp, answers, objective, target, others, allowed);
    kept = best.rows.at(-1) === oldest ? kept + 1 : 0;
    ({ rows: chosen, value } = best);
    await yieldToEventLoop();
    throwIfCancelled(run.signal);
  }
  return { rows: chosen, value };
}

/** The chosen rows and the one that gains most with them. */
function bestAddition(
  gp: GaussianProcess,
  answers: PoolAnswers,
  objective: Objective,
  target: Target,
  chosen: readonly number[],
  allowed: readonly number[],
): { rows: number[]; value: number } {
  const valueWith = objective === 'mean-distance' ? meanDistanceWith : ratioWith;
  const told = valueWith(gp, answers, objective as 'kl', target, chosen);
  let [best, value] = [allowed.find((row) => !chosen.includes(row)) as number, Number.NEGATIVE_INFINITY];
  for (const row of allowed) {
    if (chosen.includes(row)) continue;
    const candidate = told(row);
    if (candidate > value) [best, value] = [row, candidate];
  }
  return { rows: [...chosen, best], value };
}

type ValueWith = (
  gp: GaussianProcess,
  answers: PoolAnswers,
  objective: 'kl' | 'auc',
  target: Target,
  chosen: readonly number[],
) => (row: number) => number;

const meanDistanceWith: ValueWith =
  (_, { factors }, __, target, chosen) =>
  (row) =>
    slopesAt('mean-distance', target, factorsOf(factors, target, [...chosen, row]), matrix(0, 0), new Float64Array())?.value ??
    Number.NEGATIVE_INFINITY;

const ratioWith: ValueWith = (gp, answers, objective, target, chosen) => {
  const { factors, variances, pool, whitened } = answers;
  const g = target.records.length;
  // Rows of L⁻¹F and of L⁻¹W k for the chosen rows, one after the other, with LLᵀ their covariance.
  const basis: {
    readonly row: number;
    readonly factor: Float64Array;
    readonly scale: number;
    readonly shares: readonly number[];
  }[] = [];
  const reduce = (row: number) => {
    const rest = rowOf(factorsOf(factors, target, [row]), 0).slice();
    let variance = variances[row] as number;
    const shares: number[] = [];
    for (const one of basis) {
      let covariance = covarianceOf(gp, pool, whitened as Matrix, row, one.row);
      one.shares.forEach((share, k) => {
        covariance -= share * (shares[k] as number);
      });
      const share = covariance / one.scale;
      shares.push(share);
      variance -= share * share;
      for (let c = 0; c < g; c++) rest[c] = (rest[c] as number) - share * (one.factor[c] as number);
    }
    return { rest, variance, shares };
  };
  for (const row of chosen) {
    const { rest, variance, shares } = reduce(row);
    const scale = Math.sqrt(variance);
    basis.push({ row, factor: rest.map((value) => value / scale), scale, shares });
  }
  const ratio = matrix(g, g);
  for (const { factor } of basis) addOuter(ratio, factor, 1);
  return (row) => {
    const { rest, variance } = reduce(row);
    // A row whose answer follows from the others' adds nothing, and what rounding leaves of it says nothing.
    if (!(variance > 1e-9 * (variances[row] as number))) return Number.NEGATIVE_INFINITY;
    const raised = matrix(g, g, ratio.data.slice());
    addOuter(raised, rest, 1 / variance);
    const { value } = ratioSlope(objective, target, raised);
    return Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
  };
};

function factorsOf({ cols, data }: Matrix, { column, records }: Target, rows: readonly number[]): Matrix {
  const g = records.length;
  const out = matrix(rows.length, g);
  rows.forEach((row, i) => {
    out.data.set(data.subarray(row * cols + column, row * cols + column + g), i * g);
  });
  return out;
}

/** Σ between two rows of the pool. */
function covarianceOf({ kernel }: GaussianProcess, pool: Matrix, whitened: Matrix, a: number, b: number): number {
  const [left, right] = [a, b].map((row) => matrix(1, pool.cols, rowOf(pool, row))) as [Matrix, Matrix];
  return (kernel.cross(left, right).data[0] as number) - dot(rowOf(whitened, a), rowOf(whitened, b));
}

function addOuter(to: Matrix, vector: Float64Array, weight: number): void {
  for (let i = 0, at = 0; i < vector.length; i++) {
    for (let j = 0; j < vector.length; j++, at++) {
      to.data[at] = (to.data[at] as number) + weight * (vector[i] as number) * (vector[j] as number);
    }
  }
}

function tooLarge(rows: number, n: number): AuditError {
  return new AuditError('TOO_LARGE', {
    expected: `at most ${Math.floor(MOST_VALUES / n)} rows in the pool when several are asked together`,
    got: `${rows}`,
    try: '--queries 1, or a smaller pool',
  });
}

// What does a record leak, by the plainest route? Two posteriors fitted from nothing, with and without the record, by Gaussian elimination on
// nested arrays, with kernels written out from their formulas. Shares no code with src/; slow, and meant to be.

export type Kernel = (x: readonly number[], z: readonly number[]) => number;

const dot = (x: readonly number[], z: readonly number[]) => x.reduce((sum, value, i) => sum + value * (z[i] as number), 0);
const squaredDistance = (x: readonly number[], z: readonly number[]) =>
  x.reduce((sum, value, i) => sum + (value - (z[i] as number)) ** 2, 0);

export const rbf =
  (gamma: number, variance: number): Kernel =>
  (x, z) =>
    variance * Math.exp((-gamma * squaredDistance(x, z)) / x.length);

export const matern =
  (smoothness: 0.5 | 1.5 | 2.5, gamma: number, variance: number): Kernel =>
  (x, z) => {
    const r = Math.sqrt((2 * smoothness * gamma * squaredDistance(x, z)) / x.length);
    const polynomial = smoothness === 0.5 ? 1 : smoothness === 1.5 ? 1 + r : 1 + r + (r * r) / 3;
    return variance * polynomial * Math.exp(-r);
  };

export const linear =
  (weightVariance: number, biasVariance: number): Kernel =>
  (x, z) =>
    (weightVariance * dot(x, z)) / x.length + biasVariance;

/** relu network: Cho and Saul 2009, equations 3 and 6 with n = 1; NTK by the recursion of Jacot et al. 2018. */
export const reluNetwork =
  (output: 'nngp' | 'ntk', depth: number, weightVariance: number, biasVariance: number): Kernel =>
  (x, z) => {
    const first = linear(weightVariance, biasVariance);
    let [k, kx, kz] = [first(x, z), first(x, x), first(z, z)];
    let tangent = k;
    for (let layer = 0; layer < depth; layer++) {
      const norm = Math.sqrt(kx * kz);
      const cosine = Math.min(1, Math.max(-1, k / norm));
      const angle = Math.acos(cosine);
      const derivative = (Math.PI - angle) / (2 * Math.PI);
      k = weightVariance * ((norm * Math.sin(angle)) / (2 * Math.PI) + norm * cosine * derivative) + biasVariance;
      [kx, kz] = [kx, kz].map((value) => (weightVariance * value) / 2 + biasVariance) as [number, number];
      tangent = k + weightVariance * derivative * tangent;
    }
    return output === 'nngp' ? k : tangent;
  };

/** A⁻¹B by elimination with row exchanges. */
export function solve(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  const rows = a.map((row, i) => [...row, ...(b[i] as readonly number[])]);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column; i < n; i++) {
      if (Math.abs(rows[i]?.[column] as number) > Math.abs(rows[pivot]?.[column] as number)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const top = rows[column] as number[];
    for (const [i, row] of rows.entries()) {
      if (i === column) continue;
      const factor = (row[column] as number) / (top[column] as number);
      for (let j = column; j < row.length; j++) row[j] = (row[j] as number) - factor * (top[j] as number);
    }
  }
  return rows.map((row, i) => row.slice(n).map((value) => value / (row[i] as number)));
}

/** Posterior mean of each output, and the variance they share, at one query. */
function posteriorAt(
  kernel: Kernel,
  x: readonly number[][],
  y: readonly number[][],
  noiseVariance: number,
  query: readonly number[],
) {
  const gram = x.map((a, i) => x.map((b, j) => kernel(a, b) + (i === j ? noiseVariance : 0)));
  const cross = x.map((a) => kernel(a, query));
  const solved = solve(
    gram,
    y.map((targets, i) => [...targets, cross[i] as number]),
  );
  const weighted = (column: number) => solved.reduce((sum, row, i) => sum + (cross[i] as number) * (row[column] as number), 0);
  const outputs = y[0]?.length ?? 0;
  return {
    mean: Array.from({ length: outputs }, (_, c) => weighted(c)),
    variance: kernel(query, query) - weighted(outputs),
  };
}

export interface Refit {
  readonly kl: number;
  readonly klReverse: number;
  readonly meanDistance: number;
  readonly wasserstein2: number;
  readonly hellinger: number;
  readonly varianceRatio: number;
  readonly meanShift: number;
}

/**
 * LOOD of record s at its own query from both posteriors.
 *
 * @param x inputs as the kernel sees them
 * @param classes class index of each record; targets are one-hot less 1/C
 */
export function refit(
  kernel: Kernel,
  x: readonly number[][],
  classes: readonly number[],
  noiseVariance: number,
  s: number,
): Refit {
  const count = Math.max(...classes) + 1;
  const y = classes.map((label) => Array.from({ length: count }, (_, c) => (c === label ? 1 : 0) - 1 / count));
  const query = x[s] as number[];
  const leftOut = <T>(values: readonly T[]) => values.filter((_, i) => i !== s);
  const inside = posteriorAt(kernel, x, y, noiseVariance, query);
  const outside = posteriorAt(kernel, leftOut(x), leftOut(y), noiseVariance, query);
  const shift = inside.mean.reduce((sum, value, c) => sum + (value - (outside.mean[c] as number)) ** 2, 0);
  const [vIn, vOut] = [inside.variance, outside.variance];
  const kl = (v: number, w: number) => 0.5 * (count * (Math.log(w / v) - 1 + v / w) + shift / w);
  const overlap = ((2 * Math.sqrt(vIn * vOut)) / (vIn + vOut)) ** (count / 2) * Math.exp(-shift / (4 * (vIn + vOut)));
  return {
    kl: kl(vOut, vIn),
    klReverse: kl(vIn, vOut),
    meanDistance: shift / (2 * count),
    wasserstein2: Math.sqrt(shift + count * (Math.sqrt(vOut) - Math.sqrt(vIn)) ** 2),
    hellinger: Math.sqrt(1 - overlap),
    varianceRatio: vOut / vIn - 1,
    meanShift: Math.sqrt(shift / vIn),
  };
}

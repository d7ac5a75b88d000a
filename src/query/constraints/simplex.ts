// What is the nearest point whose categories are shares that add up to 1, and which way can shares change? For one group of places of a row, with
// distances taken in standardized values, in which kernels and gradients measure. Called by room.ts.
//
// A share is raw_j = s_j u_j, u_j = x_j − low_j ≥ 0 with low_j the standardized 0. Both problems are min Σ (u_j − v_j)² under Σ s_j u_j = c, whose
// solution is u_j = v_j − μ s_j, cut at 0 where a bound is felt. Places are cut in rounds until none is left that falls below (Michelot 1986).

/** A group of places of a row. */
export interface Simplex {
  readonly start: number;
  /** s_j, the scale of each place. */
  readonly scale: Float64Array;
  /** The standardized 0 of each place. */
  readonly low: Float64Array;
}

/** Share at which a category counts as absent: rounding, where a row was moved out of what is excluded. */
const ABSENT = 1e-10;

/** Moves a row's group, in place, to the nearest point of the simplex. Up to g rounds of O(g), usually three. */
export function projectOntoSimplex({ start, scale, low }: Simplex, row: Float64Array): void {
  const values = Float64Array.from(low, (bound, k) => (row[start + k] as number) - bound);
  cutToTotal(values, scale, 1, () => true);
  for (let k = 0; k < low.length; k++) row[start + k] = (low[k] as number) + (values[k] as number);
}

/** The part of a direction, in place, along which shares keep their sum and absent ones do not fall: the nearest such direction. */
export function confineToSimplex({ start, scale, low }: Simplex, row: Float64Array, direction: Float64Array): void {
  const values = direction.subarray(start, start + low.length);
  const isAbsent = (k: number) => ((row[start + k] as number) - (low[k] as number)) * (scale[k] as number) <= ABSENT;
  cutToTotal(values, scale, 0, isAbsent);
}

/** Distance in standardized values from the plane of sum 1, or from the bound of the share that is most below 0. */
export function distanceFromSimplex({ start, scale, low }: Simplex, row: Float64Array): number {
  let sum = 0;
  let squares = 0;
  let below = 0;
  for (let k = 0; k < low.length; k++) {
    const u = (row[start + k] as number) - (low[k] as number);
    sum += (scale[k] as number) * u;
    squares += (scale[k] as number) ** 2;
    below = Math.max(below, -u);
  }
  return Math.max(below, Math.abs(sum - 1) / Math.sqrt(squares));
}

/** v → v − μ s in place with Σ s v = total, where the bounded ones do not fall below 0. */
function cutToTotal(values: Float64Array, scale: Float64Array, total: number, isBounded: (k: number) => boolean): void {
  const cut = new Uint8Array(values.length);
  for (;;) {
    let product = -total;
    let squares = 0;
    for (let k = 0; k < values.length; k++) {
      if (cut[k]) continue;
      product += (scale[k] as number) * (values[k] as number);
      squares += (scale[k] as number) ** 2;
    }
    const mu = squares > 0 ? product / squares : 0;
    let fell = false;
    for (let k = 0; k < values.length; k++) {
      if (cut[k] || !isBounded(k) || !((values[k] as number) < mu * (scale[k] as number))) continue;
      cut[k] = 1;
      fell = true;
    }
    if (fell) continue;
    for (let k = 0; k < values.length; k++) values[k] = cut[k] ? 0 : (values[k] as number) - mu * (scale[k] as number);
    return;
  }
}

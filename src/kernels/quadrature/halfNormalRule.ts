// Which nodes integrate over one side of a normal distribution, whatever the integrand does at 0? Those of a double-exponential formula
// (Takahasi and Mori 1974): the trapezoidal rule in t with x²/2 = exp(t − e⁻ᵗ). Called by momentTable.ts and pairExpectations.ts.
// Nodes crowd towards 0, so kinks there and steep parts beside them are resolved at any scale, and the error falls geometrically in
// 1/step for every integrand that is analytic for x > 0.

export interface HalfNormalRule {
  /** x > 0, ascending. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Beyond these, at x = 2e-19 and x = 13, the weights are below 1e-18 and 1e-36. */
const FIRST = -4.4;
const LAST = 4.43;

/** ∫₀^∞ g(x) exp(−x²/2) dx = Σ w g(x); 45 nodes at a step of 0.2. */
export function halfNormalRule(step: number): HalfNormalRule {
  const start = Math.ceil(FIRST / step);
  const ts = Float64Array.from({ length: Math.floor(LAST / step) - start + 1 }, (_, n) => (start + n) * step);
  const halfSquares = ts.map((t) => Math.exp(t - Math.exp(-t)));
  return {
    nodes: halfSquares.map((v) => Math.sqrt(2 * v)),
    weights: halfSquares.map((v, i) => step * (1 + Math.exp(-(ts[i] as number))) * Math.sqrt(v / 2) * Math.exp(-v)),
  };
}

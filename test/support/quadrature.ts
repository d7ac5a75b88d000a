// What is a Gaussian expectation, computed without any of the library's quadrature? Composite five-point Gauss panels, plain and slow.
// Serves the tests of src/kernels.

/** Five-point Gauss–Legendre on [−1, 1], in closed form. */
const INNER = Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3;
const OUTER = Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3;
const INNER_WEIGHT = (322 + 13 * Math.sqrt(70)) / 900;
const OUTER_WEIGHT = (322 - 13 * Math.sqrt(70)) / 900;
const NODES = [-OUTER, -INNER, 0, INNER, OUTER];
const WEIGHTS = [OUTER_WEIGHT, INNER_WEIGHT, 128 / 225, INNER_WEIGHT, OUTER_WEIGHT];

// Bound once: looking up a global is slow in the contexts that tests run in, and these are called millions of times.
const { ceil, exp, max, min, sqrt } = Math;

/** Standard deviations covered on either side. */
const REACH = 9;

/** E[f(x)] for x standard normal, by panels of at most `width` that also end at `split`, a kink of f. Error O(width¹⁰) on smooth pieces. */
export function expectation(f: (x: number) => number, split = 0, width = 0.1): number {
  const middle = min(max(split, -REACH), REACH);
  return (panelSum(f, -REACH, middle, width) + panelSum(f, middle, REACH, width)) / sqrt(2 * Math.PI);
}

function panelSum(f: (x: number) => number, left: number, right: number, width: number): number {
  const panels = ceil((right - left) / width);
  const half = (right - left) / (2 * panels);
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    for (let i = 0; i < 5; i++) {
      const x = left + half * (2 * panel + 1 + (NODES[i] as number));
      sum += half * (WEIGHTS[i] as number) * f(x) * exp(-0.5 * x * x);
    }
  }
  return sum;
}

/**
 * E[f(u) g(v)] for centred normal u, v of variances p, q and correlation c, by v = √q (c x + √(1 − c²) y): an outer expectation over x
 * and an inner one over y, both split where the argument of f or g is 0. About 1e-12 for |c| ≤ 0.95 and variances up to about 5.
 */
export function pairExpectation(
  f: (x: number) => number,
  g: (x: number) => number,
  p: number,
  q: number,
  c: number,
  width = 0.1,
): number {
  const s = sqrt((1 - c) * (1 + c));
  const deviation = sqrt(q);
  if (s === 0) return expectation((x) => f(sqrt(p) * x) * g(c * deviation * x), 0, width);
  return expectation((x) => f(sqrt(p) * x) * expectation((y) => g(deviation * (c * x + s * y)), (-c * x) / s, width), 0, width);
}

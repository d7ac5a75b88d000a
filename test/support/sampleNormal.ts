// Which normal probabilities does sampleResult.ts use? Its own small Φ and Φ⁻¹, so that samples do not depend on the code under test.

/** Φ(x), to about 1e-15 absolutely: power series near the centre, continued fraction in the tails. */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  let upper: number;
  if (z < 4) {
    let term = z;
    let sum = z;
    for (let k = 1; k < 80; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
      if (term < 1e-17 * sum) break;
    }
    upper = 0.5 - density * sum;
  } else {
    let fraction = z;
    for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
    upper = density / fraction;
  }
  return x > 0 ? 1 - upper : upper;
}

const inverses = new Map<number, number>();

/** Φ⁻¹(p) by bisection, each p once (samples ask for the same few rates again and again); ±Infinity at the ends. */
export function inverseNormal(p: number): number {
  const known = inverses.get(p);
  if (known !== undefined) return known;
  if (p <= 0 || p >= 1) return p <= 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let low = -40;
  let high = 40;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  inverses.set(p, (low + high) / 2);
  return (low + high) / 2;
}

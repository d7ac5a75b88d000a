// Where does a continuous function of one number change its sign? False position in the variant of Illinois, with a bisection where it is slow.
// Called by the projections of this folder, which are all found from one or two such numbers.

const MOST_STEPS = 200;

/**
 * x between `inside` and `outside`, at which f is positive and not positive: a point with |f(x)| ≤ tolerance, or the outer end of a bracket that
 * float64 cannot divide. About eight evaluations where f is smooth.
 */
export function crossing(f: (x: number) => number, inside: number, outside: number, tolerance: number): number {
  let [a, b] = [inside, outside];
  let [fa, fb] = [f(a), f(b)];
  if (Math.abs(fb) <= tolerance) return b;
  for (let step = 0; step < MOST_STEPS; step++) {
    const width = Math.abs(b - a);
    if (width <= 2 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b))) break;
    const guess = a + (b - a) * (fa / (fa - fb));
    // Every third step halves the bracket, whatever the others achieve.
    const x = step % 3 === 2 || !isBetween(guess, a, b) ? a + (b - a) / 2 : guess;
    const fx = f(x);
    if (Math.abs(fx) <= tolerance) return x;
    if (fx > 0) {
      [a, fa] = [x, fx];
      fb /= 2;
    } else {
      [b, fb] = [x, fx];
      fa /= 2;
    }
  }
  return b;
}

function isBetween(x: number, a: number, b: number): boolean {
  return x > Math.min(a, b) && x < Math.max(a, b);
}

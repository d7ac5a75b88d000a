// Where does a continuous function of one number change its sign? False position in the variant of Anderson and Björck, with a bisection where it is slow.
// Called by the projections of this folder, which are all found from one or two such numbers.

const MOST_STEPS = 200;

/**
 * x between `inside` and `outside`, at which f is positive and not positive: a point with |f(x)| ≤ tolerance, or the outer end of a bracket that
 * float64 cannot divide. About six evaluations where f is smooth, three where it is a straight line.
 */
export function crossing(f: (x: number) => number, inside: number, outside: number, tolerance: number): number {
  let [a, b] = [inside, outside];
  let [fa, fb] = [f(a), f(b)];
  if (Math.abs(fb) <= tolerance) return b;
  let halved = Math.abs(b - a);
  let last = 0;
  for (let step = 1; step < MOST_STEPS; step++) {
    const width = Math.abs(b - a);
    if (width <= 2 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b))) break;
    // A bisection where three steps have not halved the bracket.
    const isSlow = step % 3 === 0 && width > halved / 2;
    if (step % 3 === 0) halved = width;
    const guess = a + (b - a) * (fa / (fa - fb));
    const x = isSlow || !isBetween(guess, a, b) ? a + (b - a) / 2 : guess;
    const fx = f(x);
    if (Math.abs(fx) <= tolerance) return x;
    // An end that stays twice counts for less, so that the next guess falls beyond the root.
    const side = Math.sign(fx) || -1;
    if (side > 0) {
      if (last === side) fb *= lessened(fx, fa);
      [a, fa] = [x, fx];
    } else {
      if (last === side) fa *= lessened(fx, fb);
      [b, fb] = [x, fx];
    }
    last = side;
  }
  return b;
}

/** The factor of Anderson and Björck (1973), or that of Illinois where theirs is of no use. */
function lessened(value: number, before: number): number {
  const left = 1 - value / before;
  return left > 0 ? left : 0.5;
}

function isBetween(x: number, a: number, b: number): boolean {
  return x > Math.min(a, b) && x < Math.max(a, b);
}

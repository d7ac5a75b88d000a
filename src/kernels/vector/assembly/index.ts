// The arc-cosine layer over a tile of pairs, two pairs at a time. AssemblyScript, compiled to WebAssembly SIMD.
// Formulas and coefficients are those of activations/piecewiseLinear.ts and activations/arcCosine.ts, in the same order of
// operations and without fused multiply-add, so that both give the same numbers.

// @ts-ignore: AssemblyScript decorator
@inline
function splat(x: f64): v128 {
  return f64x2.splat(x);
}

// @ts-ignore: AssemblyScript decorator
@inline
function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-ignore: AssemblyScript decorator
@inline
function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/** c + d·x. */
// @ts-ignore: AssemblyScript decorator
@inline
function linear(c: f64, d: f64, x: v128): v128 {
  return add(splat(c), mul(splat(d), x));
}

/** c0 + … + c7 x⁷ in Estrin's grouping, as the scalar code has it; x2 and x4 are powers of x. */
// @ts-ignore: AssemblyScript decorator
@inline
function eightTerms(
  x: v128,
  x2: v128,
  x4: v128,
  c0: f64,
  c1: f64,
  c2: f64,
  c3: f64,
  c4: f64,
  c5: f64,
  c6: f64,
  c7: f64,
): v128 {
  const low = add(linear(c0, c1, x), mul(linear(c2, c3, x), x2));
  return add(low, mul(add(linear(c4, c5, x), mul(linear(c6, c7, x), x2)), x4));
}

/** θ = arccos(1 − u) for u in [0, 1]. */
// @ts-ignore: AssemblyScript decorator
@inline
function arcFromDeficit(u: v128): v128 {
  const u2 = mul(u, u);
  const u4 = mul(u2, u2);
  const u8 = mul(u4, u4);
  const low = eightTerms(u, u2, u4, 1.4142135623730951, 0.11785113019774604, 0.026516504295916166, 0.007891816687096197,
    0.0026854115429505864, 0.0009886937064591983, 0.0003837000361256815, 0.00015250797182385684);
  const middle = eightTerms(u, u2, u4, 7.287068257137792e-5, -7.185800992367848e-6, 0.00010871230018361807, -0.00020499919349473681,
    0.0003480987471498245, -0.00043000945159494793, 0.0004006882818589302, -0.0002688464467735859);
  const high = add(linear(0.00012425167869548127, -3.537835495282187e-5, u), mul(splat(4.797541033020616e-6), u2));
  return mul(f64x2.sqrt(u), add(low, mul(u8, add(middle, mul(u8, high)))));
}

/** sin θ − θ cos θ for θ = arccos(1 − u), u in [0, 1]. */
// @ts-ignore: AssemblyScript decorator
@inline
function segmentFromDeficit(u: v128): v128 {
  const u2 = mul(u, u);
  const u4 = mul(u2, u2);
  const u8 = mul(u4, u4);
  const low = eightTerms(u, u2, u4, 0.9428090415820634, 0.04714045207910578, 0.007576144083861955, 0.00175373706836867,
    0.0004882560753931928, 0.0001521141993722164, 5.109425451483467e-5, 1.8349126840897055e-5);
  const middle = eightTerms(u, u2, u4, 5.83672864724229e-6, 5.465788068101837e-6, -6.1128606173822415e-6, 1.3534533881674908e-5,
    -1.7948915243682663e-5, 1.8519148835413642e-5, -1.3478121029305757e-5, 6.765053154679045e-6);
  const high = linear(-2.0764150855087167e-6, 3.0658986785827735e-7, u);
  return mul(mul(u, f64x2.sqrt(u)), add(low, mul(u8, add(middle, mul(u8, high)))));
}

/** u = 1 − |k · inverse|, read as 0 up to `tolerance`. */
// @ts-ignore: AssemblyScript decorator
@inline
function deficit(k: v128, inverse: v128, tolerance: v128): v128 {
  const u = f64x2.sub(splat(1), f64x2.abs(mul(k, inverse)));
  return v128.and(u, f64x2.gt(u, tolerance));
}

/** What the loops below need of one layer. */
let odd: f64;
let even: f64;
let tolerance: f64;
let weight: f64;
let bias: f64;

/** E φ(u)φ(v) = odd·k + even·E|u v|, followed by K ← weight·K + bias. Coincident within `tolerance`: see coincidenceTolerance. */
export function setLayer(newOdd: f64, newEven: f64, newTolerance: f64, newWeight: f64, newBias: f64): void {
  odd = newOdd;
  even = newEven;
  tolerance = newTolerance;
  weight = newWeight;
  bias = newBias;
}

/**
 * One layer of the NNGP over a tile, in place.
 *
 * @param pairs covariances, row-major rows×cols; cols is even
 * @param rowScales even · (2/π) · √(variance) of each row
 * @param rowInverses 1/√(variance) of each row, or 0
 * @param colDeviations √(variance) of each column
 * @param colInverses 1/√(variance) of each column, or 0
 */
export function nngpLayer(
  pairs: usize,
  rows: i32,
  cols: i32,
  rowScales: usize,
  rowInverses: usize,
  colDeviations: usize,
  colInverses: usize,
): void {
  const width = (<usize>cols) << 3;
  for (let i = 0; i < rows; i++) {
    const scale = splat(load<f64>(rowScales + ((<usize>i) << 3)));
    const inverse = splat(load<f64>(rowInverses + ((<usize>i) << 3)));
    for (let j: usize = 0; j < width; j += 16) {
      const k = v128.load(pairs + j);
      // (k · row's inverse) · column's inverse: the order of the scalar code.
      const u = deficit(mul(k, inverse), v128.load(colInverses + j), splat(tolerance));
      const linearPart = add(mul(splat(odd), k), mul(splat(even), f64x2.abs(k)));
      const value = add(linearPart, mul(mul(scale, v128.load(colDeviations + j)), segmentFromDeficit(u)));
      v128.store(pairs + j, add(mul(splat(weight), value), splat(bias)));
    }
    pairs += width;
  }
}

/** One layer of NNGP and NTK: also Θ ← weight · Θ · E φ′(u)φ′(v) + K with the new K. `tangents` has the shape of `pairs`. */
export function ntkLayer(
  pairs: usize,
  tangents: usize,
  rows: i32,
  cols: i32,
  rowScales: usize,
  rowInverses: usize,
  colDeviations: usize,
  colInverses: usize,
): void {
  const width = (<usize>cols) << 3;
  const one = splat(1);
  const zero = splat(0);
  const twoOverPi = splat(2 / Math.PI);
  for (let i = 0; i < rows; i++) {
    const scale = splat(load<f64>(rowScales + ((<usize>i) << 3)));
    const inverse = splat(load<f64>(rowInverses + ((<usize>i) << 3)));
    for (let j: usize = 0; j < width; j += 16) {
      const k = v128.load(pairs + j);
      const u = deficit(mul(k, inverse), v128.load(colInverses + j), splat(tolerance));
      const angle = arcFromDeficit(u);
      const segment = f64x2.sub(f64x2.sqrt(mul(u, f64x2.sub(splat(2), u))), mul(angle, f64x2.sub(one, u)));
      const linearPart = add(mul(splat(odd), k), mul(splat(even), f64x2.abs(k)));
      const value = add(linearPart, mul(mul(scale, v128.load(colDeviations + j)), segment));
      const arcsine = mul(splat(even), f64x2.sub(one, mul(twoOverPi, angle)));
      const slope = add(splat(odd), v128.bitselect(f64x2.neg(arcsine), arcsine, f64x2.lt(k, zero)));
      const next = add(mul(splat(weight), value), splat(bias));
      v128.store(pairs + j, next);
      v128.store(tangents + j, add(mul(splat(weight), mul(v128.load(tangents + j), slope)), next));
    }
    pairs += width;
    tangents += width;
  }
}

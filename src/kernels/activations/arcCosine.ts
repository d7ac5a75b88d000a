// How are arccos and the arc-cosine kernel evaluated at full accuracy, fast and without branches? As √u times a polynomial in
// u = 1 − |c|, the distance of the correlation c from ±1. Called by piecewiseLinear.ts for every pair of every relu-type layer.
// The coefficients are Chebyshev interpolants on 0 ≤ u ≤ 1 computed with 60 digits (test/golden/kernels/arcCosine.py prints
// them); their error is below 1e-16 relative. Estrin's grouping lets the processor work on several terms at once.

/**
 * θ = arccos(1 − u) = √u · Q(u).
 *
 * @param u in [0, 1]
 * @returns radians in [0, π/2]; relative error below 5e-16, measured
 */
export function arcFromDeficit(u: number): number {
  const u2 = u * u;
  const u4 = u2 * u2;
  const u8 = u4 * u4;
  const low =
    Math.SQRT2 +
    0.11785113019774604 * u +
    (0.026516504295916166 + 0.007891816687096197 * u) * u2 +
    (0.0026854115429505864 + 0.0009886937064591983 * u + (0.0003837000361256815 + 0.00015250797182385684 * u) * u2) * u4;
  const middle =
    7.287068257137792e-5 -
    7.185800992367848e-6 * u +
    (0.00010871230018361807 - 0.00020499919349473681 * u) * u2 +
    (0.0003480987471498245 - 0.00043000945159494793 * u + (0.0004006882818589302 - 0.0002688464467735859 * u) * u2) * u4;
  const high = 0.00012425167869548127 - 3.537835495282187e-5 * u + 4.797541033020616e-6 * u2;
  return Math.sqrt(u) * (low + u8 * (middle + u8 * high));
}

/**
 * sin θ − θ cos θ for θ = arccos(1 − u), as u√u · P(u): no cancellation for small angles, where it is θ³/3.
 *
 * @param u in [0, 1]
 * @returns a value in [0, 1]; relative error below 5e-16, measured
 */
export function segmentFromDeficit(u: number): number {
  const u2 = u * u;
  const u4 = u2 * u2;
  const u8 = u4 * u4;
  const low =
    0.9428090415820634 +
    0.04714045207910578 * u +
    (0.007576144083861955 + 0.00175373706836867 * u) * u2 +
    (0.0004882560753931928 + 0.0001521141993722164 * u + (5.109425451483467e-5 + 1.8349126840897055e-5 * u) * u2) * u4;
  const middle =
    5.83672864724229e-6 +
    5.465788068101837e-6 * u +
    (-6.1128606173822415e-6 + 1.3534533881674908e-5 * u) * u2 +
    (-1.7948915243682663e-5 + 1.8519148835413642e-5 * u + (-1.3478121029305757e-5 + 6.765053154679045e-6 * u) * u2) * u4;
  const high = -2.0764150855087167e-6 + 3.0658986785827735e-7 * u;
  return u * Math.sqrt(u) * (low + u8 * (middle + u8 * high));
}

/**
 * How far |c| may fall short of 1 by rounding alone when x and z have the same direction: the bound for dot products and squared
 * norms of `dimensions` terms, each summed in any order. Rounding errors of a sum grow like √d; the factor 4 leaves a margin
 * of about five over what duplicated images of 3,072 values show.
 */
export function coincidenceTolerance(dimensions: number): number {
  return 4 * Number.EPSILON * (2 + Math.sqrt(dimensions));
}

/**
 * u = 1 − |c|, read as 0 below `tolerance` (and where rounding made |c| > 1). Without this, two copies of one record would be
 * seen at an angle of up to √(2·tolerance) ≈ 3e-7, which the slope of a kinked activation passes on to the kernel; with it, copies
 * get exactly the diagonal's value, and inputs truly that close are off by no more than they were.
 */
export function correlationDeficit(correlation: number, tolerance: number): number {
  const u = 1 - Math.abs(correlation);
  return u > tolerance ? u : 0;
}

// How are arccos and the arc-cosine kernel evaluated at full accuracy, fast and without branches? As √u times a polynomial in
// u = 1 − |c|, the distance of the correlation c from ±1. Called by piecewiseLinear.ts for every pair of every relu-type layer.
// The coefficients are Chebyshev interpolants on 0 ≤ u ≤ 1 computed with 60 digits (test/golden/kernels/arcCosine.py prints
// them); their error is below 1e-16 relative. Estrin's grouping lets the processor work on several terms at once.

/**
 * θ = arccos(1 − u) = √u · Q(u).
 *
 * @param u in [0, 1]
 * @returns radians in [0, π/2]; relative error below 3e-16
 */
export function arcFromDeficit(u: number): number {
  const u2 = u * u;
  const u4 = u2 * u2;
  const u8 = u4 * u4;
  const low =
    1.41421356237309507 +
    0.117851130197746043 * u +
    (0.0265165042959161666 + 0.00789181668709619765 * u) * u2 +
    (0.00268541154295058642 + 0.00098869370645919837 * u + (0.000383700036125681471 + 0.000152507971823856838 * u) * u2) * u4;
  const middle =
    7.28706825713779154e-5 -
    7.18580099236784802e-6 * u +
    (0.00010871230018361807 - 0.000204999193494736806 * u) * u2 +
    (0.000348098747149824534 - 0.000430009451594947943 * u + (0.000400688281858930205 - 0.000268846446773585894 * u) * u2) * u4;
  const high = 0.000124251678695481269 - 3.53783549528218685e-5 * u + 4.79754103302061655e-6 * u2;
  return Math.sqrt(u) * (low + u8 * (middle + u8 * high));
}

/**
 * sin θ − θ cos θ for θ = arccos(1 − u), as u√u · P(u): no cancellation for small angles, where it is θ³/3.
 *
 * @param u in [0, 1]
 * @returns a value in [0, 1]; relative error below 3e-16
 */
export function segmentFromDeficit(u: number): number {
  const u2 = u * u;
  const u4 = u2 * u2;
  const u8 = u4 * u4;
  const low =
    0.942809041582063362 +
    0.0471404520791057746 * u +
    (0.00757614408386195459 + 0.00175373706836867007 * u) * u2 +
    (0.000488256075393192801 + 0.000152114199372216387 * u + (5.10942545148346732e-5 + 1.83491268408970555e-5 * u) * u2) * u4;
  const middle =
    5.83672864724229027e-6 +
    5.46578806810183679e-6 * u +
    (-6.11286061738224118e-6 + 1.35345338816749082e-5 * u) * u2 +
    (-1.79489152436826612e-5 + 1.85191488354136408e-5 * u + (-1.34781210293057572e-5 + 6.76505315467904492e-6 * u) * u2) * u4;
  const high = -2.07641508550871648e-6 + 3.06589867858277339e-7 * u;
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

// How are arccos and the arc-cosine kernel evaluated over a strip? As powers of √u times polynomials in u = 1 − |c|, the distance of the
// correlation c from ±1, in which nothing cancels:  θ = arccos|c| = √u Q(u),  sin θ − θ cos θ = u√u P(u).
// The coefficients are Chebyshev interpolants on 0 ≤ u ≤ 1 computed with 60 digits (test/golden/kernels/elementary.py prints them); both
// functions have relative errors below 5e-16.

import { eightTerms } from './polynomial';
import { add, entry, mul } from './vectors';

const ANGLE_TABLE: usize = memory.data<f64>([
  1.414213562373095, 0.11785113019782532, 0.02651650428726522, 0.007891817060755802, 0.00268540304058573,
  0.0009888113042502823, 0.00038262430806552077, 0.00015937743292100998, 4.1126150860512944e-5, 0.00010153174508844963,
  -0.00017136610209234648, 0.000341818862286027, -0.00046132434220270643, 0.00047186395065566117, -0.0003430427736686459,
  0.00017113011380930746, -5.225042885568418e-5, 7.609614252019444e-6,
]);

const SEGMENT_TABLE: usize = memory.data<f64>([
  0.9428090415820634, 0.04714045207910578, 0.007576144083861955, 0.00175373706836867, 0.0004882560753931928,
  0.0001521141993722164, 5.109425451483467e-5, 1.8349126840897055e-5, 5.83672864724229e-6, 5.465788068101837e-6,
  -6.1128606173822415e-6, 1.3534533881674908e-5, -1.7948915243682663e-5, 1.8519148835413642e-5, -1.3478121029305757e-5,
  6.765053154679045e-6, -2.0764150855087167e-6, 3.0658986785827735e-7,
]);

/** out = θ. */
export function angle(u: usize, out: usize, bytes: usize): void {
  eightTerms(ANGLE_TABLE + 80, u, out, bytes);
  finish(false, ANGLE_TABLE, u, out, bytes);
}

/** out = sin θ − θ cos θ. */
export function segment(u: usize, out: usize, bytes: usize): void {
  eightTerms(SEGMENT_TABLE + 80, u, out, bytes);
  finish(true, SEGMENT_TABLE, u, out, bytes);
}

/** The first ten terms, what `out` holds of the others, and the power of √u, whose slow square root goes unnoticed among so much else. */
// @ts-ignore: AssemblyScript decorator
@inline
function finish(isSegment: bool, table: usize, u: usize, out: usize, bytes: usize): void {
  const c0 = entry(table, 0);
  const c1 = entry(table, 1);
  const c2 = entry(table, 2);
  const c3 = entry(table, 3);
  const c4 = entry(table, 4);
  const c5 = entry(table, 5);
  const c6 = entry(table, 6);
  const c7 = entry(table, 7);
  const c8 = entry(table, 8);
  const c9 = entry(table, 9);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(u + j);
    const v2 = mul(v, v);
    const v4 = mul(v2, v2);
    const low = add(add(c0, mul(c1, v)), mul(add(c2, mul(c3, v)), v2));
    const middle = add(add(c4, mul(c5, v)), mul(add(c6, mul(c7, v)), v2));
    const high = add(add(c8, mul(c9, v)), mul(v128.load(out + j), v2));
    const polynomial = add(low, mul(v4, add(middle, mul(v4, high))));
    const root = f64x2.sqrt(v);
    v128.store(out + j, mul(isSegment ? mul(v, root) : root, polynomial));
  }
}

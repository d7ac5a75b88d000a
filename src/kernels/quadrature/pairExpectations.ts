// What is E[f(u) f(v)] for centred normal u = √p x and v = √q y whose correlation is cos θ? A double integral in coordinates in which
// it is smooth inside and has the kink of f, or its steep part, at an end. Called by angularTable.ts to fill tables, never for single pairs.
// Quadrants where u and v have equal signs give W₊ + W₋, the others N₊ − N₋, with the even and the odd part of f for g:
//   W = (1/π) ∫₀^∞ ∫₀^∞ [g(√p x) g(√q (x + sz)) + g(√p (x + sz)) g(√q x)] exp(−x²/2 − (z + x tan(θ/2))²/2) dz dx,   s = sin θ,
//   N = (s/π) ∫₀^∞ ∫₀^∞ g(√p sx) g(√q sy) exp(−(x² + y²)/2 − xy cos θ) dx dy.
// W measures the larger of the coordinates from the smaller, N scales both by s: neither has the ridge x = y of the density left,
// which is as narrow as s. At the angle π − θ the quadrants change places, so the same four integrals give W₊ − W₋ + N₊ + N₋.

import { type Matrix, matrix } from '../../linalg/matrix.ts';
import { innerProducts } from '../innerProducts.ts';
import type { HalfNormalRule } from './halfNormalRule.ts';

export interface PairExpectations {
  /** At the angle θ, [ps, qs] row-major. */
  readonly near: Float64Array;
  /** At the angle π − θ. */
  readonly far: Float64Array;
}

/**
 * E[f(u) f(v)] at the angles θ and π − θ for every pair of the variances `ps` and `qs`.
 * O(nodes² · (ps + qs)) evaluations of f; half of them if `ps` and `qs` are one array.
 *
 * @param theta radians in [0, π/2]
 */
export function pairExpectations(
  f: (x: number) => number,
  ps: Float64Array,
  qs: Float64Array,
  theta: number,
  rule: HalfNormalRule,
): PairExpectations {
  const rows = sampleSide(f, ps, theta, rule);
  const cols = ps === qs ? rows : sampleSide(f, qs, theta, rule);
  const even = quadrants(rows.even, cols.even);
  const odd = quadrants(rows.odd, cols.odd);
  const combined = (sign: 1 | -1) =>
    even.wide.map((w, i) => w + (even.narrow[i] as number) + sign * ((odd.wide[i] as number) - (odd.narrow[i] as number)));
  return { near: combined(1), far: combined(-1) };
}

/** W and N for every pair of variances. */
function quadrants(row: SidePart, col: SidePart): { readonly wide: Float64Array; readonly narrow: Float64Array } {
  const colLarger = innerProducts(row.points, col.beyond).data;
  const rowLarger = innerProducts(row.beyond, col.points).data;
  return {
    wide: colLarger.map((w, i) => w + (rowLarger[i] as number)),
    narrow: innerProducts(row.scaledPoints, col.scaledMeans).data,
  };
}

/** What one of u and v contributes by the even or the odd part g of f, [variances, nodes x]. */
interface SidePart {
  /** g(√p x) */
  readonly points: Matrix;
  /** ∫ g(√p (x + sz)) … dz: the inner integral of W with all factors that depend on x. */
  readonly beyond: Matrix;
  /** g(√p sx) */
  readonly scaledPoints: Matrix;
  /** ∫ g(√p sy) … dy: the inner integral of N with all factors that depend on x. */
  readonly scaledMeans: Matrix;
}

interface Side {
  readonly even: SidePart;
  readonly odd: SidePart;
}

function sampleSide(f: (x: number) => number, variances: Float64Array, theta: number, rule: HalfNormalRule): Side {
  const sine = Math.sin(theta);
  const cosine = Math.cos(theta);
  const slope = Math.tan(theta / 2);
  const points = evenAndOdd(f, variances, rule.nodes);
  const scaledPoints = evenAndOdd(
    f,
    variances,
    rule.nodes.map((x) => sine * x),
  );
  const scaledWeights = pairWeights(rule, (x, y) => (sine / Math.PI) * Math.exp(-cosine * x * y));
  const beyondWeights = pairWeights(rule, (x, z) => Math.exp(-slope * x * (z + 0.5 * slope * x)) / Math.PI);
  const beyond = integrateBeyond(f, variances, sine, rule.nodes, beyondWeights);
  const part = (parity: 'even' | 'odd'): SidePart => ({
    points: points[parity],
    beyond: beyond[parity],
    scaledPoints: scaledPoints[parity],
    scaledMeans: innerProducts(scaledPoints[parity], scaledWeights),
  });
  return { even: part('even'), odd: part('odd') };
}

/** The weights of a node x and a node of the inner integral, times `factor`; [nodes, nodes]. */
function pairWeights({ nodes, weights }: HalfNormalRule, factor: (x: number, inner: number) => number): Matrix {
  const n = nodes.length;
  const out = matrix(n, n);
  for (let a = 0, at = 0; a < n; a++) {
    for (let b = 0; b < n; b++, at++) {
      out.data[at] = (weights[a] as number) * (weights[b] as number) * factor(nodes[a] as number, nodes[b] as number);
    }
  }
  return out;
}

interface Parts {
  readonly even: Matrix;
  readonly odd: Matrix;
}

/** Even and odd parts of f at √p · x, [variances, xs]. */
function evenAndOdd(f: (x: number) => number, variances: Float64Array, xs: Float64Array): Parts {
  const even = matrix(variances.length, xs.length);
  const odd = matrix(variances.length, xs.length);
  for (let i = 0, at = 0; i < variances.length; i++) {
    const deviation = Math.sqrt(variances[i] as number);
    for (let a = 0; a < xs.length; a++, at++) {
      const right = f(deviation * (xs[a] as number));
      const left = f(-deviation * (xs[a] as number));
      even.data[at] = 0.5 * (right + left);
      odd.data[at] = 0.5 * (right - left);
    }
  }
  return { even, odd };
}

/** Σ_z pairWeights[x, z] g(√p (x + s z)) for the even and the odd part g of f, [variances, nodes x]. */
function integrateBeyond(
  f: (x: number) => number,
  variances: Float64Array,
  sine: number,
  nodes: Float64Array,
  pairWeights: Matrix,
): Parts {
  const n = nodes.length;
  const even = matrix(variances.length, n);
  const odd = matrix(variances.length, n);
  for (let i = 0, at = 0; i < variances.length; i++) {
    const deviation = Math.sqrt(variances[i] as number);
    for (let a = 0; a < n; a++, at++) {
      let evenSum = 0;
      let oddSum = 0;
      for (let b = 0; b < n; b++) {
        const x = deviation * ((nodes[a] as number) + sine * (nodes[b] as number));
        const weight = 0.5 * (pairWeights.data[a * n + b] as number);
        const right = f(x);
        const left = f(-x);
        evenSum += weight * (right + left);
        oddSum += weight * (right - left);
      }
      even.data[at] = evenSum;
      odd.data[at] = oddSum;
    }
  }
  return { even, odd };
}

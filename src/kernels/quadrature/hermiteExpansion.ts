// How does an activation of Gaussian inputs expand in Hermite polynomials, and how many terms are enough? Called by hermiteDual.ts.
// With h_j the orthonormal Hermite polynomials and a_j(p) = E[f(√p x) h_j(x)], Mehler's formula makes the expectation over a pair of
// variances p, q and correlation c a polynomial: E[f(u) g(v)] = Σ_j a_j(p) b_j(q) c^j. By Cauchy–Schwarz, stopping after J leaves at
// most √(tail_f(p) · tail_g(q)) · |c|^J with tail_f = E[f²] − Σ_{j≤J} a_j² (Parseval), which is what the order is chosen by.

import { gaussianRule } from './gaussianRule.ts';
import {
  lazyPanels,
  PANEL_TERMS,
  panelBasis,
  panelCoefficients,
  panelIndexOf,
  panelLimit,
  panelNodes,
  panelSum,
} from './variancePanels.ts';

/** Highest power of c; functions that need more (kinks, large variances) are left to angularDual.ts. */
export const MAXIMUM_ORDER = 384;

/** Tail of the expansion left out, relative to E[f²]. */
const TAIL = 1e-13;

/** How many coefficients with even and with odd index are needed; odd functions have no even ones. */
export interface ExpansionOrder {
  readonly even: number;
  readonly odd: number;
}

/** Coefficients of `records` inputs: [records, stride.even] for a_0, a_2, … and [records, stride.odd] for a_1, a_3, …, row-major. */
export interface Expansion {
  readonly even: Float64Array;
  readonly odd: Float64Array;
}

export interface HermiteExpansion {
  /** The number of coefficients that variance p needs; undefined where `MAXIMUM_ORDER` does not suffice for p's whole panel. */
  orderAt(p: number): ExpansionOrder | undefined;
  /** The first `stride` coefficients for each variance. */
  coefficients(variances: Float64Array, stride: ExpansionOrder): Expansion;
}

interface Panel {
  /** Series of a_j in the panel's basis, [MAXIMUM_ORDER + 1, PANEL_TERMS]. */
  readonly series: Float64Array;
  /** Orders at ascending variances, the last being the panel's limit; undefined if the panel needs more than the maximum. */
  readonly orders: readonly { readonly variance: number; readonly order: ExpansionOrder }[] | undefined;
}

/** The expansion of f; relative error of a coefficient about 1e-14 of √E[f²]. */
export function hermiteExpansion(f: (x: number) => number): HermiteExpansion {
  const panel = lazyPanels((index) => buildPanel(f, index));
  return {
    orderAt(p) {
      const { orders } = panel(panelIndexOf(p));
      return orders?.find(({ variance }) => variance >= p)?.order ?? orders?.at(-1)?.order;
    },
    coefficients(variances, stride) {
      const even = new Float64Array(variances.length * stride.even);
      const odd = new Float64Array(variances.length * stride.odd);
      const basis = new Float64Array(PANEL_TERMS);
      for (let i = 0; i < variances.length; i++) {
        const p = variances[i] as number;
        const { series } = panel(panelIndexOf(p));
        panelBasis(p, basis, 0);
        for (let m = 0; m < stride.even; m++) even[i * stride.even + m] = panelSum(series, 2 * m * PANEL_TERMS, basis, 0);
        for (let m = 0; m < stride.odd; m++) odd[i * stride.odd + m] = panelSum(series, (2 * m + 1) * PANEL_TERMS, basis, 0);
      }
      return { even, odd };
    },
  };
}

function buildPanel(f: (x: number) => number, index: number): Panel {
  const nodes = panelNodes(index);
  const limit = panelLimit(index);
  const variances = [limit, ...nodes];
  const moments = variances.map((p) => projections(f, p));
  const series = new Float64Array((MAXIMUM_ORDER + 1) * PANEL_TERMS);
  for (let j = 0; j <= MAXIMUM_ORDER; j++) {
    series.set(panelCoefficients(Array.from(nodes, (_, node) => moments[node + 1]?.coefficients[j] as number)), j * PANEL_TERMS);
  }
  const orders = variances.map((variance, i) => ({ variance, order: neededOrder(moments[i] as Projections) })).reverse();
  const complete = orders.every((entry) => entry.order !== undefined);
  return { series, orders: complete ? (orders as { variance: number; order: ExpansionOrder }[]) : undefined };
}

interface Projections {
  readonly coefficients: Float64Array;
  readonly secondMoment: number;
}

/** a_0 … a_MAXIMUM_ORDER and E[f²] at one variance; h_{j+1} = (x h_j − √j h_{j−1})/√(j+1). O(order × nodes). */
function projections(f: (x: number) => number, p: number): Projections {
  const deviation = Math.sqrt(p);
  const { nodes, weights } = gaussianRule(deviation);
  const coefficients = new Float64Array(MAXIMUM_ORDER + 1);
  let secondMoment = 0;
  for (let i = 0; i < nodes.length; i++) {
    const x = nodes[i] as number;
    const weight = weights[i] as number;
    const right = f(deviation * x);
    const left = f(-deviation * x);
    secondMoment += weight * (right * right + left * left);
    const sum = weight * (right + left);
    const difference = weight * (right - left);
    let previous = 0;
    let hermite = 1;
    for (let j = 0; j <= MAXIMUM_ORDER; j++) {
      coefficients[j] = (coefficients[j] as number) + (j % 2 === 0 ? sum : difference) * hermite;
      const next = (x * hermite - Math.sqrt(j) * previous) / Math.sqrt(j + 1);
      previous = hermite;
      hermite = next;
    }
  }
  return { coefficients, secondMoment };
}

/** The fewest coefficients of either parity that leave a tail of at most `TAIL`, counting what lies beyond the maximum (Parseval). */
function neededOrder({ coefficients, secondMoment }: Projections): ExpansionOrder | undefined {
  const captured = coefficients.reduce((sum, a) => sum + a * a, 0);
  const allowed = TAIL * secondMoment;
  // Rounding alone leaves about 1e-15 of E[f²] here, so TAIL cannot be asked to be much smaller.
  if (secondMoment - captured > allowed) return undefined;
  const counts: [number, number] = [0, 0];
  for (const parity of [0, 1] as const) {
    let tail = 0;
    for (let j = MAXIMUM_ORDER - parity; j >= 0; j -= 2) {
      tail += (coefficients[j] as number) ** 2;
      if (tail > allowed / 4) {
        counts[parity] = (j - parity) / 2 + 1;
        break;
      }
    }
  }
  return { even: counts[0], odd: counts[1] };
}

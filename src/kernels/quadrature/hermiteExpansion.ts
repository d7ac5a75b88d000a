// How does an activation of Gaussian inputs expand in Hermite polynomials, and how many terms are enough? Called by hermiteMethod.ts
// for pairs and by angularTable.ts for the entries of its tables.
// With h_j the orthonormal Hermite polynomials and a_j(p) = E[f(√p x) h_j(x)], Mehler's formula makes the expectation over a pair of
// variances p, q and correlation c a power series: E[f(u) g(v)] = Σ_j a_j(p) b_j(q) c^j. By Cauchy–Schwarz, stopping after J leaves at
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

/**
 * Orders tried in turn. Up to the first, summing the series for every pair costs less than a table in the angle; the others only
 * fill such tables, and beyond the last (kinks, or steep functions at variances above 64) direct quadrature is cheaper.
 */
const ORDERS = [768, 3072, 12_288] as const;

/** Tail of the expansion left out, relative to E[f²]. Rounding alone leaves 1e-15, so this cannot be much smaller. */
const TAIL = 1e-13;

/** How many coefficients with even and with odd index are needed; odd functions have no even ones. */
export interface ExpansionOrder {
  readonly even: number;
  readonly odd: number;
}

/** Coefficients of several inputs: [inputs, stride.even] for a_0, a_2, … and [inputs, stride.odd] for a_1, a_3, …, row-major. */
export interface Expansion {
  readonly even: Float64Array;
  readonly odd: Float64Array;
}

export interface HermiteExpansion {
  /** Whether the series is short enough to be summed for every pair, for all variances of the panel. */
  isShort(panelIndex: number): boolean;
  /** The number of coefficients that variance p needs; undefined where p's panel is not short. */
  orderAt(p: number): ExpansionOrder | undefined;
  /** The first `stride` coefficients for each variance; all panels must be short. */
  coefficients(variances: Float64Array, stride: ExpansionOrder): Expansion;
  /** The order that all variances of the panel need (one of those tried); undefined where even the longest is not enough. */
  orderOf(panelIndex: number): number | undefined;
  /** a_0, …, a_order at every node of the panel. */
  nodeCoefficients(panelIndex: number, order: number): readonly Float64Array[];
}

interface Panel {
  readonly order: number;
  /** Present for short series. */
  readonly short?: {
    /** Series of a_j in the panel's basis, [order + 1, PANEL_TERMS]. */
    readonly series: Float64Array;
    /** Orders at ascending variances, the last being the panel's limit. */
    readonly orders: readonly { readonly variance: number; readonly order: ExpansionOrder }[];
  };
}

/** The expansion of f; error of a coefficient about 1e-14 of √E[f²]. */
export function hermiteExpansion(f: (x: number) => number): HermiteExpansion {
  const panel = lazyPanels((index) => buildPanel(f, index));
  const nodeCoefficients = new Map<string, readonly Float64Array[]>();
  return {
    isShort: (panelIndex) => panel(panelIndex)?.short !== undefined,
    orderAt(p) {
      const orders = panel(panelIndexOf(p))?.short?.orders;
      return (orders?.find(({ variance }) => variance >= p) ?? orders?.at(-1))?.order;
    },
    coefficients(variances, stride) {
      const even = new Float64Array(variances.length * stride.even);
      const odd = new Float64Array(variances.length * stride.odd);
      const basis = new Float64Array(PANEL_TERMS);
      for (let i = 0; i < variances.length; i++) {
        const p = variances[i] as number;
        const short = panel(panelIndexOf(p))?.short;
        if (!short) continue;
        panelBasis(p, basis, 0);
        for (let m = 0; m < stride.even; m++) even[i * stride.even + m] = panelSum(short.series, 2 * m * PANEL_TERMS, basis, 0);
        for (let m = 0; m < stride.odd; m++)
          odd[i * stride.odd + m] = panelSum(short.series, (2 * m + 1) * PANEL_TERMS, basis, 0);
      }
      return { even, odd };
    },
    orderOf: (panelIndex) => panel(panelIndex)?.order,
    nodeCoefficients(panelIndex, order) {
      const key = `${panelIndex} ${order}`;
      const known = nodeCoefficients.get(key);
      if (known) return known;
      const found = project(f, panelNodes(panelIndex), order).map(({ coefficients }) => coefficients);
      nodeCoefficients.set(key, found);
      return found;
    },
  };
}

/** The panel's expansion to the first order that leaves a negligible tail at its largest variance, where tails are longest. */
function buildPanel(f: (x: number) => number, index: number): Panel | undefined {
  const limit = panelLimit(index);
  for (const order of ORDERS) {
    const [atLimit] = project(f, [limit], order) as [Projection];
    if (!isComplete(atLimit)) {
      if (isHopeless(atLimit)) return undefined;
      continue;
    }
    if (order !== ORDERS[0]) return { order };
    const nodes = panelNodes(index);
    const projections = project(f, nodes, order);
    const series = new Float64Array((order + 1) * PANEL_TERMS);
    for (let j = 0; j <= order; j++) {
      series.set(panelCoefficients(projections.map(({ coefficients }) => coefficients[j] as number)), j * PANEL_TERMS);
    }
    const orders = [{ variance: limit, order: neededOrder(atLimit) }].concat(
      projections.map((projection, i) => ({ variance: nodes[i] as number, order: neededOrder(projection) })),
    );
    return { order, short: { series, orders: orders.reverse() } };
  }
  return undefined;
}

interface Projection {
  readonly coefficients: Float64Array;
  readonly secondMoment: number;
}

/**
 * a_0 … a_order and E[f²] at each of the variances, by one rule fit for the largest; h_{j+1} = (x h_j − √j h_{j−1})/√(j+1).
 * O(order × nodes × variances).
 */
function project(f: (x: number) => number, variances: ArrayLike<number>, order: number): Projection[] {
  const deviations = Float64Array.from(variances, Math.sqrt);
  const { nodes, weights } = gaussianRule(Math.max(...deviations), 16, order);
  const count = deviations.length;
  const roots = Float64Array.from({ length: order + 2 }, (_, j) => Math.sqrt(j));
  const inverseRoots = roots.map((root) => 1 / root);
  const secondMoments = new Float64Array(count);
  // [order + 1, variances]: for each j, all variances share the polynomial.
  const sums = new Float64Array((order + 1) * count);
  const evenParts = new Float64Array(count);
  const oddParts = new Float64Array(count);
  for (let i = 0; i < nodes.length; i++) {
    const x = nodes[i] as number;
    const weight = weights[i] as number;
    for (let v = 0; v < count; v++) {
      const right = f((deviations[v] as number) * x);
      const left = f(-(deviations[v] as number) * x);
      secondMoments[v] = (secondMoments[v] as number) + weight * (right * right + left * left);
      evenParts[v] = weight * (right + left);
      oddParts[v] = weight * (right - left);
    }
    let previous = 0;
    let hermite = 1;
    for (let j = 0, at = 0; j <= order; j++) {
      const parts = j % 2 === 0 ? evenParts : oddParts;
      for (let v = 0; v < count; v++, at++) sums[at] = (sums[at] as number) + (parts[v] as number) * hermite;
      const next = (x * hermite - (roots[j] as number) * previous) * (inverseRoots[j + 1] as number);
      previous = hermite;
      hermite = next;
    }
  }
  return Array.from(secondMoments, (secondMoment, v) => ({
    secondMoment,
    coefficients: Float64Array.from({ length: order + 1 }, (_, j) => sums[j * count + v] as number),
  }));
}

function isComplete(projection: Projection): boolean {
  return remainder(projection) <= TAIL * projection.secondMoment;
}

/**
 * Whether the longest order will not do either. Tails of analytic functions fall about as exp(−b√J); if even that, with b from the
 * last half of the coefficients, misses the mark, as it does for kinks whose tails fall as a power of J, no time is spent on it.
 */
function isHopeless(projection: Projection): boolean {
  const { coefficients, secondMoment } = projection;
  const order = coefficients.length - 1;
  const tail = remainder(projection);
  const halfTail = tail + coefficients.subarray(order / 2).reduce((sum, a) => sum + a * a, 0);
  const root = Math.sqrt(order);
  const steps = (Math.sqrt(ORDERS[2]) - root) / (root - Math.sqrt(order / 2));
  return tail * (tail / halfTail) ** steps > TAIL * secondMoment;
}

/** E[f²] less what the coefficients account for (Parseval); about 1e-15 of it by rounding. */
function remainder({ coefficients, secondMoment }: Projection): number {
  return secondMoment - coefficients.reduce((sum, a) => sum + a * a, 0);
}

/** The fewest coefficients of either parity that leave a tail of at most half of `TAIL`. */
function neededOrder({ coefficients, secondMoment }: Projection): ExpansionOrder {
  const count = (parity: 0 | 1): number => {
    let tail = 0;
    for (let j = coefficients.length - 1 - parity; j >= 0; j -= 2) {
      tail += (coefficients[j] as number) ** 2;
      if (tail > (TAIL / 4) * secondMoment) return (j - parity) / 2 + 1;
    }
    return 0;
  };
  return { even: count(0), odd: count(1) };
}

// What is E[f(u) f(v)] when f has a kink at 0 or is steep there? A double integral in polar coordinates, on whose sectors the
// integrand is smooth. Called by angularTable.ts for the entries of its tables, never for single pairs.
// With x, y independent standard normals, u = √p r cos α and v = √q r cos(α − θ), c = cos θ, the kinks u = 0 and v = 0 are rays: they
// cut the plane into two sectors of angle π − θ (u and v of equal sign) and two of angle θ (of opposite sign). Opposite sectors
// differ by the sign of both u and v, so each node serves two. Nodes are closer near the rays and near r = 0, where f may be steep.

import { gradedBreakpoints } from './gaussianRule.ts';
import { panelRule, type QuadratureRule } from './gaussLegendre.ts';

/** Beyond this radius the weight r·exp(−r²/2) is below 1e-18. */
const REACH = 9.5;

/** How fine the panels are. */
export interface SectorRule {
  /**
   * Width of the panels next to the rays and to r = 0, times √p of the largest variance. 6 with 16 nodes gives 1e-14 for functions that
   * are entire on each side of 0 (elu); the derivative of tanh, whose poles are at ±iπ/2, needs 1.5 for 1e-12.
   */
  readonly firstPanel: number;
  readonly nodesPerPanel: number;
}

/**
 * E[f(u) f(v)] at angle θ for every pair of the variances `ps` and `qs`, [ps, qs] row-major.
 * O(nodes · (ps + qs) evaluations of f); nodes grow with log² of the largest variance.
 */
export function sectorQuadrature(
  f: (x: number) => number,
  ps: Float64Array,
  qs: Float64Array,
  theta: number,
  { firstPanel, nodesPerPanel }: SectorRule,
): Float64Array {
  const out = new Float64Array(ps.length * qs.length);
  const rowDeviations = ps.map(Math.sqrt);
  const colDeviations = qs.map(Math.sqrt);
  // The same for both ends of a sector and both functions: near θ = 0 and π the rays of u and v almost coincide.
  const first = firstPanel / Math.max(...rowDeviations, ...colDeviations);
  const radial = panelRule(gradedBreakpoints(REACH, Math.min(2.5, first), 3.5), nodesPerPanel);
  const radialWeights = radial.weights.map((w, b) => {
    const r = radial.nodes[b] as number;
    return (w * r * Math.exp(-0.5 * r * r)) / (2 * Math.PI);
  });
  const buffers = [ps, ps, qs, qs].map((v) => new Float64Array(v.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [rowRight, rowLeft, colRight, colLeft] = buffers;

  /** Adds the sector in which the angles of u and v from their rays run as τ and width − τ; `sameSign` says on which sides. */
  function addSector(width: number, sameSign: boolean): void {
    const angular = angularRule(width, first, nodesPerPanel);
    for (let a = 0; a < angular.nodes.length; a++) {
      const towardsRow = Math.sin(angular.nodes[a] as number);
      const towardsCol = Math.sin(width - (angular.nodes[a] as number));
      for (let b = 0; b < radial.nodes.length; b++) {
        const r = radial.nodes[b] as number;
        sample(f, rowDeviations, r * towardsRow, rowRight, rowLeft);
        sample(f, colDeviations, r * towardsCol, sameSign ? colRight : colLeft, sameSign ? colLeft : colRight);
        addProducts(out, (angular.weights[a] as number) * (radialWeights[b] as number), buffers);
      }
    }
  }

  if (theta < Math.PI) addSector(Math.PI - theta, true);
  if (theta > 0) addSector(theta, false);
  return out;
}

/** Panels over (0, width) that are finer towards both ends. */
function angularRule(width: number, first: number, nodesPerPanel: number): QuadratureRule {
  const half = gradedBreakpoints(width / 2, first, Math.PI);
  const mirrored = half.slice(0, -1).reverse();
  return panelRule([...half, ...mirrored.map((x) => width - x)], nodesPerPanel);
}

/** f at ± every deviation times `distance`. */
function sample(
  f: (x: number) => number,
  deviations: Float64Array,
  distance: number,
  right: Float64Array,
  left: Float64Array,
): void {
  for (let i = 0; i < deviations.length; i++) {
    const x = (deviations[i] as number) * distance;
    right[i] = f(x);
    left[i] = f(-x);
  }
}

/** out[a, b] += weight · (rowRight[a] colRight[b] + rowLeft[a] colLeft[b]). */
function addProducts(
  out: Float64Array,
  weight: number,
  [rowRight, rowLeft, colRight, colLeft]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
): void {
  for (let a = 0, at = 0; a < rowRight.length; a++) {
    const right = weight * (rowRight[a] as number);
    const left = weight * (rowLeft[a] as number);
    for (let b = 0; b < colRight.length; b++, at++) {
      out[at] = (out[at] as number) + right * (colRight[b] as number) + left * (colLeft[b] as number);
    }
  }
}

// Where do the nodes of one-dimensional quadrature come from? Gauss–Legendre rules, alone or on a chain of panels.
// Called by gaussianRule.ts (expectations over one variable) and sectorQuadrature.ts (over two).

export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const rules = new Map<number, QuadratureRule>();

/**
 * The Gauss–Legendre rule of `order` nodes on [−1, 1]: exact for polynomials of degree 2·order − 1.
 * Newton's iteration on the three-term recurrence of the Legendre polynomials; error a few units in the last place. Cached.
 */
export function gaussLegendre(order: number): QuadratureRule {
  const known = rules.get(order);
  if (known) return known;
  const nodes = new Float64Array(order);
  const weights = new Float64Array(order);
  for (let i = 0; i < order; i++) {
    let x = Math.cos((Math.PI * (order - i - 0.25)) / (order + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let previous = 0;
      let value = 1;
      for (let j = 0; j < order; j++) {
        const next = ((2 * j + 1) * x * value - j * previous) / (j + 1);
        previous = value;
        value = next;
      }
      slope = (order * (previous - x * value)) / (1 - x * x);
      const correction = value / slope;
      x -= correction;
      if (Math.abs(correction) < 1e-16) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  const rule = { nodes, weights };
  rules.set(order, rule);
  return rule;
}

/** Gauss–Legendre on every interval between consecutive `breakpoints` (ascending), as one rule. */
export function panelRule(breakpoints: readonly number[], order: number): QuadratureRule {
  const base = gaussLegendre(order);
  const panels = breakpoints.length - 1;
  const nodes = new Float64Array(panels * order);
  const weights = new Float64Array(panels * order);
  for (let panel = 0; panel < panels; panel++) {
    const left = breakpoints[panel] as number;
    const half = ((breakpoints[panel + 1] as number) - left) / 2;
    for (let i = 0; i < order; i++) {
      nodes[panel * order + i] = left + half * (1 + (base.nodes[i] as number));
      weights[panel * order + i] = half * (base.weights[i] as number);
    }
  }
  return { nodes, weights };
}

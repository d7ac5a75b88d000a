// What are the expectations of φ and φ′ for one input u of variance p? Tabulated by panels of p; gives the diagonal of quadrature
// kernels. Called by quadratureDual.ts. The diagonal never goes through k = √(pq), so it carries no rounding of a correlation.

import type { RecordMoments } from '../activations/activationDual.ts';
import { type ActivationFunction, centredValue, notConverged } from './activationFunction.ts';
import { type HalfNormalRule, halfNormalRule } from './halfNormalRule.ts';
import { PANEL_TERMS, panelBasis, panelBasisByVariance, panelCoefficients, panelIndexOf, panelNodes } from './variancePanels.ts';

/** Expectations for inputs of several variances, and their derivatives with respect to the variance. */
export interface Moments {
  readonly value: Float64Array;
  readonly byVariance: Float64Array;
}

export interface MomentTable {
  /** E[φ(u)²] */
  secondMoments(variances: Float64Array): Float64Array;
  /** E[φ(u)²], E[φ′(u)²] and their derivatives. */
  moments(variances: Float64Array): RecordMoments;
  /** ½φ(0)² + φ(0) E[g(u)] with g = φ − φ(0). These for u and for v, and E[g(u) g(v)], add up to E[φ(u) φ(v)]. */
  constantPart(variances: Float64Array): Moments;
}

/** Rules to integrate by and to check by, and by how much they may differ, relatively. */
const RULE = halfNormalRule(0.1);
const FINER_RULE = halfNormalRule(0.07);
const AGREEMENT = 1e-9;

/**
 * Moments of an activation, relative error about 1e-13 (derivatives 1e-11).
 *
 * @throws AuditError `NOT_CONVERGED` (when used) if two rules disagree by more than 1e-9
 */
export function momentTable(activation: ActivationFunction): MomentTable {
  const constant = activation.value(0);
  const g = centredValue(activation);
  const mean = panelSeries((p) => expectation(g, p, RULE));
  const square = panelSeries((p) => secondMoment(activation.name, g, p));
  const slope = panelSeries((p) => secondMoment(activation.name, activation.derivative, p));

  function constantPart(variances: Float64Array): Moments {
    // Most activations are 0 at 0.
    if (constant === 0) return { value: new Float64Array(variances.length), byVariance: new Float64Array(variances.length) };
    return {
      value: mean.value(variances).map((m) => constant * (0.5 * constant + m)),
      byVariance: mean.byVariance(variances).map((m) => constant * m),
    };
  }

  return {
    secondMoments(variances) {
      const constants = constantPart(variances).value;
      return square.value(variances).map((v, i) => v + 2 * (constants[i] as number));
    },
    moments(variances) {
      const constants = constantPart(variances);
      return {
        value: square.value(variances).map((v, i) => v + 2 * (constants.value[i] as number)),
        slope: slope.value(variances),
        valueByVariance: square.byVariance(variances).map((v, i) => v + 2 * (constants.byVariance[i] as number)),
        slopeByVariance: slope.byVariance(variances),
      };
    },
    constantPart,
  };
}

interface PanelSeries {
  value(variances: Float64Array): Float64Array;
  byVariance(variances: Float64Array): Float64Array;
}

/** A function of the variance, as series on panels that are built when first needed. */
function panelSeries(f: (p: number) => number): PanelSeries {
  const built = new Map<number, Float64Array>();
  const basis = new Float64Array(PANEL_TERMS);
  const evaluate = (variances: Float64Array, basisOf: (p: number, out: Float64Array, at: number) => void) =>
    variances.map((p) => {
      const index = panelIndexOf(p);
      const series = built.get(index) ?? panelCoefficients(panelNodes(index).map(f));
      built.set(index, series);
      basisOf(p, basis, 0);
      return series.reduce((sum, c, term) => sum + c * (basis[term] as number), 0);
    });
  return {
    value: (variances) => evaluate(variances, panelBasis),
    byVariance: (variances) => evaluate(variances, panelBasisByVariance),
  };
}

/** E[f(u)²], by two rules. */
function secondMoment(name: string, f: (x: number) => number, p: number): number {
  const square = (x: number) => f(x) ** 2;
  const value = expectation(square, p, RULE);
  const difference = Math.abs(value - expectation(square, p, FINER_RULE));
  if (difference <= AGREEMENT * value) return value;
  throw notConverged(name, difference / value, p);
}

/** E[h(u)] for u of variance p. */
function expectation(h: (x: number) => number, p: number, { nodes, weights }: HalfNormalRule): number {
  const deviation = Math.sqrt(p);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const x = deviation * (nodes[i] as number);
    sum += (weights[i] as number) * (h(x) + h(-x));
  }
  return sum / Math.sqrt(2 * Math.PI);
}

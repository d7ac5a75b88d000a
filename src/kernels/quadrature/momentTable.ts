// What are E[φ(u)²] and E[φ′(u)²] for one input u of variance p? Tabulated by panels of p; gives the diagonal of quadrature kernels.
// Called by quadratureDual.ts. The diagonal never goes through k = √(pq), so it carries no rounding of a correlation.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { RecordMoments } from '../activations/activationDual.ts';
import type { ActivationFunction } from './activationFunction.ts';
import { gaussianRule } from './gaussianRule.ts';
import {
  lazyPanels,
  PANEL_TERMS,
  panelBasis,
  panelBasisByVariance,
  panelCoefficients,
  panelIndexOf,
  panelLimit,
  panelNodes,
  panelSum,
} from './variancePanels.ts';

/** Largest relative disagreement of two rules before a function counts as too rough for quadrature. */
const AGREEMENT = 1e-9;

export interface MomentTable {
  secondMoments(variances: Float64Array): Float64Array;
  moments(variances: Float64Array): RecordMoments;
}

/**
 * Moments of an activation, relative error about 1e-13 (derivatives with respect to the variance 1e-11).
 *
 * @throws AuditError `NOT_CONVERGED` (when used) if rules of 16 and 20 nodes per panel disagree by more than 1e-9
 */
export function momentTable(activation: ActivationFunction): MomentTable {
  const value = lazyPanels((index) => momentSeries(activation.name, activation.value, index));
  const slope = lazyPanels((index) => momentSeries(activation.name, activation.derivative, index));
  const basis = new Float64Array(PANEL_TERMS);

  function evaluate(
    table: (index: number) => Float64Array,
    variances: Float64Array,
    basisOf: (p: number, out: Float64Array, at: number) => void,
  ): Float64Array {
    return variances.map((p) => {
      basisOf(p, basis, 0);
      return panelSum(table(panelIndexOf(p)), 0, basis, 0);
    });
  }

  return {
    secondMoments: (variances) => evaluate(value, variances, panelBasis),
    moments: (variances) => ({
      value: evaluate(value, variances, panelBasis),
      slope: evaluate(slope, variances, panelBasis),
      valueByVariance: evaluate(value, variances, panelBasisByVariance),
      slopeByVariance: evaluate(slope, variances, panelBasisByVariance),
    }),
  };
}

function momentSeries(name: string, f: (x: number) => number, index: number): Float64Array {
  const nodes = panelNodes(index);
  const series = panelCoefficients(nodes.map((p) => secondMoment(f, p, 16)));
  const limit = panelLimit(index);
  const coarse = secondMoment(f, limit, 16);
  const fine = secondMoment(f, limit, 20);
  if (Math.abs(coarse - fine) <= AGREEMENT * fine) return series;
  throw new AuditError(
    'NOT_CONVERGED',
    {
      expected: `quadrature of the activation "${plainText(name, 60)}" to converge`,
      got: `a relative difference of ${(Math.abs(coarse - fine) / fine).toExponential(1)} between two rules at variance ${limit}`,
      try: 'an activation that is smooth on each side of zero and grows slower than an exponential, or inputs of smaller norm',
    },
    { activation: name, variance: limit, coarse, fine },
  );
}

function secondMoment(f: (x: number) => number, p: number, order: number): number {
  const deviation = Math.sqrt(p);
  const { nodes, weights } = gaussianRule(deviation, order);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const x = deviation * (nodes[i] as number);
    sum += (weights[i] as number) * (f(x) ** 2 + f(-x) ** 2);
  }
  return sum;
}

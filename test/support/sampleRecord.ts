// Which numbers can one record of a sample result have? From a leverage h and a residual its posterior numbers follow exactly
// (u = h/(1 − h)); its attack numbers are those of the Gaussian test with the same KL divergence (separation μ = √(2·KL)).
// Called by sampleResult.ts.

import type { RecordResult } from '../../src/audit/result.ts';
import type { Random } from '../../src/base/random.ts';
import { inverseNormal, normalCdf } from './sampleNormal.ts';

/** δ at which the ε of a sample is stated. */
export const SAMPLE_DELTA = 1e-5;
export const SAMPLE_NOISE_VARIANCE = 0.1;

/** `some-zero`: every fifth record has no leakage at all; `constant`: all records alike. */
export type SampleLeakage = 'typical' | 'tiny' | 'huge' | 'some-zero' | 'all-zero' | 'constant';

export interface Leaning {
  /** h: weight of the record's own target in its prediction, in [0, 1). */
  readonly leverage: number;
  /** ‖α_s‖²/p_s, the squared leave-one-out residual in units of the predictive variance. */
  readonly residual: number;
}

export function leverageAndResidual(row: number, leakage: SampleLeakage, random: Random): Leaning {
  const draw = { leverage: 0.02 + 0.3 * random.uniform() ** 3, residual: Math.exp(1 + 1.3 * random.normal()) };
  switch (leakage) {
    case 'typical':
      return draw;
    case 'tiny':
      return { leverage: draw.leverage * 1e-7, residual: draw.residual };
    case 'huge':
      return { leverage: 0.999 + 0.0009 * random.uniform(), residual: 10 * draw.residual };
    case 'some-zero':
      return row % 5 === 0 ? { leverage: 0, residual: 0 } : draw;
    case 'all-zero':
      return { leverage: 0, residual: 0 };
    case 'constant':
      return { leverage: 0.1, residual: 2 };
  }
}

export function makeRecord(record: number, classIndex: number, classes: number, { leverage, residual }: Leaning): RecordResult {
  const u = leverage / (1 - leverage);
  const withVariance = SAMPLE_NOISE_VARIANCE * leverage;
  const spread = u < 1e-4 ? (u * u) / 2 - (u * u * u) / 3 : u - Math.log1p(u);
  const kl = 0.5 * (classes * spread + u * residual);
  const shiftSquared = u * residual;
  const deltaSquared = shiftSquared * withVariance;
  const mu = Math.sqrt(2 * kl);
  const tprAt = (fpr: number) => rateAt(mu, fpr);
  const result = {
    record,
    classIndex,
    kl,
    klReverse: 0.5 * (classes * (Math.log1p(u) - u / (1 + u)) + shiftSquared / (1 + u)),
    klSymmetric: 0,
    meanDistance: (0.5 * deltaSquared) / classes,
    renyi2: mu * mu,
    hellinger: Math.sqrt(-Math.expm1((-mu * mu) / 8)),
    wasserstein2: Math.sqrt(deltaSquared + classes * withVariance * (Math.sqrt(1 + u) - 1) ** 2),
    totalVariation: 2 * normalCdf(mu / 2) - 1,
    auc: Math.max(0.5, normalCdf(mu / Math.SQRT2)),
    tprAtFpr001Percent: tprAt(0.001),
    tprAtFpr1Percent: tprAt(0.01),
    tprAtFpr10Percent: tprAt(0.1),
    epsilon: epsilonAt(mu, SAMPLE_DELTA),
    varianceRatio: u,
    meanShift: Math.sqrt(shiftSquared),
    leverage,
  };
  const tier: RecordResult['tier'] =
    result.tprAtFpr001Percent >= 0.1 ? 'high' : result.tprAtFpr1Percent >= 0.1 ? 'elevated' : 'low';
  return { ...result, klSymmetric: (result.kl + result.klReverse) / 2, tier };
}

export const separation = (record: RecordResult): number => Math.sqrt(2 * record.kl);

/** True-positive rate of the test between N(μ, 1) and N(0, 1) at a false-positive rate: Φ(μ + Φ⁻¹(fpr)); never below chance. */
function rateAt(mu: number, fpr: number): number {
  return mu === 0 ? fpr : Math.max(fpr, normalCdf(mu + inverseNormal(fpr)));
}

/** δ(ε) = Φ(μ/2 − ε/μ) − e^ε Φ(−μ/2 − ε/μ) of the same test. */
function deltaAt(mu: number, epsilon: number): number {
  if (mu === 0) return 0;
  const second = normalCdf(-mu / 2 - epsilon / mu);
  return Math.max(0, normalCdf(mu / 2 - epsilon / mu) - (second === 0 ? 0 : Math.exp(epsilon + Math.log(second))));
}

function epsilonAt(mu: number, delta: number): number {
  if (deltaAt(mu, 0) <= delta) return 0;
  let low = 0;
  let high = (mu * mu) / 2 + 10 * mu;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (deltaAt(mu, middle) > delta) low = middle;
    else high = middle;
  }
  return high;
}

export function rocPoints(mu: number): [number, number][] {
  const rates = Array.from({ length: 61 }, (_, i) => 10 ** (-6 + i / 10));
  return [[0, 0], ...rates.map((fpr): [number, number] => [Math.min(1, fpr), rateAt(mu, Math.min(1, fpr))])];
}

export function privacyPoints(mu: number): [number, number][] {
  const end = Math.max(0.1, 1.5 * epsilonAt(mu, SAMPLE_DELTA));
  return Array.from({ length: 41 }, (_, i) => [(end * i) / 40, deltaAt(mu, (end * i) / 40)]);
}

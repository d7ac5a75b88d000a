// Which whole curves does a result hold? ROC and (ε, δ) of four records that stand for the range of exposure.

import type { GaussianPair } from '../lood/gaussianPair.ts';
import { exactAuc } from '../membership/auc.ts';
import { deltaAtEpsilon, epsilonAtDelta, operatingPointAtFpr } from '../membership/optimalTest.ts';
import type { AuditResult, RocCurve } from './result.ts';

/**
 * False-positive rates of the drawn ROC: eight a decade from 1e-6, mirrored towards 1, for logarithmic axes and both ends, and every second
 * hundredth for the middle of linear ones.
 */
const LOW_FPRS = Array.from({ length: 46 }, (_, i) => 10 ** (-6 + i / 8)).filter((fpr) => fpr < 0.5);
const HIGH_FPRS = LOW_FPRS.filter((fpr) => fpr > 1e-4).map((fpr) => 1 - fpr);
const MIDDLE_FPRS = Array.from({ length: 49 }, (_, i) => (i + 1) / 50);
const FPRS = [...new Set([...LOW_FPRS, ...MIDDLE_FPRS, ...HIGH_FPRS])].sort((a, b) => a - b);
/** The (ε, δ) curve runs from ε = 0 to where δ has fallen to this. */
const LEAST_DELTA = 1e-8;
const PRIVACY_POINTS = 60;

type Role = RocCurve['role'];

/** The roles and the records that play them, given positions ordered by exposure (most exposed first). */
export function curveRoles(ranked: readonly number[]): readonly { role: Role; position: number }[] {
  const at = (share: number) => ranked[Math.min(ranked.length - 1, Math.floor(share * ranked.length))] as number;
  return [
    { role: 'most-exposed', position: at(0) },
    { role: 'upper-decile', position: at(0.1) },
    { role: 'median', position: at(0.5) },
    { role: 'least-exposed', position: at(1) },
  ];
}

export function rocPoints(pair: GaussianPair): [number, number][] {
  return [[0, 0], ...FPRS.map((fpr): [number, number] => [fpr, operatingPointAtFpr(pair, fpr).tpr]), [1, 1]];
}

export function privacyPoints(pair: GaussianPair): [number, number][] {
  const last = epsilonAtDelta(pair, LEAST_DELTA);
  return Array.from({ length: PRIVACY_POINTS }, (_, i): [number, number] => {
    const epsilon = (last * i) / (PRIVACY_POINTS - 1);
    return [epsilon, deltaAtEpsilon(pair, epsilon)];
  });
}

export function membershipCurves(
  pairs: readonly GaussianPair[],
  recordOf: (position: number) => number,
  ranked: readonly number[],
): Pick<AuditResult['membership'], 'roc' | 'privacy'> {
  const chosen = curveRoles(ranked).map(({ role, position }) => ({
    role,
    record: recordOf(position),
    pair: pairs[position] as GaussianPair,
  }));
  return {
    roc: chosen.map(({ role, record, pair }) => ({ role, record, auc: exactAuc(pair), points: rocPoints(pair) })),
    privacy: chosen.map(({ role, record, pair }) => ({ role, record, points: privacyPoints(pair) })),
  };
}

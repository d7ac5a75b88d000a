// What do the usual approximate intervals say about the ratio TPR/FPR? For comparison with other tools only: none of them promises its level (of
// 30 members and 300 others at rates of 0.1, they are above the truth in 5.1% to 9.0% of cases at 95%). clopperPearsonEpsilon.ts does.

import { AuditError } from '../../base/errors.ts';
import { normalTailQuantile } from '../../statistics/normal.ts';
import { assertLevel } from './bounds.ts';
import type { AttackCounts } from './clopperPearsonEpsilon.ts';

export type ApproximateRatio = 'katz' | 'bailey' | 'adjusted-log' | 'inverse-sinh';

/**
 * Approximate one-sided lower end of the ratio TPR/FPR, whose logarithm would be ε at δ = 0 if it held. With x of n positives and y of m
 * negatives taken for members, R = (x/n)/(y/m) and z the normal quantile at `level`:
 *
 * - katz: R exp(−z √(1/x − 1/n + 1/y − 1/m)) (Katz, Baptista, Azen and Pike, Biometrics 34, 469, 1978)
 * - adjusted-log: the same with ½ added to each count (Walter, Biometrics 31, 371, 1975)
 * - inverse-sinh: R exp(−2 arsinh(½z √(1/x − 1/n + 1/y − 1/m))) (Newcombe, Statistics in Medicine 20, 2889, 2001)
 * - bailey: R ((1 − (z/3) √(a + b − z²ab/9))/(1 − z²b/9))³ with a = (1 − x/n)/x, b = (1 − y/m)/y (Bailey, Biometrics 43, 201, 1987)
 *
 * @throws AuditError OPTION_INVALID for counts without one true and one false positive, of which only `adjusted-log` has anything to say
 */
export function approximateRatio(method: ApproximateRatio, counts: AttackCounts, level = 0.95): number {
  assertLevel(level);
  const half = method === 'adjusted-log' ? 0.5 : 0;
  const x = counts.truePositives + half;
  const y = counts.falsePositives + half;
  const n = counts.positives + half;
  const m = counts.negatives + half;
  if (!(x > 0 && y > 0 && x <= n && y <= m)) throw nothingToDivide(counts);
  const ratio = x / n / (y / m);
  const z = normalTailQuantile(1 - level);
  const a = (1 - x / n) / x;
  const b = (1 - y / m) / y;
  switch (method) {
    case 'katz':
    case 'adjusted-log':
      return ratio * Math.exp(-z * Math.sqrt(a + b));
    case 'inverse-sinh':
      return ratio * Math.exp(-2 * Math.asinh((z / 2) * Math.sqrt(a + b)));
    case 'bailey':
      return ratio * ((1 - (z / 3) * Math.sqrt(a + b - (z * z * a * b) / 9)) / (1 - (z * z * b) / 9)) ** 3;
  }
}

function nothingToDivide({ truePositives, positives, falsePositives, negatives }: AttackCounts): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'at least one true and one false positive',
    got: `${truePositives} of ${positives} and ${falsePositives} of ${negatives}`,
    try: 'clopperPearsonEpsilon, which any counts suit',
  });
}

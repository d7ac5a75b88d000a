// What does the audit come to? Records by tier and the outcome of the limits that the user set.

import { LIMIT_METRICS, type LimitMetric } from './options.ts';
import type { AuditResult, RecordResult } from './result.ts';
import { TIER_RULES, type Tier } from './tiers.ts';

export function verdictOf(
  records: readonly RecordResult[],
  failAbove: Readonly<Record<string, number>> = {},
): AuditResult['verdict'] {
  return {
    tiers: (Object.keys(TIER_RULES) as Tier[]).map((id) => ({
      id,
      rule: TIER_RULES[id],
      records: records.filter((record) => record.tier === id).length,
    })),
    failAbove: Object.entries(failAbove).map(([metric, limit]) => {
      const metricOf = LIMIT_METRICS[metric as LimitMetric];
      const worst = records.reduce((a, b) => (metricOf(b) > metricOf(a) ? b : a));
      return {
        metric,
        limit,
        worst: metricOf(worst),
        record: worst.record,
        exceeded: metricOf(worst) > limit,
        recordsAbove: records.filter((record) => metricOf(record) > limit).length,
      };
    }),
  };
}

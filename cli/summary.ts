// What came out, in a few lines, for the person at the terminal.

import { join } from 'node:path';
import { formatNumber } from '../reports/format.ts';
import type { AuditResult } from '../src/audit/result.ts';
import { plainText } from '../src/base/plainText.ts';

export function summaryLines(result: AuditResult, files: readonly string[], folder: string): string[] {
  const { dataset, records, verdict, summary, warnings } = result;
  const inTier = (id: string) => verdict.tiers.find((tier) => tier.id === id)?.records ?? 0;
  const worst = records.reduce((a, b) => (b.kl > a.kl ? b : a));
  const median = summary.auc.quantiles.find(({ probability }) => probability === 0.5)?.value ?? null;
  const share = (count: number) => `${formatNumber(count, 'integer')} (${formatNumber(count / records.length, 'percent')})`;
  const report = files.find((file) => file.endsWith('report.html')) ?? files[0];
  return [
    ...warnings.map(({ message }) => `warning: ${plainText(message, 500)}`),
    `${plainText(dataset.name)}: ${formatNumber(records.length, 'integer')} records audited, model accuracy without each record ${formatNumber(result.model.leaveOneOutAccuracy, 'percent')}`,
    `high risk ${share(inTier('high'))}, elevated ${share(inTier('elevated'))}, low ${share(inTier('low'))}`,
    `attack AUC: median ${formatNumber(median, 'auc')}, most exposed record ${worst.record} ${formatNumber(worst.auc, 'auc')}`,
    ...verdict.failAbove
      .filter(({ exceeded }) => exceeded)
      .map(
        ({ metric, limit, worst: value, record, recordsAbove }) =>
          `limit exceeded: ${metric} ${formatNumber(value, 'number')} > ${limit} (record ${record}; ${recordsAbove} records above)`,
      ),
    `reports in ${plainText(folder)}: open ${plainText(report ?? join(folder, 'audit.json'))}`,
  ];
}

// What came out, in a few lines, for the person at the terminal. Called by the audit and report commands.

import { formatNumber } from '../reports/format.ts';
import type { AuditResult } from '../src/audit/result.ts';
import { plainText } from '../src/base/plainText.ts';

/** @param files the paths written; none when the result went to stdout */
export function summaryLines(result: AuditResult, files: readonly string[]): string[] {
  const { dataset, records, verdict, summary, warnings } = result;
  const inTier = (id: string) => verdict.tiers.find((tier) => tier.id === id)?.records ?? 0;
  const worst = records.reduce((a, b) => (b.kl > a.kl ? b : a));
  const median = summary.auc.quantiles.find(({ probability }) => probability === 0.5)?.value ?? null;
  const share = (count: number) => `${formatNumber(count, 'integer')} (${formatNumber(count / records.length, 'percent')})`;
  const first = files.find((file) => file.endsWith('.html')) ?? files[0];
  const more = files.length > 1 ? ` (and ${files.length - 1} more ${files.length === 2 ? 'file' : 'files'} there)` : '';
  return [
    ...warnings.map(({ message }) => `warning: ${plainText(message, 500)}`),
    `${plainText(dataset.name)}: ${formatNumber(records.length, 'integer')} records audited; the model gets ${formatNumber(result.model.leaveOneOutAccuracy, 'percent')} of them right when each is left out`,
    `risk: high ${share(inTier('high'))}, elevated ${share(inTier('elevated'))}, low ${share(inTier('low'))}`,
    `attack AUC: median ${formatNumber(median, 'number')}, most exposed record ${worst.record} ${formatNumber(worst.auc, 'number')}`,
    ...verdict.failAbove
      .filter(({ exceeded }) => exceeded)
      .map(
        ({ metric, limit, worst: value, record, recordsAbove }) =>
          `limit exceeded: ${metric} ${formatNumber(value, 'number')} > ${limit} (record ${record}; ${recordsAbove} ${recordsAbove === 1 ? 'record' : 'records'} above)`,
      ),
    ...(first === undefined ? [] : [`open ${plainText(first, 500)}${more}`]),
  ];
}

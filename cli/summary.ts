// What came out, in a few lines, for the person at the terminal. Called by every command that has a result.

import { besideLimit, formatNumber } from '../reports/format.ts';
import type { AnyResult } from '../reports/results.ts';
import { count, listInWords } from '../reports/sections/words.ts';
import type { AuditResult } from '../src/audit/result.ts';
import { assertNever } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import { attackLines } from './attackSummary.ts';
import type { Written } from './output.ts';
import { queryLines } from './querySummary.ts';
import { validationLines } from './validationSummary.ts';

export function summaryLines(result: AnyResult, { files, ofBefore }: Written): string[] {
  return [
    ...result.warnings.map(({ message }) => `warning: ${plainText(message, 500)}`),
    ...resultLines(result),
    ...pathLines(files, ofBefore),
  ];
}

function resultLines(result: AnyResult): string[] {
  switch (result.kind) {
    case 'lood-audit':
      return auditLines(result);
    case 'lood-query':
      return queryLines(result);
    case 'lood-attack':
      return attackLines(result);
    case 'lood-validation':
      return validationLines(result);
    default:
      return assertNever(result);
  }
}

function auditLines(result: AuditResult): string[] {
  const { dataset, records, verdict, summary } = result;
  const inTier = (id: string) => verdict.tiers.find((tier) => tier.id === id)?.records ?? 0;
  const strongest = records.reduce((a, b) => (b.auc > a.auc ? b : a));
  const median = summary.auc.quantiles.find(({ probability }) => probability === 0.5)?.value ?? null;
  const share = (part: number) => `${formatNumber(part, 'integer')} (${formatNumber(part / records.length, 'percent')})`;
  return [
    `${plainText(dataset.name)}: ${count(records.length, 'record')} audited; the model gets ${formatNumber(result.model.leaveOneOutAccuracy, 'percent')} of them right when each is left out`,
    `risk: high ${share(inTier('high'))}, elevated ${share(inTier('elevated'))}, low ${share(inTier('low'))}`,
    `attack AUC: median ${formatNumber(median, 'auc')}, largest ${formatNumber(strongest.auc, 'auc')} (record ${strongest.record})`,
    ...verdict.failAbove
      .filter(({ exceeded }) => exceeded)
      .map(
        ({ metric, limit, worst, record, recordsAbove }) =>
          `limit exceeded: ${metric} ${besideLimit(worst, limit)} > ${limit} (record ${record}; ${count(recordsAbove, 'record')} above)`,
      ),
  ];
}

/** What to open, and what in the same folder would be mistaken for it. */
function pathLines(files: readonly string[], ofBefore: readonly string[]): string[] {
  const first = files.find((file) => file.endsWith('.html')) ?? files[0];
  if (first === undefined) return [];
  const more = files.length > 1 ? ` (and ${count(files.length - 1, 'more file')} there)` : '';
  const open = `open ${plainText(first, 500)}${more}`;
  if (ofBefore.length === 0) return [open];
  const named = ofBefore.slice(0, MOST_NAMED).map((name) => plainText(name, 100));
  const others = ofBefore.length - named.length;
  const list = listInWords([...named, ...(others > 0 ? [`${others} more`] : [])]);
  return [`warning: the output folder also holds ${list} of an earlier run`, open];
}

const MOST_NAMED = 4;

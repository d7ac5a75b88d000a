// How do the numbers of every record reach other tools? records.csv, one row per record in input order. The first seven columns are a
// promise to outside scripts; more may follow them. Called by the output writers of the audit and report commands.

import type { AuditResult, RecordResult } from '../../src/audit/result.ts';
import { plainText } from '../../src/base/plainText.ts';
import { parseNumber } from '../../src/data/writtenNumbers.ts';
import { ranksByRecord } from '../ranking.ts';

interface Row {
  readonly record: RecordResult;
  readonly label: string;
  readonly className: string;
  readonly rank: number;
}

/** Column name and cell; a number is written in full precision, a string goes through `textCell`. */
const COLUMNS: readonly (readonly [name: string, cell: (row: Row) => number | string])[] = [
  ['record', ({ record }) => record.record],
  ['label', ({ label }) => label],
  ['kl', ({ record }) => record.kl],
  ['mean_distance', ({ record }) => record.meanDistance],
  ['auc', ({ record }) => record.auc],
  ['tpr_at_fpr_0.001', ({ record }) => record.tprAtFpr001Percent],
  ['tpr_at_fpr_0.01', ({ record }) => record.tprAtFpr1Percent],
  ['class_name', ({ className }) => className],
  ['tpr_at_fpr_0.1', ({ record }) => record.tprAtFpr10Percent],
  ['advantage', ({ record }) => record.totalVariation],
  ['epsilon', ({ record }) => record.epsilon],
  ['kl_reverse', ({ record }) => record.klReverse],
  ['kl_symmetric', ({ record }) => record.klSymmetric],
  ['renyi_2', ({ record }) => record.renyi2],
  ['hellinger', ({ record }) => record.hellinger],
  ['wasserstein_2', ({ record }) => record.wasserstein2],
  ['variance_ratio', ({ record }) => record.varianceRatio],
  ['mean_shift', ({ record }) => record.meanShift],
  ['leverage', ({ record }) => record.leverage],
  ['rank', ({ rank }) => rank],
  ['tier', ({ record }) => record.tier],
];

/** Names of the columns of records.csv, in order; the names of records follow where the input has them. */
export const CSV_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/**
 * All records as CSV (RFC 4180 quoting, lines ended by `\n`), rows in the order of `record`, numbers in the shortest form that reads
 * back to the same float64. Labels and names are a stranger's text: control characters become visible escapes, and a cell that a
 * spreadsheet would take for a formula gets a leading apostrophe.
 */
export function recordsCsv(result: AuditResult): string {
  const ranks = ranksByRecord(result);
  const classes = result.dataset.classes.map(({ label, name }) => ({ label: textCell(label), className: textCell(name) }));
  const withNames = result.records.some(({ name }) => name !== undefined);
  const lines = [...result.records]
    .sort((a, b) => a.record - b.record)
    .map((record) => {
      const { label = '', className = '' } = classes[record.classIndex] ?? {};
      const row: Row = { record, label, className, rank: ranks.get(record.record) as number };
      return [...COLUMNS.map(([, cell]) => cell(row)), ...(withNames ? [textCell(record.name ?? '')] : [])].join(',');
    });
  const head = withNames ? [...CSV_COLUMNS, 'name'] : CSV_COLUMNS;
  return `${[head.join(','), ...lines].join('\n')}\n`;
}

/** What spreadsheets start a formula with: ASCII and full-width signs, also behind white space, which some strip. */
const FORMULA_START = /^\s*[=+\-@＝＋－＠\t\r]/;

/** A stranger's text as one CSV field that is only ever text; plain numbers such as -1 stay as they are. */
export function textCell(text: string): string {
  const isFormula = FORMULA_START.test(text) && parseNumber(text) === undefined;
  const visible = plainText(text, Number.POSITIVE_INFINITY);
  const safe = isFormula ? `'${visible}` : visible;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

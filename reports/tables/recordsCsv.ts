// How do the numbers of every record reach other tools? records.csv, one row per record in input order. The first seven columns are a
// promise to outside scripts; more may follow them. Called by csvFiles.ts.

import type { AuditResult, RecordResult } from '../../src/audit/result.ts';
import { ranksByRecord } from '../ranking.ts';
import { type CsvColumn, csvText, textCell } from './csv.ts';

interface Row {
  readonly record: RecordResult;
  readonly label: string;
  readonly className: string;
  readonly rank: number;
}

const COLUMNS: readonly CsvColumn<Row>[] = [
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

/** All records in the order of `record`; labels and names are a stranger's text. */
export function recordsCsv(result: AuditResult): string {
  const ranks = ranksByRecord(result);
  const classes = result.dataset.classes.map(({ label, name }) => ({ label: textCell(label), className: textCell(name) }));
  const withNames = result.records.some(({ name }) => name !== undefined);
  const rows = [...result.records]
    .sort((a, b) => a.record - b.record)
    .map((record): Row => {
      const { label = '', className = '' } = classes[record.classIndex] ?? {};
      return { record, label, className, rank: ranks.get(record.record) as number };
    });
  return csvText([...COLUMNS, ...(withNames ? [NAME_COLUMN] : [])], rows);
}

const NAME_COLUMN: CsvColumn<Row> = ['name', ({ record }) => textCell(record.name ?? '')];

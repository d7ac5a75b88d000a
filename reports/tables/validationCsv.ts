// How does a validation reach other tools? validation.csv, one row per record examined, in input order. The first seven columns are a promise to outside
// scripts; more may follow them. Called by csvFiles.ts.

import type { ValidatedRecord, ValidationResult } from '../../src/audit/validationResult.ts';
import { type CsvColumn, csvText, textCell } from './csv.ts';

type Row = ValidatedRecord & { readonly label: string };

const COLUMNS: readonly CsvColumn<Row>[] = [
  ['record', ({ record }) => record],
  ['kl', ({ kl }) => kl],
  ['mean_distance', ({ meanDistance }) => meanDistance],
  ['auc', ({ auc }) => auc],
  ['network_auc', ({ network }) => network.auc],
  ['network_auc_se', ({ network }) => network.aucError],
  ['prediction_distance', ({ network }) => network.predictionDistance],
  ['label', ({ label }) => label],
  ['network_auc_low', ({ network }) => network.aucLow],
  ['network_auc_high', ({ network }) => network.aucHigh],
  ['paper_auc', ({ network }) => network.paperAuc],
  ['paper_auc_se', ({ network }) => network.paperAucError],
  ['network_kl', ({ network }) => network.kl],
  ['network_kl_se', ({ network }) => network.klError],
  ['prediction_distance_se', ({ network }) => network.predictionDistanceError],
  ['influence', ({ rivals }) => rivals?.influence ?? null],
  ['trac_in', ({ rivals }) => rivals?.tracIn ?? null],
  ['loss', ({ rivals }) => rivals?.loss ?? null],
  ['negative_margin', ({ rivals }) => rivals?.negativeMargin ?? null],
];

/** All records in the order of `record`; what was not measured or asked is an empty field. Labels are a stranger's text. */
export function validationCsv({ dataset, records }: Pick<ValidationResult, 'dataset' | 'records'>): string {
  const rows = records
    .toSorted((a, b) => a.record - b.record)
    .map((record): Row => ({ ...record, label: textCell(dataset.classes[record.classIndex]?.label ?? '') }));
  return csvText(COLUMNS, rows);
}

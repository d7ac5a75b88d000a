// What was computed and measured for each single record? The table of all records examined, most exposed networks first. Called by buildReport.ts.

import type { ValidatedRecord, ValidationResult } from '../../../src/audit/validationResult.ts';
import type { Cell, SectionDefinition } from '../../blocks.ts';
import { area } from '../attack/outcomes.ts';
import { auc, className, count, recordName } from '../words.ts';
import { mostExposed } from './records.ts';

/** About one printed page. */
const PRINTED_ROWS = 40;

export const validatedRecords: SectionDefinition<ValidationResult> = {
  id: 'all-records',
  title: 'All records examined',
  question: 'What was computed and measured for each single record?',
  build(result) {
    const ranked = mostExposed(result.records);
    const first = ranked[0] as ValidatedRecord;
    return [
      {
        kind: 'text',
        text:
          `All ${count(ranked.length, 'record')} examined, from ${recordName(result, first)} with an AUC of ${area(first.network.auc)} on networks (${auc(first.auc)} by LOOD) downwards. ` +
          'Records are numbered as in the input, from 0. Measured divergences and distances are cleared of sampling noise on average and may fall below 0. The file ' +
          'validation.csv holds the same in full precision, with standard errors and the scores of other methods.',
      },
      {
        kind: 'record-table',
        file: 'validation.csv',
        caption: `${count(ranked.length, 'record')}, highest AUC on networks first.`,
        printRows: PRINTED_ROWS,
        columns: [
          { title: 'Record', align: 'right', format: 'integer' },
          { title: 'Class', align: 'left' },
          { title: 'AUC, LOOD', align: 'right', format: 'auc' },
          { title: 'AUC, networks', align: 'right', format: 'auc' },
          { title: 'from', align: 'right', format: 'auc' },
          { title: 'to', align: 'right', format: 'auc' },
          { title: 'KL, LOOD (nats)', align: 'right', format: 'number' },
          { title: 'KL, networks (nats)', align: 'right', format: 'number' },
          { title: 'Mean distance, LOOD', align: 'right', format: 'number' },
          { title: 'Prediction distance, networks', align: 'right', format: 'number' },
        ],
        rows: ranked.map(({ record, classIndex, network, ...lood }): Cell[] => [
          record,
          className(result, classIndex),
          lood.auc,
          network.auc,
          network.aucLow,
          network.aucHigh,
          lood.kl,
          network.kl,
          lood.meanDistance,
          network.predictionDistance,
        ]),
        pictures: new Map(),
      },
    ];
  },
};

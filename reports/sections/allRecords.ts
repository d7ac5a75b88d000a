// Where does each single record stand? The table of all records, most exposed first. Called by buildReport.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { Cell, SectionDefinition, TableColumnSpec } from '../blocks.ts';
import { exhibitPictures } from '../pictures.ts';
import { rankRecords } from '../ranking.ts';
import { className, count, inputName, nats, number, recordName, shownName } from './words.ts';

/** About one printed page. */
const PRINTED_ROWS = 40;

export const allRecords: SectionDefinition = {
  id: 'all-records',
  title: 'All records',
  question: 'Where does each single record stand?',
  build(result) {
    const ranked = rankRecords(result);
    const withClassNames = result.dataset.classes.some(({ label, name }) => label !== name);
    const withNames = ranked.some(({ name }) => name !== undefined);
    const first = ranked[0] as AuditResult['records'][number];
    return [
      {
        kind: 'text',
        text:
          `All ${count(ranked.length, 'audited record')}, from ${recordName(result, first)} with a KL divergence of ` +
          `${nats(first.kl)} downwards. Records are numbered as in the input, from 0. Higher = more exposed in every ` +
          'column but the rank; the mean distance is in squared output units. The file records.csv holds the same in full precision, with further measures.',
      },
      {
        kind: 'record-table',
        file: 'records.csv',
        caption: `${count(ranked.length, 'record')}, most exposed first.`,
        printRows: PRINTED_ROWS,
        columns: columns(result, withNames, withClassNames),
        rows: ranked.map((record, index): Cell[] => [
          record.record,
          ...(withNames ? [inputName(record) ?? null] : []),
          shownName(result.dataset.classes[record.classIndex]?.label ?? ''),
          ...(withClassNames ? [className(result, record.classIndex)] : []),
          record.kl,
          record.meanDistance,
          record.auc,
          record.tprAtFpr001Percent,
          record.tprAtFpr1Percent,
          record.epsilon,
          index + 1,
          record.tier,
        ]),
        pictures: exhibitPictures(result),
      },
    ];
  },
};

function columns(result: AuditResult, withNames: boolean, withClassNames: boolean): readonly TableColumnSpec[] {
  return [
    { title: 'Record', align: 'right', format: 'integer' },
    ...(withNames ? [{ title: 'Name', align: 'left' } as const] : []),
    { title: 'Label', align: 'left' },
    ...(withClassNames ? [{ title: 'Class', align: 'left' } as const] : []),
    { title: 'KL divergence (nats)', align: 'right', format: 'number' },
    { title: 'Mean distance', align: 'right', format: 'number' },
    { title: 'AUC', align: 'right', format: 'auc' },
    { title: 'TPR at 0.1% FPR', align: 'right', format: 'percent' },
    { title: 'TPR at 1% FPR', align: 'right', format: 'percent' },
    { title: `ε at δ = ${number(result.membership.delta)}`, align: 'right', format: 'number' },
    { title: 'Rank', align: 'right', format: 'integer' },
    { title: 'Tier', align: 'left' },
  ];
}

// Which records are most and least exposed, and what do they look like? Cards with pictures, or with their most unusual values for tables.
// Called by buildReport.ts.

import type { AuditResult, Exhibit, RecordResult } from '../../src/audit/result.ts';
import type { Block, RecordCard, SectionDefinition } from '../blocks.ts';
import { exhibitPictures, pictureNote } from '../pictures.ts';
import { rankRecords, recordByNumber } from '../ranking.ts';
import { unusualValues, valuesNote } from './unusualValues.ts';
import { auc, className, count, inputName, nats, number, percent, printsAlike, quantile, recordName } from './words.ts';

/** Cards shown of each end, one printed page together; the record table has the pictures of the other exhibits. */
const SHOWN = { most: 20, least: 12 };

export const exhibits: SectionDefinition = {
  id: 'most-and-least-exposed',
  title: 'Most and least exposed records',
  question: 'Which records stand out, and which are safe in the crowd?',
  build(result) {
    const text: Block = { kind: 'text', text: answer(result) };
    if (result.exhibits.length === 0) return [text, ...withoutExhibits(result)];
    const pictures = exhibitPictures(result);
    const half = Math.max(1, result.records.length / 2);
    const cards = (chosen: readonly Exhibit[]): RecordCard[] =>
      chosen.map((exhibit) => {
        const picture = pictures.get(exhibit.record);
        return {
          record: exhibit.record,
          ...titleAndFacts(result, recordByNumber(result, exhibit.record), exhibit.rank),
          ...(picture === undefined ? { values: unusualValues(result, exhibit.values) } : { picture }),
        };
      });
    const note = [result.dataset.image === null ? valuesNote(result) : pictureNote(result.dataset.image, result.exhibits)]
      .filter((words) => words !== '')
      .join(' ');
    const gallery = (caption: string, chosen: readonly Exhibit[]): readonly Block[] =>
      chosen.length === 0
        ? []
        : [{ kind: 'records', caption: `${caption}${note === '' ? '' : ` ${note}`}`, cards: cards(chosen) }];
    return [
      text,
      ...gallery(
        'The most exposed records, most exposed first.',
        result.exhibits.filter(({ rank }) => rank <= half).slice(0, SHOWN.most),
      ),
      ...gallery('The least exposed records.', result.exhibits.filter(({ rank }) => rank > half).slice(-SHOWN.least)),
      {
        kind: 'callout',
        tone: 'caution',
        title: 'This section shows data',
        text:
          'It repeats records of the training set. For people who may not see them, write the reports again without their ' +
          'contents: lood report with the folder of this audit, --contents omit and another --out.',
      },
    ];
  },
};

function answer(result: AuditResult): string {
  const ranked = rankRecords(result);
  const top = ranked[0] as RecordResult;
  const last = ranked[ranked.length - 1] as RecordResult;
  if (printsAlike(top.kl, last.kl)) {
    return (
      `All ${count(ranked.length, 'record')} are equally exposed: the KL divergence of each is ${nats(top.kl)} ` +
      '(computed, not sampled).'
    );
  }
  const median = quantile(result.summary.kl, 0.5);
  const times = median > 0 && !printsAlike(top.kl, median) ? `, ${number(top.kl / median)} times the median` : '';
  return (
    `Of ${count(ranked.length, 'record')}, ${recordName(result, top)} is the most exposed, with a KL divergence of ` +
    `${nats(top.kl)}${times}, and ${recordName(result, last)} the least, with ${nats(last.kl)} (computed for every ` +
    'record, not sampled). Exposed records are often unusual, mislabelled or alone in their region; look whether they ' +
    'belong in the data at all.'
  );
}

function titleAndFacts(result: AuditResult, record: RecordResult, rank: number): Pick<RecordCard, 'title' | 'facts'> {
  const name = inputName(record);
  return {
    title: `#${rank} · record ${record.record} · class ${className(result, record.classIndex)}`,
    facts: [
      ...(name === undefined ? [] : [name]),
      `AUC ${auc(record.auc)}`,
      `caught at 0.1% FPR: ${percent(record.tprAtFpr001Percent)}`,
      `KL ${nats(record.kl)}`,
    ],
  };
}

/** Rows of the list that stands in for cards. */
const LISTED = 10;

function withoutExhibits(result: AuditResult): readonly Block[] {
  const ranked = rankRecords(result);
  return [
    {
      kind: 'text',
      text:
        'This result was saved without the contents of its records, so they are named by their number in the input ' +
        '(counted from 0).',
    },
    {
      kind: 'table',
      caption:
        `The ${count(Math.min(LISTED, ranked.length), 'most exposed record')}, most exposed first. FPR is the share of ` +
        'outsiders wrongly accused.',
      columns: [
        { title: 'Record', align: 'right', format: 'integer' },
        { title: 'Class', align: 'left' },
        { title: 'KL divergence (nats)', align: 'right', format: 'number' },
        { title: 'AUC', align: 'right', format: 'auc' },
        { title: 'Caught at 0.1% FPR', align: 'right', format: 'percent' },
      ],
      rows: ranked.slice(0, LISTED).map((r) => [r.record, className(result, r.classIndex), r.kl, r.auc, r.tprAtFpr001Percent]),
    },
  ];
}

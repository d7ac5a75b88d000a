// How well was each single record rebuilt? The table of all reconstructions, closest first. Called by buildReport.ts.

import type { QueryResult, Reconstruction } from '../../../src/audit/queryResult.ts';
import type { Cell, SectionDefinition } from '../../blocks.ts';
import { className, cosine, count, recordName } from '../words.ts';

/** About one printed page. */
const PRINTED_ROWS = 40;

export const allReconstructions: SectionDefinition<QueryResult> = {
  id: 'all-reconstructions',
  title: 'All reconstructions',
  question: 'How well was each single record rebuilt?',
  build(result) {
    const { records } = result.reconstruction as Reconstruction;
    const ranked = records.toSorted((a, b) => b.cosine - a.cosine || a.record - b.record);
    const [first] = ranked;
    if (first === undefined) return [{ kind: 'text', text: 'The attack was made on 0 records.' }];
    const isImage = result.dataset.image !== null;
    return [
      {
        kind: 'text',
        text:
          `All ${count(ranked.length, 'record')}, from ${recordName(result, first)} with cosine ${cosine(first.cosine)} downwards. Records are numbered as in ` +
          'the input, from 0. The file reconstruction.csv holds the same in full precision.',
      },
      {
        kind: 'record-table',
        file: 'reconstruction.csv',
        caption: `${count(ranked.length, 'reconstruction')}, closest first.`,
        printRows: PRINTED_ROWS,
        columns: [
          { title: 'Record', align: 'right', format: 'integer' },
          { title: 'Class', align: 'left' },
          { title: 'Cosine', align: 'right', format: 'cosine' },
          { title: 'Relative error', align: 'right', format: 'number' },
          ...(isImage
            ? ([
                { title: 'PSNR (dB)', align: 'right', format: 'number' },
                { title: 'SSIM', align: 'right', format: 'cosine' },
              ] as const)
            : []),
          { title: 'Place', align: 'right', format: 'integer' },
          { title: 'Rebuilt', align: 'left' },
        ],
        rows: ranked.map((one): Cell[] => [
          one.record,
          className(result, one.classIndex),
          Math.min(1, one.cosine),
          one.relativeL2,
          ...(isImage ? [one.psnr, one.ssim] : []),
          one.rank,
          one.success ? 'yes' : 'no',
        ]),
        pictures: new Map(),
      },
    ];
  },
};

// How good are the reconstructions, all together? Distributions of the measures, and the place of the true record. Called by buildReport.ts.

import type { QueryResult, Reconstruction } from '../../../src/audit/queryResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { formatNumber } from '../../format.ts';
import { binCount, evenBins } from '../histogram.ts';
import { median } from '../query/searches.ts';
import { cosine, count, number, percent, shareOf } from '../words.ts';

type Rebuilt = Reconstruction['records'][number];

export const quality: SectionDefinition<QueryResult> = {
  id: 'quality',
  title: 'Quality of the reconstructions',
  question: 'How close are the reconstructions to the records, all together?',
  build(result) {
    const reconstruction = result.reconstruction as Reconstruction;
    const { records } = reconstruction;
    if (records.length === 0) return [{ kind: 'text', text: 'The attack was made on 0 records.' }];
    return [
      { kind: 'text', text: answer(records) },
      cosineBlock(reconstruction),
      ...MEASURES.flatMap((measure) => measureBlock(records, measure)),
      rankTable(records, result.dataset.records),
    ];
  },
};

function answer(records: readonly Rebuilt[]): string {
  const cosines = records.map((record) => record.cosine);
  const errors = records.map(({ relativeL2 }) => relativeL2);
  const first = records.filter(({ rank }) => rank === 1).length;
  return (
    `The median cosine of a reconstruction and its record is ${cosine(median(cosines))} and the median relative error ${number(median(errors))} (0 is a ` +
    `perfect copy, 1 the guess that every value is at its mean; computed for each record, not sampled). Of all training records the true one is ` +
    `the nearest to its reconstruction in ${shareOf(first, records.length, records.length === 1 ? 'case' : 'cases')}.`
  );
}

function cosineBlock({ records, threshold }: Reconstruction): Block {
  const cosines = records.map((record) => Math.min(1, record.cosine));
  const least = Math.min(...cosines, threshold);
  const low = [0.99, 0.9, 0.5, 0].find((end) => end <= least) ?? -1;
  const { edges, counts } = evenBins(cosines, low, 1, binCount(cosines.length));
  const reached = cosines.filter((value) => value >= threshold).length;
  return {
    kind: 'figure',
    figure: {
      id: 'reconstruction-cosine',
      title: `${percent(reached / cosines.length)} of the reconstructions reach the cosine of a success`,
      altText:
        `Histogram of the cosine of reconstruction and record over ${count(records.length, 'record')}, from ${cosine(Math.min(...cosines))} to ` +
        `${cosine(Math.max(...cosines))}; ${reached} reach ${threshold}.`,
      x: { label: 'Cosine of reconstruction and record', scale: 'linear', format: 'number', min: low, max: 1 },
      y: { label: 'Records', scale: 'linear', format: 'integer', min: 0 },
      series: [{ kind: 'bars', name: 'Records', role: 'primary', edges, counts }],
      referenceLines: [{ axis: 'x', value: threshold, label: 'success' }],
    },
    caption: 'In standardized values, as the kernel sees them. Further right = closer to the record.',
  };
}

interface MeasureFigure {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly caption: string;
  text(value: number): string;
  read(record: Rebuilt): number | null;
  /** Ends of the axis that hold these values. */
  ends(low: number, high: number): readonly [number, number];
}

const MEASURES: readonly MeasureFigure[] = [
  {
    id: 'reconstruction-psnr',
    name: 'peak signal-to-noise ratio',
    label: 'Peak signal-to-noise ratio (dB)',
    caption:
      'Of pictures, by the mean squared error of their values: from 30 dB on hardly an error is seen. Further right = closer.',
    text: (value) => `${number(value)} dB`,
    read: ({ psnr }) => psnr,
    ends: (low, high) => [10 * Math.floor(low / 10), Math.max(10 * Math.ceil(high / 10), 10 * Math.floor(low / 10) + 10)],
  },
  {
    id: 'reconstruction-ssim',
    name: 'structural similarity',
    label: 'Structural similarity (SSIM)',
    caption: 'Of pictures, by local means, contrasts and patterns: 1 is equal, 0 unrelated. Further right = closer.',
    text: cosine,
    read: ({ ssim }) => ssim,
    ends: (low) => [[0.9, 0.5, 0].find((end) => end <= low) ?? -1, 1],
  },
];

/** A histogram of one measure; nothing where records have none, as those of tables. */
function measureBlock(
  records: readonly Rebuilt[],
  { id, name, label, caption, text, read, ends }: MeasureFigure,
): readonly Block[] {
  const values = records.flatMap((record) => read(record) ?? []);
  if (values.length === 0) return [];
  const [low, high] = ends(Math.min(...values), Math.max(...values));
  const { edges, counts } = evenBins(values, low, high, binCount(values.length));
  const missing = records.length - values.length;
  const figure: Figure = {
    id,
    title: `Half of the reconstructions have a ${name} of ${text(median(values))} or more`,
    altText: `Histogram of the ${name} of ${count(values.length, 'reconstruction')}, from ${text(Math.min(...values))} to ${text(Math.max(...values))}.`,
    x: { label, scale: 'linear', format: 'number', min: low, max: high },
    y: { label: 'Records', scale: 'linear', format: 'integer', min: 0 },
    series: [{ kind: 'bars', name: 'Records', role: 'primary', edges, counts }],
    referenceLines: [{ axis: 'x', value: median(values), label: 'median' }],
  };
  return [
    {
      kind: 'figure',
      figure,
      caption: `${caption}${missing === 0 ? '' : ` Left out: ${count(missing, 'record')} without this measure, perfect copies among them.`}`,
    },
  ];
}

/** Places up to which records are counted. */
const PLACES = [1, 2, 5, 10, 100];

function rankTable(records: readonly Rebuilt[], all: number): Block {
  const worst = Math.max(...records.map(({ rank }) => rank));
  const places = PLACES.filter((_, i) => i === 0 || (PLACES[i - 1] as number) < worst);
  return {
    kind: 'table',
    caption:
      'Place of the true record among all training records by likeness to its reconstruction. 1 is the nearest; guessing would give the middle place, ' +
      `${formatNumber((all + 1) / 2, 'integer')}.`,
    columns: [
      { title: 'Place', align: 'left' },
      { title: 'Records', align: 'right', format: 'integer' },
      { title: 'Share', align: 'right', format: 'percent' },
    ],
    rows: places.map((place) => {
      const within = records.filter(({ rank }) => rank <= place).length;
      return [place === 1 ? '1' : `up to ${place}`, within, within / records.length];
    }),
  };
}

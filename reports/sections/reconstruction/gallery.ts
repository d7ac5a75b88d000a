// What do rebuilt records look like beside the true ones? Rows of pictures, or tables of values. Called by buildReport.ts.

import type { QueryResult, Reconstruction } from '../../../src/audit/queryResult.ts';
import type { Block, PictureStrip, SectionDefinition } from '../../blocks.ts';
import { type ImageShape, keptShape, pictureNote, pictureScale, recordPicture } from '../../pictures.ts';
import { className, cosine, count, listInWords, number } from '../words.ts';
import { criterion } from './attacker.ts';
import { valueTables } from './values.ts';

type Shown = Reconstruction['gallery'][number];

export const gallery: SectionDefinition<QueryResult> = {
  id: 'rebuilt-records',
  title: 'Rebuilt records',
  question: 'What do the rebuilt records look like beside the true ones?',
  build(result) {
    const reconstruction = result.reconstruction as Reconstruction;
    const { image } = result.dataset;
    const shown = reconstruction.gallery;
    return [
      { kind: 'text', text: answer(reconstruction) },
      ...(shown.length === 0
        ? []
        : image === null
          ? valueTables(result, reconstruction)
          : [strips(result, reconstruction, image)]),
      ...(shown.length === 0 ? [] : [SHOWS_DATA]),
    ];
  },
};

const SHOWS_DATA: Block = {
  kind: 'callout',
  tone: 'caution',
  title: 'This section shows data',
  text:
    'It repeats records of the training set, and what an attacker makes of them. For people who may not see them, write the reports again without ' +
    'their contents: lood report with the folder of this run, --contents omit and another --out.',
};

function answer(reconstruction: Reconstruction): string {
  const { gallery: shown, records } = reconstruction;
  if (shown.length === 0) {
    return (
      `This result was saved without the contents of its records, so none of the ${count(records.length, 'rebuilt record')} is shown; the section All ` +
      'reconstructions has their measures.'
    );
  }
  const good = shown.filter(({ record }) => records.find((one) => one.record === record)?.success).length;
  return (
    `Shown are ${count(shown.length, 'record')} of ${records.length}, ${good} of them rebuilt to ${criterion(reconstruction)} (the first of the run, ` +
    'not chosen by success).'
  );
}

function strips(result: QueryResult, reconstruction: Reconstruction, image: ImageShape): Block {
  const { gallery: shown } = reconstruction;
  // By the true records: what an attack puts outside their range is cut off.
  const truths = shown.map(({ truth, block }) => ({ values: truth, block }));
  const scale = pictureScale(truths);
  const range = { low: 0, high: scale.high - scale.low, stretched: false };
  const most = Math.max(0, ...shown.map(({ steps }) => steps.length));
  const same = commonIterations(shown, most);
  const rows = shown.map((one): PictureStrip => {
    const shape = keptShape(image, one.block);
    const picture = (values: readonly number[]) => recordPicture(values, shape, scale);
    const difference = one.truth.map((value, i) => Math.abs((one.reconstruction[i] as number) - value));
    return {
      record: one.record,
      ...titleAndFacts(result, reconstruction, one, same === undefined),
      pictures: [
        picture(one.truth),
        picture(one.start),
        ...Array.from({ length: most }, (_, i) => {
          const step = one.steps[i];
          return step === undefined ? null : picture(step.values);
        }),
        picture(one.reconstruction),
        recordPicture(difference, shape, range),
      ],
    };
  });
  const steps = Array.from({ length: most }, (_, i) => (same === undefined ? `Step ${i + 1}` : `Iteration ${same[i]}`));
  return {
    kind: 'strips',
    id: 'gallery',
    caption: [
      'Records as they were rebuilt.',
      'In the last column black means equal, white that true and rebuilt value are as far apart as the range of values allows.',
      pictureNote(image, truths),
    ]
      .filter((words) => words !== '')
      .join(' '),
    columns: ['True record', 'Start', ...steps, 'Rebuilt', 'Difference'],
    rows,
  };
}

/** The iterations of the steps where all rows have the same ones; they then stand over the columns. */
function commonIterations(shown: readonly Shown[], most: number): readonly number[] | undefined {
  const [first, ...others] = shown.map(({ steps }) => steps.map(({ iteration }) => iteration));
  if (first === undefined || first.length !== most) return undefined;
  return others.every((own) => own.join() === first.join()) ? first : undefined;
}

function titleAndFacts(
  result: QueryResult,
  { records }: Reconstruction,
  { record, steps }: Shown,
  withSteps: boolean,
): Pick<PictureStrip, 'title' | 'facts'> {
  const measured = records.find((one) => one.record === record);
  if (measured === undefined) return { title: `record ${record}`, facts: [] };
  const { classIndex, psnr, ssim, rank, success } = measured;
  const iterations = steps.map(({ iteration }) => String(iteration));
  return {
    title: `record ${record} · class ${className(result, classIndex)}`,
    facts: [
      `cosine ${cosine(measured.cosine)}${success ? ' (rebuilt)' : ''}`,
      ...(psnr === null ? [] : [`PSNR ${number(psnr)} dB`]),
      ...(ssim === null ? [] : [`SSIM ${cosine(ssim)}`]),
      `place ${rank} by likeness`,
      ...(withSteps && iterations.length > 0
        ? [`steps: ${iterations.length === 1 ? 'iteration' : 'iterations'} ${listInWords(iterations)}`]
        : []),
    ],
  };
}

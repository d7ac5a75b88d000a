// How good are the reconstructions? Metrics of each, the share of successes, and a gallery, in the words of the result object. Called by
// reconstructRecords.ts.

import type { RunOptions } from '../../base/progress.ts';
import { type Matrix, matrix, rowOf } from '../../linalg/matrix.ts';
import type { Step } from '../../query/climbTogether.ts';
import { likenessOf } from '../../reconstruction/likeness.ts';
import { cosine, psnr, relativeL2 } from '../../reconstruction/metrics.ts';
import { pixelRange } from '../../reconstruction/pixelRange.ts';
import { ranksOfRecords } from '../../reconstruction/rank.ts';
import { ssim } from '../../reconstruction/ssim.ts';
import { shareInterval } from '../../statistics/shareInterval.ts';
import { shownValues, VALUE_BUDGET } from '../exhibits.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { Reconstruction } from '../queryResult.ts';

/** A record and what an attack made of it. */
export interface Rebuilt {
  /** Of the record. */
  readonly position: number;
  /** [d], standardized. */
  readonly point: Float64Array;
  /** Answers of the model that went into it. */
  readonly answers: number;
  readonly iterations: number;
  /** On the way, the start first. */
  readonly steps: readonly Step[];
}

/** Records shown, at most and at least. */
export const MOST_SHOWN = 12;
const LEAST_SHOWN = 2;
/** Pictures of each: record, start, three steps, reconstruction. */
const PICTURES = 6;
const STEPS = 3;
/** Digits of values in a gallery: more than a picture or a table shows. */
const DIGITS = 5;

/** @throws AuditError CANCELLED */
export async function describeReconstructions(
  fitted: FittedSubject,
  rebuilt: readonly Rebuilt[],
  about: Pick<Reconstruction, 'threatModel' | 'scale' | 'answerDecimals' | 'threshold'>,
  run: RunOptions = {},
): Promise<Reconstruction> {
  const { gp, prepared, dataset, spec, engine } = fitted;
  const points = stacked(rebuilt, gp.inputs.cols);
  const positions = rebuilt.map(({ position }) => position);
  const ranks = await ranksOfRecords(engine, points, gp.inputs, positions, likenessOf(spec), { signal: run.signal });
  const range = pixelRange(dataset);
  const records = rebuilt.map(({ position, point }, i): Reconstruction['records'][number] => {
    const record = rowOf(gp.inputs, position);
    const [truth, shown] = [prepared.restore(record), prepared.restore(point)];
    const likeness = cosine(point, record);
    return {
      record: prepared.rows[position] as number,
      classIndex: prepared.labels[position] as number,
      cosine: likeness,
      relativeL2: relativeL2(point, record),
      psnr: psnr(shown, truth, range?.peak ?? null),
      ssim: ssim(shown, truth, dataset.image, range),
      rank: ranks[i] as number,
      success: likeness >= about.threshold,
    };
  });
  const successes = records.filter(({ success }) => success).length;
  return {
    ...about,
    answers: Math.max(...rebuilt.map(({ answers }) => answers)),
    success: { successes, records: records.length, ...shareInterval(successes, records.length) },
    records,
    gallery: galleryOf(fitted, rebuilt),
  };
}

function galleryOf({ gp, prepared, dataset }: FittedSubject, rebuilt: readonly Rebuilt[]): Reconstruction['gallery'] {
  const affordable = Math.floor(VALUE_BUDGET / (PICTURES * dataset.dimensions));
  const count = Math.max(LEAST_SHOWN, Math.min(MOST_SHOWN, affordable));
  return rebuilt.slice(0, count).map(({ position, point, steps }) => {
    const valuesOf = (standardized: Float64Array) =>
      shownValues(
        prepared.restore(standardized).map((value) => Number(value.toPrecision(DIGITS))),
        dataset.image,
      );
    const [start, ...later] = steps as readonly [Step, ...Step[]];
    const { values, ...kept } = valuesOf(rowOf(gp.inputs, position));
    return {
      record: prepared.rows[position] as number,
      truth: values,
      start: valuesOf(sizedLike(start.point, point)).values,
      steps: spread(later, STEPS).map(({ iteration, point: at }) => ({
        iteration,
        values: valuesOf(sizedLike(at, point)).values,
      })),
      reconstruction: valuesOf(point).values,
      ...kept,
    };
  });
}

/** The point with the norm of the reconstruction, so that pictures on the way are as bright: kernels often do not see the scale. */
function sizedLike(point: Float64Array, reconstruction: Float64Array): Float64Array {
  const norm = (vector: Float64Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  const factor = norm(reconstruction) / (norm(point) || 1);
  return point.map((value) => factor * value);
}

/** Up to `count` items, evenly spread, the last one left out: the reconstruction itself follows. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 1) * items.length) / (count + 1))] as Item);
}

function stacked(rebuilt: readonly Rebuilt[], d: number): Matrix {
  const out = matrix(rebuilt.length, d);
  rebuilt.forEach(({ point }, i) => {
    out.data.set(point, i * d);
  });
  return out;
}

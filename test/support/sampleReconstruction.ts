// What do reconstructed records look like? True values mixed with noise, more of it where the quality is poor, with measures computed from the
// values themselves. Called by sampleQueryResult.ts.

import type { QueryResult, Reconstruction, SearchResult } from '../../src/audit/queryResult.ts';
import type { Random } from '../../src/base/random.ts';
import type { QuerySampleOptions } from './sampleQueryResult.ts';
import { makeValues } from './sampleValues.ts';

const THRESHOLD = 0.999;
const SHOWN = 8;
/** Share of noise in a reconstruction, by its place. */
const NOISE = {
  good: (i: number) => 0.002 + 0.004 * i,
  mixed: (i: number) => 0.004 * i ** 2.2,
  perfect: () => 0,
  poor: (i: number) => 0.5 + 0.05 * i,
} as const;

export function sampleReconstruction(
  options: QuerySampleOptions,
  searches: readonly SearchResult[],
  dataset: QueryResult['dataset'],
  { mean, scale }: QueryResult['preprocessing'],
  random: Random,
): Reconstruction {
  const { data = 'images', quality = 'good', gallery = true, threatModel = 'distributions' } = options;
  const isImage = dataset.image !== null;
  const rebuilt = searches.map((search, i) => {
    const record = search.records[0] as number;
    const classIndex = search.classIndexes[0] as number;
    const truth = makeValues(data, classIndex, random);
    const start = makeValues(data, classIndex + 1, random).map((value) => value * (0.6 + 0.4 * random.uniform()));
    const noise = Math.min(0.9, NOISE[quality](i));
    const towards = (share: number) => truth.map((value, j) => (1 - share) * value + share * (start[j] as number));
    return { record, classIndex, truth, start, reconstruction: towards(noise), towards, iterations: search.iterations };
  });
  const records = rebuilt.map(({ record, classIndex, truth, reconstruction }) => {
    const [x, r] = [truth, reconstruction].map((values) =>
      values.map((value, j) => (value - (mean[j % mean.length] as number)) / (scale[j % scale.length] as number)),
    ) as [number[], number[]];
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, j) => sum + v * (b[j] as number), 0);
    const error = r.map((value, j) => value - (x[j] as number));
    const cosine = Math.min(1, dot(x, r) / Math.sqrt(dot(x, x) * dot(r, r)));
    const squared = truth.reduce((sum, v, j) => sum + (v - (reconstruction[j] as number)) ** 2, 0) / truth.length;
    const peak = data === 'colour' ? 1 : 255;
    return {
      record,
      classIndex,
      cosine,
      relativeL2: Math.sqrt(dot(error, error) / dot(x, x)),
      psnr: isImage && squared > 0 ? -10 * Math.log10(squared / peak ** 2) : null,
      ssim: isImage && data === 'images' ? Math.max(-1, 2 * cosine - 1) : null,
      rank: cosine >= 0.9 ? 1 : 1 + Math.round(60 * (1 - cosine)),
      success: cosine >= THRESHOLD,
    };
  });
  const successes = records.filter(({ success }) => success).length;
  const n = records.length;
  const rate = successes / n;
  // Wilson's interval stands in for Clopper and Pearson's, which tests of reports need not repeat.
  const centre = (rate + 1.92 / n) / (1 + 3.84 / n);
  const half = (1.96 / (1 + 3.84 / n)) * Math.sqrt((rate * (1 - rate)) / n + 0.96 / n ** 2);
  return {
    threatModel,
    scale: options.scale ?? 'known',
    answers: threatModel === 'distributions' ? 1400 : 300,
    ...(options.answerDecimals === undefined ? {} : { answerDecimals: options.answerDecimals }),
    threshold: THRESHOLD,
    success: { successes, records: n, rate, low: Math.max(0, centre - half), high: Math.min(1, centre + half), level: 0.95 },
    records,
    gallery: gallery
      ? rebuilt.slice(0, SHOWN).map(({ record, truth, start, reconstruction, towards, iterations }) => ({
          record,
          truth,
          start,
          steps: [1, 2, 4, 8, 16]
            .filter((iteration) => iteration < iterations)
            .slice(-3)
            .map((iteration) => ({ iteration, values: towards(0.85 ** iteration) })),
          reconstruction,
        }))
      : [],
  };
}

// What does the leakage around a record look like? A peak at the record, wider along some directions than along others, with mean distance that
// may rise beyond it. Called by sampleQueryResult.ts.

import type { Landscape } from '../../src/audit/queryResult.ts';
import type { Random } from '../../src/base/random.ts';
import type { QuerySampleOptions } from './sampleQueryResult.ts';
import { aucOf, leakageOfRecord } from './sampleSearches.ts';

/** Name, words, and the offset at which half of the leakage is left. */
const DIRECTIONS = [
  ['nearest', 'towards the nearest other record, record 203', 22],
  ['random', 'a random direction, the same for every value of --seed 3', 41],
  ['ones', 'all values raised alike', 60],
  ['search', 'towards the best query outside the excluded ball', 33],
  ['scale', 'along the record itself: offset −1 is the mean, +1 twice the record', 400],
] as const;

/** Offsets of pictures, whose values are bytes; tables and vectors have standard deviations or small values. */
const SPAN = 60;
const LINE_POINTS = 41;
const PLANE_POINTS = 25;

export function sampleLandscape(options: QuerySampleOptions, random: Random): Landscape {
  const { directions = 3, plane = true } = options;
  const klAtRecord = leakageOfRecord(options, random);
  const measures = (kl: number, offset: number) => ({
    kl,
    meanDistance: 0.08 * kl * (1 + Math.max(0, offset / SPAN)),
    auc: aucOf(kl),
  });
  const at = (offset: number, half: number) => klAtRecord / (1 + (offset / half) ** 2);
  const offsets = (points: number) => Array.from({ length: points }, (_, i) => SPAN * ((2 * i) / (points - 1) - 1));
  const grid = offsets(PLANE_POINTS);
  const planeKl = grid.flatMap((second) => grid.map((first) => klAtRecord / (1 + (first / 22) ** 2 + (second / 41) ** 2)));
  return {
    record: 17,
    span: SPAN,
    unit: options.data === 'table' ? 'standard deviations' : 'input',
    klAtRecord,
    lines: DIRECTIONS.slice(0, directions).map(([direction, description, half]) => ({
      direction,
      description,
      points: offsets(LINE_POINTS).map((offset) => ({ offset, ...measures(at(offset, half), offset) })),
    })),
    plane: plane
      ? {
          directions: ['nearest', 'random'],
          offsets: grid,
          kl: planeKl,
          meanDistance: planeKl.map((kl) => 0.08 * kl),
          auc: planeKl.map(aucOf),
        }
      : null,
  };
}

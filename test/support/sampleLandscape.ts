// What does the leakage around a record look like? A peak at the record, wider along some directions than along others, with mean distance that
// may rise beyond it. Called by sampleQueryResult.ts.

import type { Landscape } from '../../src/audit/queryResult.ts';
import type { Random } from '../../src/base/random.ts';
import type { QuerySampleOptions } from './sampleQueryResult.ts';
import { aucOf, leakageOfRecord } from './sampleSearches.ts';

/** Name, words, and the offset at which half of the leakage is left. */
const DIRECTIONS = [
  ['nearest', 'towards record 203, the nearest one, which lies at offset 71.4', 22],
  ['random', 'a random direction', 41],
  ['ones', 'every value by the same amount', 60],
  ['search', 'the way of a search that starts at random noise, by distance from the record', 33],
  ['scale', 'away from the mean of the data, without changing the direction in which the record lies', 400],
] as const;

/** Offsets of pictures, whose values are bytes; tables and vectors have standard deviations or small values. */
const SPAN = 60;
const LINE_POINTS = 41;
/** Distances from the record after each iteration of a search. */
const WAY = [95, 80, 61, 40, 22, 24, 9, 3, 0.4, 0];
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
      points: (direction === 'search' ? WAY : offsets(LINE_POINTS)).map((offset) => ({
        offset,
        ...measures(at(offset, half), offset),
      })),
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

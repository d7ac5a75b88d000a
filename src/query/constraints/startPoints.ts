// Where does a search begin when nobody says so? At noise within the range of the data, or at training records, drawn from a seed. Called by the
// pipelines of queries; starts from a file are read by loadStarts.ts.

import { type Random, sampleWithoutReplacement } from '../../base/random.ts';
import { type Matrix, selectRows } from '../../linalg/matrix.ts';
import { queriesOf } from './rows.ts';
import type { ValueRange } from './valueRange.ts';

/**
 * m queries of uniform noise over the range of the data, which serves also where any values may be asked; m·d values. In tables all places of a
 * column of categories are noise: the domain makes shares of them.
 */
export function uniformStart({ low, high }: ValueRange, queries: number, random: Random): Float64Array {
  const point = new Float64Array(queries * low.length);
  for (const row of queriesOf(point, low.length)) {
    for (let j = 0; j < row.length; j++)
      row[j] = (low[j] as number) + random.uniform() * ((high[j] as number) - (low[j] as number));
  }
  return point;
}

export interface RecordStart {
  /** Positions of the records among the training inputs, one for each query. */
  readonly records: readonly number[];
  /** m·d values. */
  readonly point: Float64Array;
}

/**
 * m training records, different ones where there are as many.
 *
 * @param inputs the standardized training inputs, [n, d]
 * @param except positions that are not drawn, where others are left: the records that a search is about
 */
export function recordStart(inputs: Matrix, queries: number, random: Random, except: readonly number[] = []): RecordStart {
  const all = Array.from({ length: inputs.rows }, (_, i) => i);
  const others = all.filter((i) => !except.includes(i));
  const candidates = others.length > 0 ? others : all;
  const records: number[] = [];
  while (records.length < queries) {
    records.push(...sampleWithoutReplacement(candidates, Math.min(candidates.length, queries - records.length), random));
  }
  return { records, point: selectRows(inputs, records).data };
}

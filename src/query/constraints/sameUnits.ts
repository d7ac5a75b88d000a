// Are pictures of a pool on the scale of the training images? Bytes from 0 to 255 beside numbers from 0 to 1 have the right shape and mean nothing.
// Called by pool.ts.

import { AuditError } from '../../base/errors.ts';
import { quotedPath } from '../../base/plainText.ts';
import type { PreparedDataset } from '../../data/prepared.ts';
import type { Matrix } from '../../linalg/matrix.ts';

/** Ratio of standard deviations from which images count as measured in other units: 255 between the usual two. */
const OTHER_UNITS = 50;

/**
 * Compares the standard deviations of all values; O((N + n) d). A pool of constant pictures is let pass.
 *
 * @param rows standardized, [N, d]
 * @throws AuditError RECORDS_INVALID for images whose values vary many times as much as those of the training images, or as little
 */
export function assertSameUnits({ dataset, inputs }: PreparedDataset, rows: Matrix, name: string): void {
  if (dataset.image === undefined) return;
  const ratio = deviation(rows.data) / deviation(inputs.data);
  if (ratio === 0 || (ratio > 1 / OTHER_UNITS && ratio < OTHER_UNITS)) return;
  throw new AuditError(
    'RECORDS_INVALID',
    {
      expected: `the images of ${quotedPath(name)} to be on the scale of the training images`,
      got: `values that vary ${Number(ratio.toPrecision(2))} times as much`,
      try: `${ratio > 1 ? 'dividing' : 'multiplying'} them, by 255 where one has bytes and the other numbers from 0 to 1`,
    },
    { ratio },
  );
}

/** Population standard deviation, to some digits. */
function deviation(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

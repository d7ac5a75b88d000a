// Are pictures of a pool on the scale of the training images? Bytes from 0 to 255 beside numbers from 0 to 1 have the right shape and mean nothing.
// Called by pool.ts.

import { AuditError } from '../../base/errors.ts';
import { quotedPath } from '../../base/plainText.ts';
import type { PreparedDataset } from '../../data/prepared.ts';
import type { Matrix } from '../../linalg/matrix.ts';
import { scalingOf, type ValueRange } from './valueRange.ts';

/** Ratio of standard deviations from which images count as measured in other units: 255 between the usual two. */
const OTHER_UNITS = 50;
/** Ratio that rounding makes of none. */
const CONSTANT = 1e-6;

/**
 * Compares the standard deviations of all values in the input's units; O((N + n) d). A pool of constant pictures is let pass.
 *
 * @param rows standardized, [N, d]
 * @throws AuditError RECORDS_INVALID for images whose values vary many times as much as those of the training images, or as little
 */
export function assertSameUnits(prepared: PreparedDataset, rows: Matrix, name: string): void {
  if (prepared.dataset.image === undefined) return;
  const scaling = scalingOf(prepared);
  const ratio = deviation(rows, scaling) / deviation(prepared.inputs, scaling);
  if (ratio < CONSTANT || (ratio > 1 / OTHER_UNITS && ratio < OTHER_UNITS)) return;
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

/** Population standard deviation of all values together, to some digits. */
function deviation({ data, cols }: Matrix, { mean, scale }: Pick<ValueRange, 'mean' | 'scale'>): number {
  // Counted from a value near the middle.
  const [centre] = mean as unknown as [number];
  let [sum, squares] = [0, 0];
  for (let at = 0, j = 0; at < data.length; at++, j = j + 1 === cols ? 0 : j + 1) {
    const raw = (data[at] as number) * (scale[j] as number) + (mean[j] as number) - centre;
    sum += raw;
    squares += raw * raw;
  }
  return Math.sqrt(Math.max(0, squares / data.length - (sum / data.length) ** 2));
}

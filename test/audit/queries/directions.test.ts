import { describe, expect, test } from '@jest/globals';
import { offsetBetween, offsetUnitOf, placeUnits, straightDirection } from '../../../src/audit/queries/directions.ts';
import { rowOf } from '../../../src/linalg/matrix.ts';
import { displaced } from '../../../src/query/landscape.ts';
import { expectClose } from '../../support/matchers.ts';
import { ALGEBRA } from '../../support/tolerances.ts';
import { clouds, pictureDataset, tableDataset, withFitted } from './support.ts';

const NAMES = ['ones', 'random', 'nearest', 'scale'] as const;
const rootMeanSquare = (values: ArrayLike<number>) => Math.hypot(...Array.from(values)) / Math.sqrt(values.length);

describe('straightDirection', () => {
  test.each(NAMES)('%s changes the values of a picture by one unit of the input, as root mean square', async (name) => {
    await withFitted(pictureDataset(), {}, (fitted) => {
      expect(offsetUnitOf(fitted)).toBe('input');
      const { vector } = straightDirection(fitted, 2, 4, name);
      const record = rowOf(fitted.gp.inputs, 2);
      const [before, after] = [record, displaced(record, 1, vector)].map((row) => fitted.prepared.restore(row));
      expect(rootMeanSquare((after as Float64Array).map((value, j) => value - (before?.[j] as number)))).toBeCloseTo(1, 10);
      expect(offsetBetween(placeUnits(fitted), record, displaced(record, -7, vector))).toBeCloseTo(7, 10);
    });
  });

  test.each(NAMES)('%s changes the features of a table by one standard deviation', async (name) => {
    await withFitted(tableDataset(), {}, (fitted) => {
      expect(offsetUnitOf(fitted)).toBe('standard deviations');
      const { vector } = straightDirection(fitted, 2, 4, name);
      expect(rootMeanSquare(vector)).toBeCloseTo(1, 12);
      expect(Array.from(placeUnits(fitted))).toEqual([1, 1, 1, 1, 1]);
    });
  });

  test('ones changes every value of the input by the same amount', async () => {
    await withFitted(pictureDataset(), {}, (fitted) => {
      const record = rowOf(fitted.gp.inputs, 2);
      const after = fitted.prepared.restore(displaced(record, 3, straightDirection(fitted, 2, 4, 'ones').vector));
      expectClose(
        after,
        fitted.prepared.restore(record).map((value) => value + 3),
        ALGEBRA,
      );
    });
  });

  test('nearest leads to the record, at the offset that it names', async () => {
    await withFitted(clouds(), { normalize: 'none' }, (fitted) => {
      const { vector, description } = straightDirection(fitted, 2, 4, 'nearest');
      const offset = Number(/record 4, the nearest one, which lies at offset ([\d.]+)$/.exec(description)?.[1]);
      // Named to four digits.
      expectClose(displaced(rowOf(fitted.gp.inputs, 2), offset, vector), rowOf(fitted.gp.inputs, 4), 1e-3);
    });
  });

  test('scale keeps the direction in which the record lies from the mean', async () => {
    await withFitted(clouds(), {}, (fitted) => {
      const record = rowOf(fitted.gp.inputs, 2);
      const { vector } = straightDirection(fitted, 2, 4, 'scale');
      const factor = (vector[0] as number) / (record[0] as number);
      expect(factor).toBeGreaterThan(0);
      expectClose(
        vector,
        record.map((value) => factor * value),
        ALGEBRA,
      );
    });
  });

  test('random is drawn from the seed', async () => {
    const drawn = (seed: number) => withFitted(clouds(), { seed }, (fitted) => straightDirection(fitted, 2, 4, 'random').vector);
    expect(await drawn(0)).toEqual(await drawn(0));
    expect(await drawn(0)).not.toEqual(await drawn(1));
  });
});

import { describe, expect, test } from '@jest/globals';
import type { FittedSubject } from '../../../src/audit/fitSubject.ts';
import { describeReconstructions, MOST_SHOWN, type Rebuilt } from '../../../src/audit/queries/reconstructionResult.ts';
import { rowOf } from '../../../src/linalg/matrix.ts';
import { pictureDataset, tableDataset, withFitted } from './support.ts';

const about = { threatModel: 'distributions', scale: 'estimated', threshold: 0.9 } as const;
/** Record s, changed, after steps from its negative. */
function rebuilt({ gp }: FittedSubject, position: number, change: (value: number, j: number) => number, steps = 6): Rebuilt {
  const record = rowOf(gp.inputs, position);
  const at = (share: number) => record.map((value) => share * value);
  return {
    position,
    point: record.map(change),
    answers: 10 * position,
    iterations: 2 ** steps,
    steps: Array.from({ length: steps }, (_, k) => ({ iteration: k, point: at(k - 1) })),
  };
}

describe('describeReconstructions', () => {
  test('holds a copy to be perfect, and has no signal-to-noise ratio for it', async () => {
    await withFitted(pictureDataset(), {}, async (fitted) => {
      const { records, success, answers } = await describeReconstructions(fitted, [rebuilt(fitted, 2, (value) => value)], about);
      expect(records).toEqual([
        { record: 2, classIndex: 0, cosine: 1, relativeL2: 0, psnr: null, ssim: null, rank: 1, success: true },
      ]);
      expect(success).toMatchObject({ successes: 1, records: 1, rate: 1, high: 1 });
      // Clopper and Pearson: 1 of 1.
      expect(success.low).toBeCloseTo(0.025, 12);
      expect(answers).toBe(20);
    });
  });

  test('measures errors in the input’s units, and distances in standardized ones', async () => {
    await withFitted(pictureDataset(), {}, async (fitted) => {
      const [scale = 0] = fitted.prepared.normalization.scale;
      // Every pixel off by ten grey levels.
      const { records } = await describeReconstructions(fitted, [rebuilt(fitted, 3, (value) => value + 10 / scale)], about);
      const record = rowOf(fitted.gp.inputs, 3);
      expect(records[0]?.psnr).toBeCloseTo(20 * Math.log10(255 / 10), 9);
      expect(records[0]?.relativeL2).toBeCloseTo((10 / scale) * (Math.sqrt(6) / Math.hypot(...record)), 12);
      expect(records[0]?.rank).toBe(1);
    });
  });

  test('ranks the record among all, and counts what falls short of the threshold', async () => {
    await withFitted(tableDataset(), { kernel: 'rbf', limit: 15 }, async (fitted) => {
      const other = rowOf(fitted.gp.inputs, 7);
      const all = [rebuilt(fitted, 2, (_, j) => other[j] as number), rebuilt(fitted, 5, (value) => 0.9 * value)];
      const { records, success } = await describeReconstructions(fitted, all, about);
      expect(records.map(({ record }) => record)).toEqual([2, 5].map((s) => fitted.prepared.rows[s]));
      expect(records[0]?.rank).toBeGreaterThan(1);
      expect(records[1]).toMatchObject({ rank: 1, psnr: null, ssim: null });
      expect(records[1]?.cosine).toBeCloseTo(1, 12);
      expect(success.successes).toBe((records[0]?.cosine as number) >= 0.9 ? 2 : 1);
    });
  });

  test('shows at most twelve records, each from its start over three steps, sized like the end', async () => {
    await withFitted(pictureDataset(16), {}, async (fitted) => {
      const all = Array.from({ length: 14 }, (_, s) => rebuilt(fitted, s, (value) => 2 * value));
      const { gallery } = await describeReconstructions(fitted, all, about);
      expect(gallery).toHaveLength(MOST_SHOWN);
      const [first] = gallery;
      const shown = (factor: number) =>
        Array.from(fitted.prepared.restore(rowOf(fitted.gp.inputs, 0).map((value) => factor * value)));
      const expectShown = (values: readonly number[] | undefined, factor: number) => {
        shown(factor).forEach((value, j) => {
          expect(Math.abs((values?.[j] as number) - value)).toBeLessThan(1e-3 * Math.abs(value) + 1e-9);
        });
      };
      expectShown(first?.truth, 1);
      expectShown(first?.reconstruction, 2);
      // The start is the negative: as long as the end.
      expectShown(first?.start, -2);
      expect(first?.steps.map(({ iteration }) => iteration)).toEqual([2, 3, 4]);
      for (const { values } of first?.steps ?? []) expectShown(values, 2);
    });
  });

  test('shows a search that ended at once without steps', async () => {
    await withFitted(tableDataset(), {}, async (fitted) => {
      const { gallery } = await describeReconstructions(fitted, [rebuilt(fitted, 1, (value) => value, 1)], about);
      expect(gallery[0]?.steps).toEqual([]);
    });
  });
});

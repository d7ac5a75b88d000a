import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { errorOfGroups, jackknifeError } from '../../../src/networks/empiricalLood/jackknife.ts';
import { meanShift, type OutputSamples } from '../../../src/networks/empiricalLood/outputSamples.ts';
import { deviationOf, sampleOutputs } from './sampleOutputs.ts';

const shiftOf = (samples: OutputSamples) => meanShift(samples).shift[0] as number;

describe('jackknifeError', () => {
  test.each([undefined, 0.8])(
    'of the difference of means is its classical error, with a correlation of pairs of %s',
    (correlation) => {
      const samples = sampleOutputs(
        { networks: 30, outputs: 1, deviation: 2, ...(correlation && { correlation }) },
        createRandom(1),
      );
      expect(jackknifeError(samples, shiftOf)).toBeCloseTo(Math.sqrt(meanShift(samples).errorCovariance[0] as number), 12);
    },
  );

  test('leaves out networks of unequal worlds in turn', () => {
    const { withRecord, ...rest } = sampleOutputs({ networks: 12, outputs: 2 }, createRandom(2));
    const samples = { ...rest, withRecord: withRecord.slice(0, 10) };
    expect(jackknifeError(samples, shiftOf)).toBeCloseTo(Math.sqrt(meanShift(samples).errorCovariance[0] as number), 12);
  });

  test('of many networks asks for 40 estimates of pairs, whose error is about the classical one', () => {
    const samples = sampleOutputs({ networks: 410, outputs: 2, correlation: 0.2 }, createRandom(3));
    const sizes: number[] = [];
    const error = jackknifeError(samples, (others) => {
      expect(others.withRecord.length).toBe(others.withoutRecord.length);
      sizes.push(others.withRecord.length / 2);
      return shiftOf(others);
    });
    expect(sizes.length).toBe(40);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([399, 400]);
    // 40 groups know a deviation to 11%.
    expect(Math.abs(error / Math.sqrt(meanShift(samples).errorCovariance[0] as number) - 1)).toBeLessThan(0.4);
  });

  test('of groups is (G − 1)/√G deviations', () => {
    const values = [1, 4, 2, 7];
    expect(errorOfGroups(Float64Array.from(values))).toBeCloseTo((3 / Math.sqrt(4)) * deviationOf(values), 14);
  });
});

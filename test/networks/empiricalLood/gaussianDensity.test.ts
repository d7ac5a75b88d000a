import { describe, expect, test } from '@jest/globals';
import { determinant, inverse, Matrix as MlMatrix } from 'ml-matrix';
import { createRandom } from '../../../src/base/random.ts';
import { gaussianDensity, logDensities } from '../../../src/networks/empiricalLood/gaussianDensity.ts';
import { momentsOf } from '../../../src/networks/empiricalLood/outputSamples.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectClose } from '../../support/matchers.ts';
import { ALGEBRA } from '../../support/tolerances.ts';

describe('logDensities', () => {
  test('are those of the inverse and the determinant', () => {
    const rng = createRandom(8);
    const values = Float64Array.from({ length: 60 }, () => rng.normal());
    const moments = momentsOf(values, 4);
    const covariance = new MlMatrix(
      Array.from({ length: 4 }, (_, i) => Array.from(moments.covariance.subarray(4 * i, 4 * i + 4))),
    );
    const precision = inverse(covariance);
    const rows = [3, 0, 11];
    const expected = rows.map((m) => {
      const centred = MlMatrix.columnVector(
        Array.from(values.subarray(4 * m, 4 * m + 4), (v, c) => v - (moments.mean[c] as number)),
      );
      const squared = centred.transpose().mmul(precision).mmul(centred).get(0, 0);
      return -0.5 * (squared + Math.log(determinant(covariance)) + 4 * Math.log(2 * Math.PI));
    });
    expectClose(logDensities(gaussianDensity(moments), values, rows), expected, ALGEBRA);
  });

  test('of the standard normal at 0 and 1', () => {
    const density = gaussianDensity({ mean: Float64Array.of(0), covariance: Float64Array.of(1) });
    const top = -0.5 * Math.log(2 * Math.PI);
    expectClose(logDensities(density, Float64Array.of(0, 1), [0, 1]), [top, top - 0.5], ALGEBRA);
  });
});

describe('gaussianDensity', () => {
  test('refuses outputs that sum to a constant, in float32', () => {
    const rng = createRandom(9);
    const values = Float64Array.from({ length: 40 }, () => Math.fround(rng.uniform()));
    for (let i = 0; i < 40; i += 2) values[i + 1] = Math.fround(1 - (values[i] as number));
    return expectAuditError(
      () => gaussianDensity(momentsOf(values, 2)),
      'NOT_POSITIVE_DEFINITE',
      'output 1, of variance',
      'networkAuc',
    );
  });

  test('refuses outputs that do not vary', () =>
    expectAuditError(
      () => gaussianDensity({ mean: Float64Array.of(1), covariance: Float64Array.of(0) }),
      'NOT_POSITIVE_DEFINITE',
      'output 0, of variance 0',
    ));

  test('takes outputs that follow from others to all but six digits', () => {
    const covariance = Float64Array.of(1, 1, 1, 1 + 1e-11);
    expect(gaussianDensity({ mean: new Float64Array(2), covariance }).root[3]).toBeCloseTo(Math.sqrt(1e-11), 9);
  });

  test('of a checked sample keeps small pivots, and raises what rounding left below 0, but refuses no variance at all', async () => {
    const mean = new Float64Array(2);
    expect(gaussianDensity({ mean, covariance: Float64Array.of(1, 1, 1, 1 + 1e-14) }, true).root[3]).toBeCloseTo(1e-7, 9);
    const { root, logScale } = gaussianDensity({ mean, covariance: Float64Array.of(1, 1, 1, 1 - 1e-14) }, true);
    expect(root[3]).toBeCloseTo(Math.sqrt(Number.EPSILON), 10);
    expect(Number.isFinite(logScale)).toBe(true);
    const constant = { mean: Float64Array.of(1), covariance: Float64Array.of(0) };
    await expectAuditError(() => gaussianDensity(constant, true), 'NOT_POSITIVE_DEFINITE');
  });
});

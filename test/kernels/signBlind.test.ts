// A kernel is called blind to the sign of an input exactly where its values say so.

import { describe, expect, test } from '@jest/globals';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { isSignBlind } from '../../src/kernels/signBlind.ts';
import { matrix } from '../../src/linalg/matrix.ts';
import { relativeError } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { EVERY_SPEC } from './everySpec.ts';

/** Relative: a few roundings for each of the layers. The kernels that see the sign differ by more than a thousandth here. */
const ROUNDING = 1e-12;
const VISIBLE = 1e-3;

/** Least relative difference of k(−x, z) and ±k(x, z). */
function changeBySign(spec: KernelSpec): number {
  const [inputs, others] = [randomMatrix(4, 5, 1), randomMatrix(3, 5, 2)];
  const kernel = createKernel(spec, 5);
  const plain = kernel.cross(inputs, others).data;
  const turned = kernel.cross(
    matrix(
      inputs.rows,
      inputs.cols,
      inputs.data.map((value) => -value),
    ),
    others,
  ).data;
  return Math.min(
    ...[1, -1].map((sign) =>
      relativeError(
        turned.map((k) => sign * k),
        plain,
      ),
    ),
  );
}

describe('isSignBlind', () => {
  test.each(EVERY_SPEC.map((spec) => [JSON.stringify(spec), spec] as const))('%s', (_, spec) => {
    const change = changeBySign(spec);
    if (isSignBlind(spec)) expect(change).toBeLessThan(ROUNDING);
    else expect(change).toBeGreaterThan(VISIBLE);
  });

  test('is true of some kernels and false of others', () => {
    expect(new Set(EVERY_SPEC.map(isSignBlind))).toEqual(new Set([true, false]));
  });
});

// Leakage along lines and over planes: offsets on both sides of the record, and at each point what refitting without it says.

import { describe, expect, test } from '@jest/globals';
import type { Progress } from '../../src/base/progress.ts';
import { matrix, rowOf } from '../../src/linalg/matrix.ts';
import { BATCH } from '../../src/query/evaluateQueries.ts';
import { altitudes, displaced, offsetsOf } from '../../src/query/landscape.ts';
import type { Target } from '../../src/query/target.ts';
import { expectAuditError } from '../data/support.ts';
import { denseKl, fromMl, refit } from '../gp/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALL_SPECS, subject } from './support.ts';

describe('offsets', () => {
  test.each([2, 3, 40, 41, 101])('lie symmetrically to the last bit, evenly from end to end: %d', (count) => {
    for (const span of [1, 0.3, 50, 1 / 3]) {
      const offsets = offsetsOf(span, count);
      expect(offsets).toHaveLength(count);
      expect([offsets[0], offsets.at(-1)]).toEqual([-span, span]);
      expect(offsets.map((offset) => 0 - offset).reverse()).toEqual(offsets.map((offset) => offset + 0));
      const steps = offsets.slice(1).map((offset, i) => offset - (offsets[i] as number));
      expectEachClose(
        steps,
        steps.map(() => (2 * span) / (count - 1)),
        1e-12,
      );
    }
  });

  test.each([3, 41, 101])('hold 0 in the middle where they are odd in number: %d', (count) => {
    expect(Object.is(offsetsOf(0.3, count)[(count - 1) / 2], 0)).toBe(true);
  });

  test('of a single point is the record', () => expect(offsetsOf(5, 1)).toEqual([0]));
});

test('points are displaced along one direction or two', () => {
  const [origin, u, v] = [Float64Array.of(1, 2), Float64Array.of(1, 0), Float64Array.of(0.5, -1)];
  expect([...displaced(origin, 3, u)]).toEqual([4, 2]);
  expect([...displaced(origin, 3, u, 2, v)]).toEqual([5, 0]);
  expect([...displaced(origin, 0, u, 0, v)]).toEqual([1, 2]);
  expect([...origin]).toEqual([1, 2]);
});

describe('altitudes', () => {
  test.each(ALL_SPECS.filter(([name]) => ['rbf', 'nngp relu', 'ntk gelu', 'linear'].includes(name)))(
    'are those of refitting without the record: %s',
    async (_, spec) => {
      const { gp, targets, evaluator } = await subject(spec, [[3]]);
      const [target] = targets.list as [Target];
      const record = rowOf(gp.inputs, 3);
      const direction = randomMatrix(1, 3, 9).data;
      const queries = offsetsOf(2, 7).map((offset) => displaced(record, offset, direction));
      const found = await altitudes(evaluator, target, queries);
      const leakages = await evaluator.leakages(queries.map((one) => ({ target, queries: one })));
      for (const [i, query] of queries.entries()) {
        const [withRecord, without] = [refit(gp, [], matrix(1, 3, query)), refit(gp, [3], matrix(1, 3, query))];
        const shift = fromMl(withRecord.mean.clone().sub(without.mean)).data;
        const meanDistance = shift.reduce((sum, value) => sum + value * value, 0) / (2 * shift.length);
        expectEachClose(
          [found[i]?.kl as number, found[i]?.meanDistance as number],
          [denseKl(without, withRecord), meanDistance],
          1e-7,
        );
        const { kl, auc } = leakages[i] as NonNullable<(typeof leakages)[number]>;
        expect(found[i]).toEqual({ kl, auc, meanDistance: leakages[i]?.meanDistance });
      }
      expectEachClose([found[3]?.kl as number], [target.ownKl], 1e-9);
    },
  );

  const many = Array.from({ length: 2 * BATCH + 5 }, (_, i) => randomMatrix(1, 3, i).data);

  test('come in the order of the queries, with progress from none to all', async () => {
    const { targets, evaluator } = await subject(ALL_SPECS[0]?.[1] as never, [[3]]);
    const [target] = targets.list as [Target];
    const seen: Progress[] = [];
    const found = await altitudes(evaluator, target, many, { onProgress: (one) => seen.push(one) });
    expect(found).toHaveLength(many.length);
    for (const i of [0, BATCH - 1, BATCH, many.length - 1]) {
      const [alone] = await altitudes(evaluator, target, [many[i] as Float64Array]);
      expectEachClose([found[i]?.kl as number], [alone?.kl as number], 1e-10);
    }
    const total = many.length;
    expect(seen).toEqual([0, BATCH, 2 * BATCH, total].map((done) => ({ stage: 'landscape', done, total })));
  });

  test('stop when cancelled', async () => {
    const { targets, evaluator } = await subject(ALL_SPECS[0]?.[1] as never, [[3]]);
    const stop = new AbortController();
    const onProgress = ({ done }: Progress) => {
      if (done > 0) stop.abort();
    };
    const work = () => altitudes(evaluator, targets.list[0] as Target, many, { signal: stop.signal, onProgress });
    await expectAuditError(work, 'CANCELLED');
  });

  test('are an error that names the point where rounding hides an answer', async () => {
    const { targets, evaluator } = await subject({ type: 'linear', weightVariance: 1, biasVariance: 0 }, [[3]]);
    const queries = [...many.slice(0, BATCH + 2), new Float64Array(3)];
    const work = () => altitudes(evaluator, targets.list[0] as Target, queries);
    await expectAuditError(work, 'NUMERICAL_FAILURE', `Got one at point ${BATCH + 2} that does not`);
  });
});

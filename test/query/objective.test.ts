// What a search maximizes and what it stands for: φ and back, and where nothing can be told.

import { describe, expect, test } from '@jest/globals';
import { matrix } from '../../src/linalg/matrix.ts';
import { OBJECTIVES, objectiveAt, slopesAt } from '../../src/query/objective.ts';
import type { Target } from '../../src/query/target.ts';
import { expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALL_SPECS, subject } from './support.ts';

const specOf = (name: string) => ALL_SPECS.find(([one]) => one === name)?.[1] as (typeof ALL_SPECS)[number][1];
const measures = { kl: 'kl', 'mean-distance': 'meanDistance', auc: 'auc' } as const;

describe.each(OBJECTIVES)('%s', (objective) => {
  test.each(['rbf', 'nngp relu', 'ntk erf'])(
    'is found from φ, for records and groups, one query and several: %s',
    async (name) => {
      const { targets, evaluator } = await subject(specOf(name), [[3], [5, 0]], { classes: 3 });
      for (const target of targets.list) {
        for (const m of [1, 2]) {
          for (const seed of [1, 2, 3]) {
            const question = { target, queries: randomMatrix(m, 3, seed).data };
            const [value] = (await evaluator.values(objective, [question])) as [number];
            const [leakage] = await evaluator.leakages([question]);
            // Answers asked together carry noise of a share 1e-9, which what is reported does not.
            expectEachClose(
              [objectiveAt(objective, target, value)],
              [leakage?.[measures[objective]] as number],
              m > 1 ? 1e-6 : 1e-10,
            );
          }
        }
      }
    },
  );

  test('of nothing told is nothing', async () => {
    const { targets } = await subject(specOf('rbf'), [[3], [5, 0]]);
    for (const target of targets.list) {
      expect(objectiveAt(objective, target, Number.NEGATIVE_INFINITY)).toBe(objective === 'auc' ? 0.5 : 0);
    }
  });

  test('rises with φ', async () => {
    const { targets } = await subject(specOf('rbf'), [[3], [5, 0]]);
    for (const target of targets.list) {
      const values = [-30, -5, -1, 0, 1].map((phi) => objectiveAt(objective, target, phi));
      for (const [i, value] of values.entries()) if (i > 0) expect(value).toBeGreaterThan(values[i - 1] as number);
    }
  });

  test('has no slope where there is no leakage, or no variance', async () => {
    const { targets } = await subject(specOf('rbf'), [[3], [5, 0]]);
    for (const target of targets.list as Target[]) {
      const g = target.records.length;
      const [one, exact] = [matrix(1, 1, Float64Array.of(1)), new Float64Array(1)];
      expect(slopesAt(objective, target, matrix(1, g), one, exact)).toBeUndefined();
      const factor = matrix(1, g, new Float64Array(g).fill(0.3));
      expect(slopesAt(objective, target, factor, one, exact)).toBeDefined();
      for (const variance of [0, -1e-9, Number.NaN]) {
        const slopes = slopesAt(objective, target, factor, matrix(1, 1, Float64Array.of(variance)), exact);
        // Mean distance does not ask how certain the answer is.
        if (objective === 'mean-distance') expect(slopes?.byCovariance).toBeUndefined();
        else expect(slopes).toBeUndefined();
      }
    }
  });
});

import { expect, test } from '@jest/globals';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { rowOf } from '../../src/linalg/matrix.ts';
import { leakiestRecords } from '../../src/query/leakiestRecords.ts';
import type { Target } from '../../src/query/target.ts';
import { ALL_SPECS, subject } from './support.ts';

test.each(ALL_SPECS)('the leakiest records are those at which most is told, %s', async (_, spec) => {
  const { gp, targets, evaluator } = await subject(spec, [[3], [5, 0]], { n: 15 });
  const identities = leaveOneOut(gp);
  for (const target of targets.list) {
    const others = Array.from({ length: 15 }, (_, j) => j).filter((j) => !target.records.includes(j));
    const leakages = await evaluator.leakages(others.map((j) => ({ target, queries: rowOf(gp.inputs, j).slice() })));
    const ranked = (score: (i: number) => number) => [...others.keys()].sort((a, b) => score(b) - score(a)).map((i) => others[i]);
    expect(leakiestRecords('mean-distance', targets, target, identities, 20)).toEqual(
      ranked((i) => leakages[i]?.meanDistance as number),
    );
    const byRatio = ranked((i) => (leakages[i]?.pair.modes ?? []).reduce((sum, mode) => sum + mode.varianceRatio, 0));
    expect(leakiestRecords('kl', targets, target, identities, 3)).toEqual(byRatio.slice(0, 3));
    expect(leakiestRecords('kl', targets, target, identities, 2, (j) => j % 2 === 1)).toEqual(
      byRatio.filter((j) => (j as number) % 2 === 1).slice(0, 2),
    );
  }
});

test('the own records are not among them', async () => {
  const { gp, targets } = await subject(ALL_SPECS[0]?.[1] as never, [[2]]);
  const [target] = targets.list as [Target];
  expect(leakiestRecords('kl', targets, target, leaveOneOut(gp), 99)).not.toContain(2);
});

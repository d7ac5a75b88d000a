// What the sections on attacks count, on records few enough to count by hand.

import { describe, expect, test } from '@jest/globals';
import type { Block, SectionDefinition } from '../../../../reports/blocks.ts';
import { exposedRecords } from '../../../../reports/sections/attack/exposedRecords.ts';
import { operatingPoints } from '../../../../reports/sections/attack/operatingPoints.ts';
import { aboveAllOthers, area, asked, oneIn } from '../../../../reports/sections/attack/outcomes.ts';
import { privacyBounds } from '../../../../reports/sections/attack/privacyBounds.ts';
import { scores } from '../../../../reports/sections/attack/scores.ts';
import { variants } from '../../../../reports/sections/attack/variants.ts';
import type { AttackResult } from '../../../../src/audit/attackResult.ts';
import { auditSignals } from '../../../../src/audit/signals/auditSignals.ts';

const of = <Kind extends Block['kind']>(section: SectionDefinition<AttackResult>, result: AttackResult, kind: Kind) =>
  section.build(result).filter((block): block is Extract<Block, { kind: Kind }> => block.kind === kind);

/** By loss, lowest first: a member; a member and another record alike; two others; a member. */
const result = await auditSignals(
  { targetLosses: [0.1, 0.2, 0.2, 0.5, 0.6, 0.9], members: [1, 1, 0, 0, 0, 1], record: ['m1', 'm2', 'o1', 'o2', 'o3', 'm3'] },
  { attack: 'population-threshold', fpr: [0.1, 0.4] },
);

describe('the records most exposed', () => {
  test('are members with the others that score as high, ties included', () => {
    expect(aboveAllOthers(result)).toBe(1);
    const [table] = of(exposedRecords, result, 'table');
    expect(table?.rows.map(([record, id, , accused, share]) => [record, id, accused, share])).toEqual([
      [0, 'm1', 0, 0],
      [1, 'm2', 1, 1 / 3],
      [5, 'm3', 3, 1],
    ]);
    expect(of(exposedRecords, result, 'text')[0]?.text).toMatch(
      /^1 member of 3 members stands above every one of the 3 other records/,
    );
  });
});

describe('operating points', () => {
  test('show what was asked for beside what was realised', () => {
    const [table] = of(operatingPoints, result, 'table');
    expect(table?.rows.map(([, fpr, realised, , tpr]) => [fpr, realised, tpr])).toEqual([
      ['10%', 0, 1 / 3],
      ['40%', 1 / 3, 2 / 3],
    ]);
    const [figure] = of(operatingPoints, result, 'figure');
    const bars = figure?.figure.series.find((series) => series.kind === 'scatter');
    expect(bars).toMatchObject({ points: [[1 / 3, 2 / 3]], intervals: [[expect.any(Number), expect.any(Number)]] });
    // Six records: rates of a third at least, on axes that begin at the decade below.
    expect([figure?.figure.x.min, figure?.figure.y.min]).toEqual([0.1, 0.1]);
  });
});

describe('histograms of scores', () => {
  test('of places put records that tie in their middle', async () => {
    const tied = await auditSignals(
      { targetLosses: [1, 1, 1, 1, 1, 1], members: [1, 0, 1, 0, 1, 0] },
      { attack: 'population-threshold' },
    );
    const figures = of(scores, tied, 'figure').map(({ figure }) => figure);
    expect(figures.map(({ id }) => id)).toEqual(['scores', 'score-places']);
    for (const { series } of figures) {
      const [members] = series;
      // Five bins, of which the middle one has all.
      expect(members?.kind === 'bars' ? members.counts : []).toEqual([0, 0, 3, 0, 0]);
    }
  });

  test('count what lies beyond the ends of the axis in the outermost bars, and say so', async () => {
    const losses = Array.from({ length: 400 }, (_, i) => (i < 4 ? 200 : 1 + 0.001 * (i % 100)));
    const tailed = await auditSignals(
      { targetLosses: losses, members: losses.map((_, i) => i % 2) },
      { attack: 'population-threshold' },
    );
    const [first] = of(scores, tailed, 'figure');
    expect(first?.caption).toContain('4 scores beyond the ends of the axis are counted in the outermost bars.');
    const total = (first?.figure.series ?? []).flatMap((series) => (series.kind === 'bars' ? series.counts : []));
    expect(total.reduce((sum, count) => sum + count, 0)).toBe(400);
  });
});

describe('attacks compared', () => {
  test('name what could not be run, and say that the largest of several is too large', async () => {
    const several = await auditSignals({
      targetLosses: [0.1, 2, 0.5, 1],
      members: [1, 0, 1, 0],
      referenceLosses: [[0.2, 1, 0.4, 0.3]],
      referenceMembers: [[0, 0, 0, 0]],
    });
    expect(of(variants, several, 'text')[0]?.text).toContain('the largest of several is too large on average');
    const tables = of(variants, several, 'table');
    expect(tables).toHaveLength(2);
    expect(tables[1]?.rows.find(([name]) => name === 'lira-online')?.[1]).toMatch(
      /^Needs at least 2 reference models not trained on each record/,
    );
    expect(of(variants, result, 'table')).toHaveLength(1);
  });
});

describe('differential privacy', () => {
  const withBounds = (bounds: AttackResult['dp']['bounds']): AttackResult => ({ ...result, dp: { ...result.dp, bounds } });
  const bound = (method: 'sample-split' | 'gaussian' | 'one-run', epsilon: number) => ({ method, epsilon, promise: 'P.' });
  const answer = (one: AttackResult) => of(privacyBounds, one, 'text')[0]?.text;

  test('leads with the bound for one run, then with the split, never with the largest', () => {
    expect(answer(withBounds([bound('sample-split', 1), bound('gaussian', 9), bound('one-run', 0.5)]))).toMatch(
      /^Every ε below 0\.5 nats .* \(for one training run, level 95%/,
    );
    expect(answer(withBounds([bound('sample-split', 1), bound('gaussian', 9)]))).toMatch(
      /^Every ε below 1 nats .* \(by sample split,/,
    );
  });

  test('says that 0 refutes nothing, and that nothing could be computed', () => {
    expect(answer(withBounds([bound('sample-split', 0)]))).toMatch(/^The attack refutes no ε at all at δ = 1×10⁻⁵/);
    expect(answer(withBounds([]))).toMatch(/^No bound of ε at δ = 1×10⁻⁵ could be computed\.$/);
  });
});

test('rates and areas are written as they are', () => {
  expect([0.001, 0.01, 0.1, 0.07].map(asked)).toEqual(['0.1%', '1%', '10%', '7%']);
  expect([0.001, 0.01, 1 / 3, 0.03].map(oneIn)).toEqual(['1 in 1,000', '1 in 100', '1 in 3', '3.0%']);
  expect([0, 0.0001, 0.5, 0.71249, 0.9999, 1].map(area)).toEqual(['0', '<0.001', '0.500', '0.712', '>0.999', '1']);
});

import { describe, expect, test } from '@jest/globals';
import { validationSettings } from '../../../src/audit/validation/options.ts';
import { trainingUnits, unitCount } from '../../../src/audit/validation/trainingPlan.ts';
import type { TrainingSpec } from '../../../src/networks/training/schedule.ts';

const training: TrainingSpec = { loss: 'squared', epochs: 2, batchSize: 10, learningRate: 0.1, momentum: 0.9, pull: 0 };
const POSITIONS = [4, 0, 9];

describe('leave-one-out', () => {
  const units = trainingUnits(validationSettings({ models: 5, rivals: 2 }), training, POSITIONS, 10, 1);

  test('trains a network with all records and one without each, from one seed and in one order', () => {
    expect(units).toHaveLength(5);
    for (const { members } of units) {
      expect(members.map(({ leftOut }) => leftOut)).toEqual([[], [4], [0], [9]]);
      expect(new Set(members.map(({ seed }) => seed)).size).toBe(1);
    }
  });

  test('takes other seeds for each unit, which do not depend on how many there are', () => {
    expect(new Set(units.map(({ members }) => members[0]?.seed)).size).toBe(5);
    expect(new Set(units.map(({ batchSeed }) => batchSeed)).size).toBe(5);
    const more = trainingUnits(validationSettings({ models: 7, rivals: 2 }), training, POSITIONS, 10, 1);
    expect(more.slice(0, 5)).toEqual(units);
    expect(trainingUnits(validationSettings({ models: 5, rivals: 2 }), training, POSITIONS, 10, 2)[0]).not.toEqual(units[0]);
  });

  test('asks rivals about the first networks only', () => {
    expect(units.map(({ asksRivals }) => asksRivals)).toEqual([true, true, false, false, false]);
  });
});

describe('half-splits', () => {
  const units = trainingUnits(validationSettings({ models: 11, design: 'half-split' }), training, POSITIONS, 9, 1);
  const members = units.flatMap((unit) => unit.members);

  test('train pairs of networks with one seed on complementary halves', () => {
    expect(members).toHaveLength(22);
    for (let m = 0; m < 22; m += 2) {
      const [one, other] = members.slice(m, m + 2) as [(typeof members)[0], (typeof members)[0]];
      expect(one.seed).toBe(other.seed);
      expect([...one.leftOut, ...other.leftOut].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      expect(Math.abs(one.leftOut.length - other.leftOut.length)).toBe(1);
    }
  });

  test('leave each record out of exactly half of the networks', () => {
    for (let s = 0; s < 9; s++) expect(members.filter(({ leftOut }) => leftOut.includes(s))).toHaveLength(11);
  });

  test('are in units of networks that fit side by side', () => {
    expect(units.map((unit) => unit.members.length)).toEqual([16, 6]);
    for (const models of [4, 8, 9, 16, 17]) {
      for (const design of ['half-split', 'leave-one-out'] as const) {
        const settings = validationSettings({ models, design });
        expect(unitCount(settings)).toBe(trainingUnits(settings, training, POSITIONS, 9, 1).length);
      }
    }
  });
});

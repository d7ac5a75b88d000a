import { describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.ts';
import type { TargetOptions } from '../../../src/audit/queries/options.ts';
import { chosenGroups, groupSizeOf, positionsOf } from '../../../src/audit/queries/targets.ts';
import { expectAuditError } from '../../data/support.ts';
import { clouds, withFitted } from './support.ts';

const data = clouds(24);
const model = { kernel: 'rbf' } as const;
/** Groups as rows of the input. */
const groupsOf = (options: TargetOptions, about: object = {}) =>
  withFitted(data, { ...model, ...about }, (fitted) =>
    chosenGroups(fitted, options).map((group) => group.map((s) => fitted.prepared.rows[s] as number)),
  );

describe('chosenGroups', () => {
  test('are the named records, each on its own, in the order given', async () => {
    expect(await groupsOf({ records: [9, 3, 20] })).toEqual([[9], [3], [20]]);
  });

  test('are one group where records differ together', async () => {
    expect(await groupsOf({ records: [9, 3, 20], together: true })).toEqual([[9, 3, 20]]);
    expect(await groupsOf({ records: [9], together: true })).toEqual([[9]]);
  });

  test('are the most exposed records by the KL of an audit, the most exposed first', async () => {
    const { records } = await audit(data, { ...model, threads: 1 });
    const ranked = [...records].sort((a, b) => b.kl - a.kl).map(({ record }) => [record]);
    expect(await groupsOf({ top: 5 })).toEqual(ranked.slice(0, 5));
    expect(await groupsOf({})).toEqual(ranked.slice(0, 20));
  });

  test('are all records where there are fewer than the default', async () => {
    const few = await withFitted(clouds(10), model, (fitted) => chosenGroups(fitted, {}));
    expect(few.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('are drawn from the seed, ascending and each once', async () => {
    const drawn = await groupsOf({ random: 10 });
    expect(drawn).toEqual([...drawn].sort(([a = 0], [b = 0]) => a - b));
    expect(new Set(drawn.flat()).size).toBe(10);
    expect(await groupsOf({ random: 10 })).toEqual(drawn);
    expect(await groupsOf({ random: 10 }, { seed: 1 })).not.toEqual(drawn);
  });

  test('are found among the records that a limit keeps', async () => {
    const kept = await withFitted(data, { ...model, limit: 12 }, ({ prepared }) => Array.from(prepared.rows));
    expect(await groupsOf({ records: [kept[4] as number] }, { limit: 12 })).toEqual([[kept[4]]]);
    expect((await groupsOf({ top: 12 }, { limit: 12 })).flat().sort((a, b) => a - b)).toEqual(kept);
  });
});

test('groupSizeOf is known before anything is fitted: one, or as many as are chosen', async () => {
  await withFitted(data, model, (fitted) => {
    const sizes = ([{}, { top: 3 }, { records: [1, 2] }] as TargetOptions[]).map((options) => [
      groupSizeOf(fitted, options),
      groupSizeOf(fitted, { ...options, together: true }),
    ]);
    expect(sizes).toEqual([
      [1, 20],
      [1, 3],
      [1, 2],
    ]);
    expect(groupSizeOf(fitted, { random: 23, together: true })).toBe(23);
  });
});

describe('records that are refused', () => {
  test.each<[string, TargetOptions, string]>([
    ['beyond the last', { records: [24] }, 'records from 0 to 23, the rows of the input. Got 24. Try --records 23.'],
    ['below 0', { records: [-1] }, 'Got -1.'],
    ['between two', { records: [1.5] }, 'Got 1.5.'],
    ['given twice', { records: [3, 4, 3] }, 'each record once. Got 3 twice.'],
    ['none', { records: [] }, 'at least one record. Got none.'],
    ['more of the top than there are', { top: 25 }, 'from 1 to 24 (the records there are) for --top. Got 25. Try --top 20.'],
    ['none of the top', { top: 0 }, 'Got 0.'],
    ['more at random than there are', { random: 1e9 }, 'for --random. Got 1000000000.'],
    ['all together', { top: 24, together: true }, 'a group that leaves at least one of the 24 records. Got all of them.'],
  ])('%s', async (_, options, says) => {
    await withFitted(data, model, async (fitted) => {
      await expectAuditError(() => groupSizeOf(fitted, options), 'RECORDS_INVALID', says);
      await expectAuditError(() => chosenGroups(fitted, options), 'RECORDS_INVALID', says);
    });
  });

  test('left out by a limit: one that is kept is named, in the words of the option', async () => {
    await withFitted(data, { ...model, limit: 12 }, async (fitted) => {
      const rows = Array.from(fitted.prepared.rows);
      const missing = rows.findIndex((row, s) => row !== s);
      const kept = rows.find((row) => row > missing);
      const says = `records among the 12 that --classes and --limit keep. Got ${missing}, which they leave out. Try one that is kept, such as`;
      await expectAuditError(
        () => positionsOf(fitted, [missing]),
        'RECORDS_INVALID',
        says,
        `--records ${kept}, --top or --random`,
      );
      await expectAuditError(
        () => positionsOf(fitted, [missing], 'record'),
        'RECORDS_INVALID',
        says,
        `--record ${kept}, or a larger`,
      );
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import { LANDSCAPE_KEYS, type LandscapeOptions, landscapeSettings } from '../../../src/audit/queries/landscapeOptions.ts';
import { expectAuditError } from '../../data/support.ts';

describe('landscapeSettings', () => {
  test('fills in defaults, and leaves the span to the data', () => {
    const none = Object.fromEntries(LANDSCAPE_KEYS.map((key) => [key, undefined]));
    expect(landscapeSettings({ ...none, record: 7 })).toEqual({
      record: 7,
      span: undefined,
      points: 101,
      directions: ['ones', 'random', 'nearest', 'search'],
      plane: ['random', 'nearest'],
    });
    expect(landscapeSettings({ record: 0, plane: ['none'] }).plane).toBeUndefined();
    expect(landscapeSettings({ record: 0, plane: ['scale', 'ones'], points: 3 })).toMatchObject({
      plane: ['scale', 'ones'],
      points: 3,
    });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['no record', { record: undefined }, 'OPTION_INVALID', 'a record, by its row in the input. Got none. Try --record 7.'],
    ['records', { records: [1] }, 'NAME_UNKNOWN', 'Got "records". Try "record".'],
    ['a span of 0', { span: 0 }, 'OPTION_INVALID', 'a span above 0. Got 0.'],
    ['a span without end', { span: Infinity }, 'OPTION_INVALID', 'Got Infinity.'],
    ['two points', { points: 2 }, 'OPTION_INVALID', 'from 3 to 10000. Got 2. Try --points 101.'],
    ['more points than a picture shows', { points: 10_001 }, 'OPTION_INVALID', 'Got 10001.'],
    ['half a point', { points: 3.5 }, 'OPTION_INVALID', 'Got 3.5.'],
    ['an unknown direction', { directions: ['up'] }, 'NAME_UNKNOWN', 'one of ones, random, nearest, scale, search. Got "up".'],
    ['a direction twice', { directions: ['ones', 'random', 'ones'] }, 'OPTION_INVALID', 'each direction once. Got ones twice.'],
    ['no direction', { directions: [] }, 'OPTION_INVALID', 'at least one direction. Got none.'],
    [
      'a plane of one direction',
      { plane: ['ones'] },
      'OPTION_INVALID',
      'two different directions for the plane, or none. Got ones.',
    ],
    ['a plane of one direction twice', { plane: ['ones', 'ones'] }, 'OPTION_INVALID', 'Got ones,ones.'],
    ['a space', { plane: ['ones', 'random', 'scale'] }, 'OPTION_INVALID', 'Got ones,random,scale.'],
    ['the way of a search as a side of a plane', { plane: ['ones', 'search'] }, 'NAME_UNKNOWN', 'Got "search".'],
    ['a matrix in the place of a kernel', { kernel: 'precomputed' }, 'OPTION_INVALID', 'since queries are inputs.'],
  ])('refuses %s', async (_, options, code, says) => {
    const given = { record: 1, ...options } as LandscapeOptions;
    await expectAuditError(() => landscapeSettings(given), code as 'NAME_UNKNOWN', says);
  });
});

import { describe, expect, test } from '@jest/globals';
import {
  keptAway,
  leaking,
  median,
  mostTelling,
  reachesBound,
  recordCell,
  type SearchSettings,
  searchName,
  shareOfBound,
  shortName,
  whatMayBeAsked,
} from '../../../../reports/sections/query/searches.ts';
import type { SearchResult } from '../../../../src/audit/queryResult.ts';
import { sampleQueryResult } from '../../../support/sampleQueryResult.ts';

const result = sampleQueryResult({ command: 'query', searches: 6 });
const settings = result.search as SearchSettings;
const one = result.searches[0] as SearchResult;
const group = (records: number[]): SearchResult => ({ ...one, records, classIndexes: records.map(() => 0) });

describe('searches', () => {
  test('are named by their records', () => {
    expect(searchName(result, one)).toBe('record 0 (class 0)');
    expect(searchName(result, group([3, 57]))).toBe('records 3 and 57');
    expect(searchName(result, group([1, 2, 3, 4, 5]))).toBe('5 records (1, 2, 3, 4 and others)');
    expect([one, group([3, 57]), group([1, 2, 3, 4, 5])].map(shortName)).toEqual(['0', '3+57', '1+2+3+4+…']);
    expect([one, group([3, 57])].map(recordCell)).toEqual([0, '3+57']);
  });

  test('reach the bound to within 1 part in a million, which then reads as all of it', () => {
    const at = (kl: number, klAtRecord = 2) => ({ ...one, kl, klAtRecord });
    expect([at(2), at(2 + 1e-12), at(2 - 1e-9)].map(shareOfBound)).toEqual([1, 1, 1]);
    expect([at(2), at(2 + 1e-12), at(2 - 1e-9), at(1.99999), at(0)].map(reachesBound)).toEqual([true, true, true, false, false]);
    expect(shareOfBound(at(1))).toBe(0.5);
    expect([shareOfBound(at(0, 0)), reachesBound(at(0, 0))]).toEqual([undefined, false]);
  });

  test('are sorted most telling first, and those without leakage left out', () => {
    const kls = mostTelling(result.searches).map(({ kl }) => kl);
    expect(kls).toEqual([...kls].sort((a, b) => b - a));
    expect(leaking([one, { ...one, klAtRecord: 0 }])).toEqual([one]);
  });

  test('have a median, between the middle two of an even number', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});

describe('what may be asked', () => {
  test('is said with what keeps a question from the record', () => {
    expect(keptAway(settings)).toBeUndefined();
    expect(keptAway({ ...settings, exclude: { radius: 0.5, shape: 'ball' } })).toBe(
      'within 50.0% of the record’s norm around it',
    );
    expect(keptAway({ ...settings, exclude: { radius: 0.5, shape: 'cone' } })).toContain(
      'at an angle of less than 30° to the record',
    );
    const pool = { name: 'public\u202e.npz', rows: 1200 };
    expect(keptAway({ ...settings, pool })).toBe('but the 1,200 rows of public\\u202e.npz');
    expect(keptAway({ ...settings, pool, exclude: { radius: 0.1, shape: 'ball' } })).toBe(
      'but the 1,200 rows of public\\u202e.npz, and of those nothing within 10.0% of the record’s norm around it',
    );
  });

  test('is said with what it is made of', () => {
    expect(whatMayBeAsked(settings, [one])).toBe(
      'One query at a time was asked, each made of numbers within the range of the data.',
    );
    const names = Array.from({ length: 12 }, (_, i) => `column ${i}`);
    expect(whatMayBeAsked({ ...settings, values: 'any', vary: names }, [one])).toBe(
      'One query at a time was asked, each made of any numbers. Only column 0, column 1, column 2, column 3, column 4, column 5, column 6, ' +
        'column 7 and 4 more varied; the other features were the record’s own.',
    );
    expect(whatMayBeAsked({ ...settings, queries: 3 }, [one])).toMatch(/^3 queries were asked together, /);
    expect(whatMayBeAsked(settings, [group([1, 2])])).toContain('fewer than the 2 records that differ at once');
    expect(whatMayBeAsked({ ...settings, pool: { name: 'p.npz', rows: 1 } }, [one])).toBe(
      'One query at a time was asked. Nothing could be asked but the 1 row of p.npz.',
    );
  });
});

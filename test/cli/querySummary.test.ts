import { describe, expect, test } from '@jest/globals';
import { summaryLines } from '../../cli/summary.ts';
import { QUERY_VARIANTS, type QuerySampleOptions, sampleQueryResult } from '../support/sampleQueryResult.ts';

const none = { files: [], ofBefore: [] };
const lines = (options: QuerySampleOptions) => summaryLines(sampleQueryResult(options), none);

describe('the summary of searches', () => {
  test('says how many reached the bound, how much was found, and where most', () => {
    expect(lines({ command: 'query' })).toEqual([
      'digits: 24 searches; 24 of 24 found a question that tells as much as the record itself',
      'share of what the record itself tells: median 100%, all 100%',
      'most telling: 6.67 nats, attack AUC 0.995 (record 119)',
    ]);
    expect(lines({ command: 'query', constraint: 'pool' })[1]).toMatch(/^share of .*: median 7\.9%, all 2\.4% to 31\.0%$/);
    expect(lines({ command: 'query', group: 2, searches: 8 })[2]).toMatch(/\(records \d+\+\d+\)$/);
  });

  test('says when there is nothing to find', () => {
    expect(lines({ command: 'query', leakage: 'none', searches: 6 })).toEqual([
      'digits: 6 searches; nothing to find, since the records leave no trace',
    ]);
  });
});

describe('the summary of a landscape', () => {
  test('says how high the peak is, whether it is one, and how wide', () => {
    expect(lines({ command: 'landscape' })).toEqual([
      'digits: record 17 leaks 0.159 nats, and nothing around it leaks more',
      'half of it is left at offsets of 22.0 (nearest), 41.0 (random) and 60 (ones)',
    ]);
    const result = sampleQueryResult({ command: 'landscape' });
    const lower = { ...result, landscape: { ...result.landscape!, klAtRecord: 0.1 } };
    expect(summaryLines(lower, none)[0]).toContain('but 0.159 nats are leaked near it, which points to numerical trouble');
  });
});

describe('the summary of an attack', () => {
  test('says how many records were rebuilt, of how many, and how sure that share is', () => {
    expect(lines({ command: 'reconstruct', quality: 'mixed' })).toEqual([
      'digits: 4 of 10 records rebuilt to a cosine of 0.999 or more (95% interval of the share: 16.8% to 68.7%)',
      'cosine: median 0.9978, all 0.9133 to 1',
    ]);
  });
});

test.each(Object.entries(QUERY_VARIANTS))('%s: lines without control characters, warnings first', (_, options) => {
  const said = lines(options);
  for (const line of said) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]|undefined|NaN/u);
  expect(said.findLastIndex((line) => line.startsWith('warning: '))).toBe((options.warnings?.length ?? 0) - 1);
});

// The same search twice, and searches from a config file.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { QueryResult } from '../../src/audit/queryResult.ts';
import { temporaryFolder } from '../data/support.ts';
import { csvColumns, expectRefusal, filesIn, lood, smallTable } from './support.ts';

const folder = temporaryFolder();
const data = () => folder.write('people.csv', smallTable());
const digits = ['digits', '--limit', '60', '--top', '4'] as const;

async function files(command: string, out: string, ...words: readonly string[]): Promise<Record<string, Buffer>> {
  const { code } = await lood(command, ...words, '--quiet', '--out', folder.path(out));
  expect(code).toBe(0);
  const names = filesIn(folder.path(out)).filter((name) => name !== 'figures');
  return Object.fromEntries(names.map((name) => [name, readFileSync(folder.path(`${out}/${name}`))]));
}

describe('the same input and seed give the same bytes', () => {
  test.each<[string, readonly string[]]>([
    ['query', [...digits, '--format', 'csv,npz']],
    ['query', ['digits', '--limit', '60', '--top', '2', '--kernel', 'rbf', '--exclude-radius', '0.3', '--format', 'csv,npz']],
    ['query', ['TABLE', '--random', '5', '--queries', '2', '--starts', '2', '--format', 'csv,npz']],
    ['reconstruct', [...digits, '--format', 'csv,npz,png']],
    ['reconstruct', ['TABLE', '--top', '3', '--threat-model', 'predictions', '--format', 'csv,npz']],
    ['landscape', ['TABLE', '--record', '3', '--points', '7', '--format', 'csv']],
  ])('lood %s %j', async (command, words) => {
    const typed = words.map((word) => (word === 'TABLE' ? data() : word));
    const [one, two] = ['one', 'two'].map((name) => `${name}/${words.join(' ').replaceAll('/', ' ')}`) as [string, string];
    const [first, second] = [await files(command, one, ...typed), await files(command, two, ...typed)];
    expect(Object.keys(first).length).toBeGreaterThan(0);
    expect(second).toEqual(first);
  });
});

test('threads and other records change nothing but rounding', async () => {
  const read = async (...words: readonly string[]) =>
    csvColumns((await lood('query', ...words, '--quiet', '--out', '-', '--format', 'csv')).out) as Record<string, string[]>;
  const all = await read(...digits, '--threads', '1');
  const more = await read(...digits, '--threads', '2');
  const [, second = ''] = all.record as string[];
  const alone = await read('digits', '--limit', '60', '--records', second);
  expect(more.record).toEqual(all.record);
  for (const column of ['kl', 'mean_distance', 'auc', 'kl_at_record', 'cosine_to_record']) {
    all[column]?.forEach((value, i) => {
      expect(Math.abs(Number(more[column]?.[i]) / Number(value) - 1)).toBeLessThan(1e-6);
    });
    expect(Math.abs(Number(alone[column]?.[0]) / Number(all[column]?.[1]) - 1)).toBeLessThan(1e-6);
  }
  expect(alone.nearest_record?.[0]).toBe(all.nearest_record?.[1]);
});

describe('a config file', () => {
  const config = (name: string, content: string) => folder.write(name, content);

  test('holds the settings of a search by name, and words of the command line win', async () => {
    const path = config(
      'query.yaml',
      `data: ${JSON.stringify(data())}\nrecords: [3, 5-6]\nkernel: rbf\nexcludeRadius: 0.3\nmax-iterations: 20\nstarts: 2\nvary: [height, colour]\nformat: json\nquiet: true\n`,
    );
    const { code, out, err } = await lood('query', '--config', path, '--starts', '3', '--out', '-');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { searches, search, manifest }: QueryResult = JSON.parse(out);
    expect(searches.map(({ records }) => records)).toEqual([[3], [5], [6]]);
    expect(search).toMatchObject({ starts: 3, maxIterations: 20, vary: ['height', 'colour'], exclude: { radius: 0.3 } });
    expect(manifest.settings).toMatchObject({ records: [3, 5, 6], starts: 3, excludeRadius: 0.3, kernel: 'rbf' });
  });

  test('may be JSON, and holds switches as booleans and single records as numbers', async () => {
    const settings = {
      records: '3,5',
      together: true,
      starts: 2,
      kernel: 'rbf',
      'threat-model': 'distributions',
      successAbove: 0.9,
    };
    const path = config('attack.json', JSON.stringify(settings));
    const { code, out } = await lood('reconstruct', data(), '--config', path, '--out', '-');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ search: { together: true }, reconstruction: { threshold: 0.9 } });
    const landscape = config('landscape.yaml', 'record: 3\npoints: 5\ndirections: [ones, scale]\nplane: none\n');
    const drawn = await lood('landscape', data(), '--config', landscape, '--out', '-');
    expect(JSON.parse(drawn.out).landscape).toMatchObject({
      record: 3,
      plane: null,
      lines: [{ direction: 'ones' }, { direction: 'scale' }],
    });
  });

  test.each<[string, string, string, string[]]>([
    ['query', 'recrods: [3]', '', ['settings known to lood in', 'Got "recrods". Try records.']],
    ['query', 'zzzzzzzz: 3', '', ['Try the names that lood query --help lists.']],
    ['landscape', 'records: [3]', '--record 3', ['Got "records".', 'record']],
    ['query', 'records: [3, x]', '', ['records in "', 'to be whole numbers separated by commas. Got "x".']],
    ['query', 'together: perhaps', '', ['to be on or off. Got "perhaps".']],
    ['query', 'starts: 0', '--starts 3', ['to be one whole number, 1 or more. Got "0"']],
    ['query', 'top: 3', '--records 3', ['Got --records and --top.']],
  ])('lood %s refuses %j', async (command, content, words, says) => {
    const typed = words === '' ? [] : words.split(' ');
    const outcome = await lood(
      command,
      data(),
      ...typed,
      '--config',
      config('wrong.yaml', content),
      '--out',
      folder.path('none'),
    );
    expectRefusal(outcome, ...says);
  });
});

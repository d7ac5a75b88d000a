// What outside scripts rely on: names and columns of the files that searches write, arrays in the input's units, and texts on stdout.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { queryResultSchema } from '../../src/audit/queryResult.ts';
import { rbf } from '../audit/denseRefit.ts';
import { readNpz } from '../audit/queries/npz.ts';
import { refitAt, standardizing } from '../audit/queries/support.ts';
import { temporaryFolder } from '../data/support.ts';
import { csvColumns, filesIn, lood, smallPictures, smallTable } from './support.ts';

const folder = temporaryFolder();

async function run(words: string, ...more: readonly string[]): Promise<{ err: string; out: string }> {
  const { code, err, out } = await lood(
    ...words.split(' ').map((word) => (word.startsWith('@') ? folder.path(word.slice(1)) : word)),
    ...more,
  );
  expect({ code, err: err.includes('Expected') ? err : '' }).toEqual({ code: 0, err: '' });
  return { err, out };
}
const write = () => {
  folder.write('people.csv', smallTable());
  folder.write('bars.npz', smallPictures());
};
const read = (name: string) => readFileSync(folder.path(name), 'utf8');
/** The rows of a table of numbers, categories as places in alphabetical order, and labels. */
function rowsOfTable(): { x: number[][]; y: number[] } {
  const rows = smallTable()
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const x = rows.map(([height, weight, colour]) => [
    Number(height),
    Number(weight),
    ...['blue', 'green', 'red'].map((name) => (name === colour ? 1 : 0)),
  ]);
  return { x, y: rows.map(([, , , label]) => (label === 'yes' ? 1 : 0)) };
}

describe('lood query', () => {
  test('writes queries.csv with its columns in order, and queries.npz with rows that tell just that', async () => {
    write();
    await run('query @people.csv --kernel rbf --records 3,17 --exclude-radius 0.3 --starts 2 --out @query');
    expect(filesIn(folder.path('query')).filter((name) => !name.startsWith('figures'))).toEqual([
      'queries.csv',
      'queries.json',
      'queries.npz',
      'report.html',
      'report.pdf',
    ]);
    const text = read('query/queries.csv');
    expect(text).toMatch(
      /^record,objective,kl,mean_distance,auc,kl_at_record,cosine_to_record,nearest_record,iterations,gradient_norm,/,
    );
    const columns = csvColumns(text);
    expect(columns).toMatchObject({ record: ['3', '17'], objective: ['kl', 'kl'] });
    const { records, queries } = readNpz(folder.path('query/queries.npz'));
    expect(records).toMatchObject({ shape: [2], values: [3, 17] });
    expect(queries?.shape).toEqual([2, 5]);
    const { x, y } = rowsOfTable();
    const toInputs = standardizing(x);
    [3, 17].forEach((record, i) => {
      const row = queries?.values.slice(5 * i, 5 * i + 5) as number[];
      expect(row.slice(2).sort()).toEqual([0, 0, 1]);
      const told = refitAt(rbf(1, 1), x.map(toInputs), y, 0.1, [record], [toInputs(row)]);
      expect(Math.abs(Number(columns.kl?.[i]) / told.kl - 1)).toBeLessThan(1e-8);
      expect(Math.abs(Number(columns.mean_distance?.[i]) / told.meanDistance - 1)).toBeLessThan(1e-8);
    });
  });

  test('writes groups and several queries as arrays with an axis more', async () => {
    write();
    await run('query @people.csv --kernel rbf --records 3,17,5 --together on --starts 2 --format csv,npz --out @group');
    const { records, queries } = readNpz(folder.path('group/queries.npz'));
    expect([records, queries?.shape]).toEqual([{ shape: [1, 3], values: [3, 17, 5] }, [1, 3, 5]]);
    expect(csvColumns(read('group/queries.csv')).record).toEqual(['3+17+5']);
    await run('query @people.csv --top 2 --queries 2 --starts 2 --format npz --out @pairs');
    expect(readNpz(folder.path('pairs/queries.npz'))).toMatchObject({ records: { shape: [2] }, queries: { shape: [2, 2, 5] } });
  });

  test('goes on from the queries.npz of an earlier run, at the same queries', async () => {
    write();
    await run('query @bars.npz --top 2 --starts 2 --format csv,npz --out @first');
    await run('query @bars.npz --top 2 --init @first/queries.npz --format json,csv --out @next');
    const [first, next] = ['first', 'next'].map((name) => csvColumns(read(`${name}/queries.csv`)));
    next?.kl?.forEach((kl, i) => {
      expect(Math.abs(Number(kl) / Number(first?.kl?.[i]) - 1)).toBeLessThan(1e-6);
    });
    expect(next?.starts).toEqual(['2', '2']);
    const { searches } = JSON.parse(read('next/queries.json'));
    expect(searches[0].starts[0]).toMatchObject({ from: 'row 0 of queries.npz' });
    expect(searches[0].starts[0].iterations).toBeLessThan(5);
  });

  test('writes one text to stdout, and only what was asked for to a folder', async () => {
    write();
    const words = 'query @people.csv --records 3 --starts 2 --out';
    const json = await run(`${words} -`);
    expect(queryResultSchema.parse(JSON.parse(json.out)).searches[0]?.records).toEqual([3]);
    expect((await run(`${words} - --format csv`)).out).toMatch(/^record,objective,kl,.*\n3,kl,/);
    await run(`${words} @csv --format csv`);
    expect(filesIn(folder.path('csv'))).toEqual(['queries.csv']);
    const quiet = await run(`${words} @quiet --format json --quiet`);
    expect(quiet.err).toBe('');
  });

  test('says which settings changed nothing, and what it found', async () => {
    write();
    const { err } = await run('query @people.csv --pool @people.csv --records 3 --starts 4 --format json --out @pool');
    expect(err).toContain(
      'warning: Every row of the pool is asked, without a search: what was given for --starts changes nothing.',
    );
    expect(err).toContain('people.csv: 1 search');
    expect(err).toContain('open ');
  });
});

test('lood landscape writes landscape.csv with its columns, and the map', async () => {
  write();
  await run('landscape @bars.npz --record 7 --span 50 --points 5 --format json,csv,png --out @landscape');
  expect(filesIn(folder.path('landscape'))).toEqual(
    expect.arrayContaining(['figures', 'landscape-plane.csv', 'landscape.csv', 'landscape.json']),
  );
  const text = read('landscape/landscape.csv');
  expect(text.split('\n')[0]).toBe('direction,offset,kl,mean_distance,auc');
  const { direction, offset } = csvColumns(text);
  expect([...new Set(direction)]).toEqual(['ones', 'random', 'nearest', 'search']);
  expect(offset?.slice(0, 5)).toEqual(['-50', '-25', '0', '25', '50']);
  expect((await run('landscape @people.csv --record 7 --points 3 --plane none --out - --format csv')).out).toMatch(/^direction,/);
});

describe('lood reconstruct', () => {
  test('writes reconstruction.csv with its columns, the gallery and the arrays', async () => {
    write();
    await run('reconstruct @bars.npz --records 3,7 --starts 3 --format csv,png,npz --out @rebuilt');
    const text = read('rebuilt/reconstruction.csv');
    expect(text.split('\n')[0]).toBe('record,cosine,relative_l2,psnr,ssim,rank,success');
    expect(csvColumns(text)).toMatchObject({ record: ['3', '7'], rank: ['1', '1'], success: ['1', '1'] });
    expect(filesIn(folder.path('rebuilt'))).toEqual(expect.arrayContaining(['figures/gallery.png', 'queries.npz']));
    const { records, queries } = readNpz(folder.path('rebuilt/queries.npz'));
    expect(records?.values).toEqual([3, 7]);
    // Bytes of a picture: the record itself.
    const truth = readNpz(folder.path('bars.npz')).x?.values.slice(3 * 64, 4 * 64) as number[];
    truth.forEach((value, j) => {
      expect(Math.abs((queries?.values[j] as number) - value)).toBeLessThan(0.01);
    });
  });

  test('rebuilds from mean predictions, as far as their decimals go', async () => {
    write();
    const words =
      'reconstruct @bars.npz --records 3 --threat-model predictions --activation gelu --noise-variance 0.01 --out - --format csv';
    const cosine = async (more: string) => Number(csvColumns((await run(`${words}${more}`)).out).cosine?.[0]);
    const [exact, rounded] = [await cosine(''), await cosine(' --answer-decimals 1')];
    expect(exact).toBeGreaterThan(0.999);
    expect(rounded).toBeLessThan(exact);
  });
});

test('lood report writes the reports of searches again, as the commands did', async () => {
  write();
  for (const [words, json] of [
    ['query @people.csv --top 2 --starts 2', 'queries.json'],
    ['landscape @people.csv --record 2 --points 5', 'landscape.json'],
    ['reconstruct @people.csv --top 2 --starts 2', 'reconstruction.json'],
  ] as const) {
    await run(`${words} --format json,csv,html --out @${json}-first`);
    await run(`report @${json}-first --format json,csv,html --out @${json}-again`);
    const files = filesIn(folder.path(`${json}-first`));
    expect(files).toContain(json);
    expect(filesIn(folder.path(`${json}-again`))).toEqual(files);
    for (const file of files) expect(read(`${json}-again/${file}`)).toBe(read(`${json}-first/${file}`));
  }
});

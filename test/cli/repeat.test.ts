// The same again: reports from a saved result, an audit run twice, and the command that a report prints for repeating it.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { repeatCommand } from '../../reports/sections/repeatCommand.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import { temporaryFolder } from '../data/support.ts';
import { filesIn, lood, smallPictures, smallTable, spawnLood } from './support.ts';

const folder = temporaryFolder();
const read = (name: string) => readFileSync(folder.path(name));
const readResult = (name: string): AuditResult => JSON.parse(read(name).toString());

test('lood report writes the very bytes that the audit wrote', async () => {
  const [first, second] = [folder.path('audit'), folder.path('report')];
  const data = [folder.write('bars.npz', smallPictures()), '--noise-variance', 'auto', '--fail-above', 'auc=0.5'];
  // The built command: inside jest, drawing takes four times as long.
  expect((await spawnLood(['audit', ...data, '--out', first]).ended).code).toBe(3);
  const again = await spawnLood(['report', folder.path('audit/audit.json'), '--out', second]).ended;
  expect(again).toMatchObject({ code: 0, out: '' });
  const files = filesIn(first);
  expect(filesIn(second)).toEqual(files);
  expect(files.length).toBeGreaterThan(12);
  for (const file of files.filter((name) => name.includes('.'))) {
    expect({ file, same: read(`report/${file}`).equals(read(`audit/${file}`)) }).toEqual({ file, same: true });
  }
});

test('an audit run twice gives the same records, and the same result but for its clock', async () => {
  for (const out of ['one', 'two']) {
    await lood(
      'audit',
      'digits',
      '--limit',
      '60',
      '--seed',
      '5',
      '--kernel',
      'ntk',
      '--out',
      folder.path(out),
      '--format',
      'json,csv',
    );
  }
  expect(read('two/records.csv').equals(read('one/records.csv'))).toBe(true);
  const withoutClock = ({ manifest: { startedAt: _, timings, ...manifest }, ...result }: AuditResult) => ({
    ...result,
    manifest: { ...manifest, stages: timings.map(({ stage }) => stage) },
  });
  const [one, two] = ['one', 'two'].map((name) => withoutClock(readResult(`${name}/audit.json`)));
  expect(two).toEqual(one);
});

test('another seed draws other records', async () => {
  const records = async (seed: string) =>
    (await lood('audit', folder.write('table.csv', smallTable()), '--limit', '12', '--seed', seed, '--out', '-')).out;
  expect(await records('1')).not.toBe(await records('2'));
});

describe('the command that the report prints', () => {
  /** What a POSIX shell makes of it. */
  const shellWords = (command: string): string[] =>
    execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1);

  const repeats = async (data: string, ...flags: string[]) => {
    const first = await lood('audit', data, ...flags, '--out', '-');
    const result: AuditResult = JSON.parse(first.out);
    const [command, ...words] = shellWords(repeatCommand(result) ?? '');
    expect(command).toBe('lood');
    const again = await lood(...words, '--out', '-');
    expect({ code: again.code, records: JSON.parse(again.out).records }).toEqual({ code: first.code, records: result.records });
    expect(JSON.parse(again.out).manifest.settings).toEqual(result.manifest.settings);
  };

  test.each<[string[]]>([
    [['--kernel', 'matern32', '--gamma', '0.3', '--noise-variance', 'auto', '--delta', '1e-6']],
    [['--kernel', 'ntk', '--activation', 'leaky-relu', '--negative-slope', '0.2', '--depth', '2', '--bias-variance', '0.1']],
    [
      [
        '--limit',
        '12',
        '--seed',
        '3',
        '--normalize',
        'none',
        '--fail-above',
        'auc=0.5,tpr_at_fpr_0.001=0.2',
        '--threads',
        '1',
        '--gamma',
        '2',
      ],
    ],
  ])('repeats an audit of a table with %j', async (flags) => {
    await repeats(folder.write('table.csv', smallTable()), ...flags);
  });

  test('repeats an audit of a file and a column whose names begin with a dash', async () => {
    folder.write('-table.csv', smallTable().replace('label', '--label'));
    const before = process.cwd();
    process.chdir(folder.path('.'));
    try {
      await repeats('./-table.csv', '--label-column=--label');
      // Typed after --, as such a path has to be.
      const dashed = await lood('audit', '--label-column=--label', '--out', '-', '--', '-table.csv');
      const [, ...words] = shellWords(repeatCommand(JSON.parse(dashed.out)) ?? '');
      expect(words.slice(0, 3)).toEqual(['audit', './-table.csv', '--label-column=--label']);
      expect(JSON.parse((await lood(...words, '--out', '-')).out).records).toEqual(JSON.parse(dashed.out).records);
    } finally {
      process.chdir(before);
    }
  });

  test('repeats an audit whose names need quoting', async () => {
    mkdirSync(folder.path("it's $(HOME) `x`"), { recursive: true });
    const classes = ['"a, b"', '"say ""no"""', "it's;"];
    const rows = Array.from({ length: 12 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)},${classes[i % 3]}`);
    const data = folder.write("it's $(HOME) `x`/my data.csv", `a,b,the label\n${rows.join('\n')}\n`);
    await repeats(data, '--label-column', 'the label', '--classes', '"a, b","say ""no"""');
    await repeats(data, '--label-column', 'the label', '--classes', `it's;,"a, b"`);
  });
});

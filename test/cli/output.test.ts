// Where the reports go: only where they were sent, all of them or none.

import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { resultJson } from '../../reports/tables/resultJson.ts';
import { auditResultSchema } from '../../src/audit/result.ts';
import { temporaryFolder } from '../data/support.ts';
import { sampleResult } from '../support/sampleResult.ts';
import { expectRefusal, filesIn, lood, smallTable, spawnLood } from './support.ts';

const folder = temporaryFolder();
const table = () => folder.write('table.csv', smallTable());

const REPORTS = ['audit.json', 'figures', 'records.csv', 'report.html', 'report.pdf'];

describe('the output folder', () => {
  test('is made with all reports in it, and stdout stays empty', async () => {
    const out = folder.path('new/reports');
    const outcome = await spawnLood(['audit', table(), '--out', out]).ended;
    expect(outcome).toMatchObject({ code: 0, out: '' });
    const files = filesIn(out);
    expect(files.filter((name) => !name.includes('/'))).toEqual(REPORTS);
    expect(files).toContain('figures/roc.png');
    expect(outcome.err).toContain(`open ${out}/report.html (and ${files.length - 2} more files there)`);
  });

  test.each<[string, string[]]>([
    ['csv', ['records.csv']],
    ['html,json', ['audit.json', 'report.html']],
  ])('holds the formats asked for: %s', async (formats, expected) => {
    const out = folder.path(`formats-${formats}`);
    expect((await lood('audit', table(), '--out', out, '--format', formats)).code).toBe(0);
    expect(filesIn(out)).toEqual(expected);
  });

  test('keeps what else it held', async () => {
    mkdirSync(folder.path('used'), { recursive: true });
    folder.write('used/notes.txt', 'mine');
    folder.write('used/records.csv', 'old');
    expect((await lood('audit', table(), '--out', folder.path('used'), '--format', 'csv')).code).toBe(0);
    expect(filesIn(folder.path('used'))).toEqual(['notes.txt', 'records.csv']);
    expect(readFileSync(folder.path('used/notes.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(folder.path('used/records.csv'), 'utf8')).toMatch(/^record,label,/);
  });

  test('is said to hold reports of an earlier audit, which a reader would take for those of this one', async () => {
    const out = folder.path('mixed');
    await lood('audit', table(), '--out', out, '--format', 'json,csv');
    mkdirSync(folder.path('mixed/figures'));
    folder.write('mixed/figures/old.png', '');
    const changed = await lood('audit', table(), '--depth', '2', '--out', out, '--format', 'csv');
    expect(changed.err).toContain('warning: the output folder also holds audit.json and figures/old.png of an earlier run\n');
    expect((await lood('audit', table(), '--out', out, '--format', 'json,csv')).err).toContain('also holds figures/old.png of');
    // Of the same result, they belong together.
    const again = await lood('report', out, '--out', out, '--format', 'csv');
    expect(again).toMatchObject({ code: 0, err: expect.not.stringContaining('warning') });
  });

  test('is refused before the work when a folder has the name of a report, or a file that of the pictures', async () => {
    mkdirSync(folder.path('taken/report.html'), { recursive: true });
    folder.write('taken/audit.json', 'old');
    folder.write('taken/figures', '');
    const out = folder.path('taken');
    expectRefusal(
      await lood('audit', table(), '--out', out),
      'taken/report.html" to be a file, or not to be there. Got a folder',
    );
    expectRefusal(
      await lood('audit', table(), '--out', out, '--format', 'json,png'),
      'taken/figures" to be a folder, or not to be there. Got a file of that name. Try moving it away, or another folder.',
    );
    expect(filesIn(out)).toEqual(['audit.json', 'figures', 'report.html']);
    expect(readFileSync(folder.path('taken/audit.json'), 'utf8')).toBe('old');
    expect((await lood('audit', table(), '--out', out, '--format', 'csv')).code).toBe(0);
  });

  test('is as it was after an audit that failed', async () => {
    mkdirSync(folder.path('kept'), { recursive: true });
    folder.write('kept/records.csv', 'old');
    expectRefusal(await lood('audit', 'nowhere.csv', '--out', folder.path('kept')));
    expect(filesIn(folder.path('kept'))).toEqual(['records.csv']);
    expect(readFileSync(folder.path('kept/records.csv'), 'utf8')).toBe('old');
  });
});

describe('an output folder that cannot be written', () => {
  const refused = (path: string, reason: string) => async () => {
    const data = table();
    const result = folder.write('result.json', resultJson(sampleResult({ records: 10, classes: 2 })));
    const before = filesIn(folder.path('.'));
    for (const words of [
      ['audit', data],
      ['report', result],
    ]) {
      expectRefusal(
        await lood(...words, '--out', path.replace('HERE', folder.path('.'))),
        'that you may write to',
        `Got ${reason}.`,
      );
    }
    expect(filesIn(folder.path('.'))).toEqual(before);
  };

  test('a file', refused('HERE/table.csv', 'a file of that name'));
  test('a path below a file', refused('HERE/table.csv/sub/out', 'a path that leads through a file'));
  test('a name that is too long, of which no parent is left', refused(`HERE/new/${'x'.repeat(300)}`, 'a name that is too long'));

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('a place in /proc', refused('/proc/lood-out', 'no permission to make a folder there'));
  onLinux('a place in /sys', refused('/sys/lood-out', 'no permission'));

  const asUser = process.getuid?.() === 0 || process.platform === 'win32' ? test.skip : test;
  asUser('a read-only folder', async () => {
    mkdirSync(folder.path('locked'), { recursive: true });
    chmodSync(folder.path('locked'), 0o555);
    await refused('HERE/locked', 'no permission')();
    chmodSync(folder.path('locked'), 0o755);
  });
});

describe('--contents omit', () => {
  test('leaves the contents of records out of the reports and of audit.json, and nothing else', async () => {
    const kept = await lood('audit', table(), '--out', '-', '--quiet');
    const whole = auditResultSchema.parse(JSON.parse(kept.out));
    expect(whole.exhibits.length).toBeGreaterThan(0);
    const file = folder.write('whole.json', kept.out);
    const { out } = await lood('report', file, '--contents', 'omit', '--out', '-');
    expect(JSON.parse(out)).toEqual({ ...whole, exhibits: [] });

    const named = { ...whole, records: whole.records.map((record) => ({ ...record, name: 'Jane Doe.png' })) };
    const withNames = folder.write('named.json', resultJson(named));
    for (const format of ['json', 'csv']) {
      const words = ['report', withNames, '--out', '-', '--format', format];
      expect((await lood(...words)).out).toContain('Jane Doe.png');
      const shared = (await lood(...words, '--contents', 'omit')).out;
      expect(shared).not.toContain('Jane');
      if (format === 'json') expect(JSON.parse(shared)).toEqual({ ...whole, exhibits: [] });
    }

    await lood('audit', table(), '--contents', 'omit', '--out', folder.path('bare'), '--format', 'json,html');
    const read = (name: string) => readFileSync(folder.path(name), 'utf8');
    expect(JSON.parse(read('bare/audit.json')).exhibits).toEqual([]);
    expect(read('bare/report.html')).toContain('This result was saved without the contents of its records');
    expect(read('bare/report.html')).not.toContain('class="card"');
  });

  test('is the only other choice', async () => {
    expectRefusal(await lood('audit', table(), '--contents', 'omitt'), 'Got "omitt". Try "omit".');
    expect((await lood('audit', table(), '--contents', 'keep', '--out', '-')).out).toContain('"exhibits":[\n');
  });
});

describe('--out -', () => {
  test('writes audit.json, and nothing else, to stdout', async () => {
    const { code, out, err } = await lood('audit', table(), '--out', '-');
    expect(code).toBe(0);
    const result = auditResultSchema.parse(JSON.parse(out));
    expect(resultJson(result)).toBe(out);
    expect(err).toContain('24 records audited');
    expect(err).not.toContain('open ');
    expect(filesIn('-')).toEqual([]);
  });

  test('with --format csv writes records.csv', async () => {
    const { out } = await lood('audit', table(), '--out', '-', '--format', 'csv', '--quiet');
    await lood('audit', table(), '--out', folder.path('same'), '--format', 'csv');
    expect(out).toBe(readFileSync(folder.path('same/records.csv'), 'utf8'));
  });

  test('works for lood report too, which takes the folder of an audit as well as its file', async () => {
    const { out } = await lood('audit', table(), '--out', '-');
    mkdirSync(folder.path('saved'), { recursive: true });
    const file = folder.write('saved/audit.json', out);
    expect((await lood('report', file, '--out', '-')).out).toBe(out);
    expect((await lood('report', folder.path('saved'), '--out', '-')).out).toBe(out);
  });

  test.each(['html', 'csv,json', 'png'])('refuses --format %s', async (formats) => {
    expectRefusal(
      await lood('audit', table(), '--out', '-', '--format', formats),
      `one format of text on stdout (json or csv). Got --out - --format ${formats}.`,
    );
  });
});

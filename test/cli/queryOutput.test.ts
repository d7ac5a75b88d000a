// Reports of searches again, from a saved result: the files of each command, text on stdout, and nothing of the contents where they are left out.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { OUTPUT_OPTIONS, openOutput, outputOptions } from '../../cli/output.ts';
import { parseResult, resultJson } from '../../reports/tables/resultJson.ts';
import { expectAuditError, temporaryFolder } from '../data/support.ts';
import { sampleQueryResult } from '../support/sampleQueryResult.ts';
import { expectRefusal, fakeStream, filesIn, lood } from './support.ts';

const folder = temporaryFolder();
const searched = sampleQueryResult({ command: 'query', searches: 4, records: 30 });
const rebuilt = sampleQueryResult({
  command: 'reconstruct',
  searches: 3,
  records: 30,
  warnings: [
    {
      code: 'FILES_LEFT_OUT',
      message: 'Left out 1 file or folder without a PNG or JPEG picture (cat/Jane Doe.txt): their records are not audited. X.',
    },
  ],
});
const file = (name: string, result: typeof searched) => folder.write(name, resultJson(result));

describe('lood report', () => {
  test('writes the reports of a search again, without the arrays that no result holds', async () => {
    const out = folder.path('again');
    const { code, err } = await lood('report', file('queries.json', searched), '--out', out, '--format', 'json,csv,html');
    expect({ code, files: filesIn(out) }).toEqual({ code: 0, files: ['queries.csv', 'queries.json', 'report.html'] });
    expect(err).toContain('4 of 4 found a question that tells as much as the record itself');
    expect(readFileSync(folder.path('again/queries.json'), 'utf8')).toBe(resultJson(searched));
    expectRefusal(
      await lood('report', out, '--out', out, '--format', 'json,npz'),
      'Expected formats without arrays of queries. Got npz with a saved result. Try --format json,csv,html,pdf,png',
    );
  });

  test('writes all but the arrays by default, into one folder for each command', async () => {
    const out = folder.path('all');
    expect((await lood('report', file('reconstruction.json', rebuilt), '--out', out)).code).toBe(0);
    const files = filesIn(out);
    expect(files.filter((name) => !name.includes('/'))).toEqual([
      'figures',
      'queries.csv',
      'reconstruction.csv',
      'reconstruction.json',
      'report.html',
      'report.pdf',
    ]);
    expect(files).toContain('figures/gallery.png');
  });

  test('writes the JSON or the main table to stdout', async () => {
    const path = file('queries.json', searched);
    expect((await lood('report', path, '--out', '-')).out).toBe(resultJson(searched));
    expect((await lood('report', path, '--out', '-', '--format', 'csv')).out).toMatch(/^record,objective,kl,/);
    const attack = file('reconstruction.json', rebuilt);
    expect((await lood('report', attack, '--out', '-', '--format', 'csv')).out).toMatch(/^record,cosine,/);
  });

  test('leaves pictures, and names in warnings, out of all outputs', async () => {
    const path = file('reconstruction.json', rebuilt);
    const shared = (await lood('report', path, '--out', '-', '--contents', 'omit')).out;
    expect(parseResult(shared)).toMatchObject({ reconstruction: { gallery: [], records: rebuilt.reconstruction?.records } });
    expect(shared).not.toContain('Jane');
    const out = folder.path('bare');
    await lood('report', path, '--out', out, '--contents', 'omit', '--format', 'html,png');
    expect(filesIn(out)).not.toContain('figures/gallery.png');
    const page = readFileSync(folder.path('bare/report.html'), 'utf8');
    expect(page).toContain('saved without the contents of its records');
    expect(page).not.toMatch(/Jane|class="strips"|class="picture"/);
  });
});

describe('the formats of a command', () => {
  const open = (command: 'audit' | 'query' | 'landscape', format?: string[], contents?: string) => () =>
    openOutput({ out: folder.path('formats'), format, contents }, fakeStream(), command);

  test('hold arrays where queries are found, and nowhere else', async () => {
    await (await open('query', ['npz'])()).undo();
    await expectAuditError(open('audit', ['npz']), 'NAME_UNKNOWN', 'Got "npz".');
    await expectAuditError(open('landscape', ['npz']), 'NAME_UNKNOWN', 'Got "npz".');
  });

  test('hold no arrays where contents are left out: the queries found are the records', async () => {
    await expectAuditError(open('query', ['npz'], 'omit'), 'OPTION_INVALID', 'Got npz with --contents omit.');
    const output = await openOutput({ out: folder.path('omitted'), contents: 'omit' }, fakeStream(), 'query');
    let asked = 0;
    await output.write(searched, {}, [
      {
        name: 'queries.npz',
        format: 'npz',
        write: async () => {
          asked++;
        },
      },
    ]);
    expect(asked).toBe(0);
    expect(filesIn(folder.path('omitted'))).not.toContain('queries.npz');
  });

  test('stand in the help, with the names of the files', () => {
    expect(outputOptions('query').format.default).toBe('json,csv,html,pdf,png,npz');
    expect(outputOptions('query').out.describe).toContain('writes queries.json (or with --format csv, queries.csv) to stdout');
    expect(OUTPUT_OPTIONS.format.default).toBe('json,csv,html,pdf,png');
  });
});

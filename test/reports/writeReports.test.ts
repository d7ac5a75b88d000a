import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeOutputFolder } from '../../reports/outputFolder.ts';
import { reportsOfBefore } from '../../reports/reportsOfBefore.ts';
import { parseFormats, REPORT_FORMATS } from '../../reports/results.ts';
import { writeReports } from '../../reports/writeReports.ts';
import type { Progress } from '../../src/base/progress.ts';
import { filesIn } from '../cli/support.ts';
import { expectAuditError, temporaryFolder } from '../data/support.ts';
import { sampleResult } from '../support/sampleResult.ts';

const folder = temporaryFolder();
const result = sampleResult({ data: 'plain', records: 12, classes: 2 });

describe('formats', () => {
  test('are all, unless some are named', () => {
    expect(parseFormats()).toEqual(REPORT_FORMATS);
    expect(parseFormats(['pdf', 'csv'])).toEqual(['pdf', 'csv']);
  });

  test('have known names', async () => {
    await expectAuditError(() => parseFormats(['csv', 'hmtl']), 'NAME_UNKNOWN', 'Got "hmtl". Try "html".');
  });
});

describe('the output folder', () => {
  test('is made with its parents, and taken back with them', async () => {
    const undo = await makeOutputFolder(folder.path('a/b/c'));
    expect(filesIn(folder.path('.'))).toEqual(['a', 'a/b', 'a/b/c']);
    await undo();
    expect(filesIn(folder.path('.'))).toEqual([]);
  });

  test('stays when it was there before, or holds something', async () => {
    mkdirSync(folder.path('there'));
    const undoNothing = await makeOutputFolder(folder.path('there'));
    await undoNothing();
    const undo = await makeOutputFolder(folder.path('there/new/er'));
    folder.write('there/new/mine.txt', '');
    await undo();
    expect(filesIn(folder.path('there'))).toEqual(['new', 'new/mine.txt']);
  });

  test('is refused where it cannot be, and no parent of it is left', async () => {
    folder.write('file', '');
    const before = filesIn(folder.path('.'));
    await expectAuditError(() => makeOutputFolder(folder.path('file')), 'OUTPUT_UNWRITABLE', 'Got a file of that name.');
    await expectAuditError(
      () => makeOutputFolder(folder.path('file/x')),
      'OUTPUT_UNWRITABLE',
      'Got a path that leads through a file.',
    );
    await expectAuditError(
      () => makeOutputFolder(folder.path(`x/${'y'.repeat(300)}`)),
      'OUTPUT_UNWRITABLE',
      'Got a name that is too long.',
    );
    expect(filesIn(folder.path('.'))).toEqual(before);
  });
});

describe('writeReports', () => {
  test('writes what was asked for, in the order of the formats, and says where', async () => {
    const stages: Progress[] = [];
    const out = folder.path('written');
    const files = await writeReports(result, out, ['csv', 'json'], { onProgress: (progress) => stages.push(progress) });
    expect(files).toEqual([folder.path('written/audit.json'), folder.path('written/records.csv')]);
    expect(filesIn(out)).toEqual(['audit.json', 'records.csv']);
    expect(stages).toEqual([0, 1, 2].map((done) => ({ stage: 'reports', done, total: 2 })));
  });

  test('shows nothing under a final name until all is written', async () => {
    const out = folder.path('together');
    let seen: string[] = [];
    await writeReports(result, out, ['json', 'csv', 'html'], {
      onProgress: ({ done }) => {
        if (done === 2) seen = filesIn(out);
      },
    });
    expect(seen.map((name) => name.replace(/\.[0-9a-f]{12}\.partial$/, ' in the making'))).toEqual([
      'audit.json in the making',
      'records.csv in the making',
    ]);
    expect(filesIn(out)).toEqual(['audit.json', 'records.csv', 'report.html']);
  });

  // After the last format there is nothing left to stop.
  test.each([0, 1, 2, 3])('stopped at format %i of 4, leaves the files of before and none of its own', async (at) => {
    const out = folder.path(`stopped-${at}`);
    mkdirSync(out);
    folder.write(`stopped-${at}/audit.json`, 'of before');
    const abort = new AbortController();
    const run = {
      signal: abort.signal,
      onProgress: ({ done }: Progress) => {
        if (done === at) abort.abort();
      },
    };
    await expectAuditError(() => writeReports(result, out, ['json', 'csv', 'html', 'png'], run), 'CANCELLED');
    expect(filesIn(out)).toEqual(['audit.json']);
    expect(readFileSync(folder.path(`stopped-${at}/audit.json`), 'utf8')).toBe('of before');
  });

  test('stopped in a folder that it made, takes the folder back', async () => {
    await expectAuditError(
      () => writeReports(result, folder.path('gone/deep'), ['json'], { signal: AbortSignal.abort() }),
      'CANCELLED',
    );
    expect(filesIn(folder.path('.'))).not.toContain('gone');
  });

  test('names the place that something else takes, and leaves nothing of the others', async () => {
    mkdirSync(folder.path('blocked/records.csv'), { recursive: true });
    folder.write('blocked/figures', 'no folder');
    const out = folder.path('blocked');
    for (const start of [writeReports.bind(undefined, result, out), makeOutputFolder.bind(undefined, out)]) {
      await expectAuditError(
        () => start(['json', 'csv']),
        'OUTPUT_UNWRITABLE',
        'records.csv" to be a file, or not to be there. Got a folder of that name. Try moving it away',
      );
      await expectAuditError(
        () => start(['json', 'png']),
        'OUTPUT_UNWRITABLE',
        'figures" to be a folder, or not to be there. Got a file of that name.',
      );
    }
    expect(filesIn(out)).toEqual(['figures', 'records.csv']);
  });

  test('names the file that cannot be written, and takes back what it made for it', async () => {
    const deep = folder.path('deep');
    mkdirSync(join(deep, 'figures', 'roc.png'), { recursive: true });
    await expectAuditError(
      () => writeReports(result, deep, ['png']),
      'OUTPUT_UNWRITABLE',
      'roc.png" to be writable. Got EISDIR.',
    );
    expect(filesIn(deep).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  test('refuses to write a result that breaks its schema, and leaves nothing', async () => {
    const broken = { ...result, model: { ...result.model, logMarginalLikelihood: Number.NaN } };
    await expectAuditError(() => writeReports(broken, folder.path('broken'), ['csv', 'json']), 'NUMERICAL_FAILURE');
    expect(filesIn(folder.path('.'))).not.toContain('broken');
  });
});

describe('reportsOfBefore', () => {
  test('are those that this call did not write, and nothing else in the folder', async () => {
    const out = folder.path('mixed');
    await writeReports(result, out, ['json', 'csv']);
    folder.write('mixed/notes.txt', '');
    mkdirSync(folder.path('mixed/figures'));
    folder.write('mixed/figures/roc.png', '');
    folder.write('mixed/figures/roc.txt', '');
    const other = { ...result, warnings: [{ code: 'X', message: 'another audit' }] };
    const written = await writeReports(other, out, ['csv']);
    expect(await reportsOfBefore(other, out, written)).toEqual(['audit.json', join('figures', 'roc.png')]);
    expect(await reportsOfBefore(other, out, await writeReports(other, out, ['json', 'csv']))).toEqual([
      join('figures', 'roc.png'),
    ]);
  });

  test('are none beside the audit.json of this very result, or in a folder of its own', async () => {
    const out = folder.path('same');
    const first = await writeReports(result, out, ['json', 'csv']);
    expect(await reportsOfBefore(result, out, first)).toEqual([]);
    expect(await reportsOfBefore(result, out, await writeReports(result, out, ['csv']))).toEqual([]);
  });
});

import { mkdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeOutputFolder } from '../../reports/outputFolder.ts';
import { reportsOfBefore } from '../../reports/reportsOfBefore.ts';
import { parseFormats, QUERY_REPORT_FORMATS, REPORT_FORMATS, REPORTED } from '../../reports/results.ts';
import { type AdditionalFile, writeReports } from '../../reports/writeReports.ts';
import type { Progress } from '../../src/base/progress.ts';
import { filesIn } from '../cli/support.ts';
import { expectAuditError, temporaryFolder } from '../data/support.ts';
import { sampleQueryResult } from '../support/sampleQueryResult.ts';
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

  test('include arrays where a command finds queries, and nowhere else', async () => {
    for (const command of ['query', 'reconstruct'] as const) {
      expect(parseFormats(undefined, command)).toEqual(QUERY_REPORT_FORMATS);
      expect(parseFormats(['npz'], command)).toEqual(['npz']);
    }
    for (const command of ['audit', 'landscape'] as const) {
      expect(parseFormats(undefined, command)).toEqual(REPORT_FORMATS);
      await expectAuditError(
        () => parseFormats(['npz'], command),
        'NAME_UNKNOWN',
        'one of json, csv, html, pdf, png. Got "npz".',
      );
    }
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

describe('writeReports for a result with files of the caller’s', () => {
  const searched = sampleQueryResult({ command: 'query', searches: 3 });
  const arrays = (text = 'arrays'): AdditionalFile => ({
    name: 'queries.npz',
    format: 'npz',
    write: (path) => writeFile(path, text),
  });

  test.each(['query', 'landscape', 'reconstruct'] as const)('gives the files of lood %s their names', async (command) => {
    const out = folder.path(command);
    const written = sampleQueryResult({ command, searches: 3, records: 30 });
    const { json, csv } = REPORTED[command];
    const files = await writeReports(written, out, ['json', 'csv']);
    expect(files).toEqual([json, ...csv].map((name) => join(out, name)));
    expect(filesIn(out)).toEqual([json, ...csv].sort());
  });

  test('puts the gallery of rebuilt pictures into figures/gallery.png', async () => {
    const out = folder.path('pictures');
    await writeReports(sampleQueryResult({ command: 'reconstruct', searches: 2, records: 30 }), out, ['png']);
    expect(filesIn(out)).toContain('figures/gallery.png');
    const table = sampleQueryResult({ command: 'reconstruct', data: 'table', classes: 2, searches: 2, records: 30 });
    await writeReports(table, folder.path('values'), ['png']);
    expect(filesIn(folder.path('values'))).not.toContain('figures/gallery.png');
  });

  test('writes them with the reports, when their format is asked for', async () => {
    const out = folder.path('arrays');
    const files = await writeReports(searched, out, ['json', 'npz'], {}, [arrays()]);
    expect(files).toEqual([join(out, 'queries.json'), join(out, 'queries.npz')]);
    expect(readFileSync(join(out, 'queries.npz'), 'utf8')).toBe('arrays');
    await writeReports(searched, folder.path('none'), ['json'], {}, [arrays()]);
    expect(filesIn(folder.path('none'))).toEqual(['queries.json']);
  });

  test('shows nothing under a final name before all are written, and nothing at all when one fails', async () => {
    const out = folder.path('failing');
    mkdirSync(out);
    folder.write('failing/queries.json', 'of before');
    let seen: string[] = [];
    const failing: AdditionalFile = {
      ...arrays(),
      async write(path) {
        await writeFile(path, 'half');
        seen = filesIn(out);
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      },
    };
    await expectAuditError(
      () => writeReports(searched, out, ['json', 'csv', 'npz'], {}, [failing]),
      'WRITE_FAILED',
      'queries.npz',
    );
    expect(seen.map((name) => name.replace(/\.[0-9a-f]{12}\.partial$/, ' in the making'))).toEqual([
      'queries.csv in the making',
      'queries.json',
      'queries.json in the making',
      'queries.npz in the making',
    ]);
    expect(filesIn(out)).toEqual(['queries.json']);
    expect(readFileSync(join(out, 'queries.json'), 'utf8')).toBe('of before');
  });

  test('stopped while they are written, leaves none', async () => {
    const abort = new AbortController();
    const stopping: AdditionalFile = {
      ...arrays(),
      async write(path) {
        await writeFile(path, 'all');
        abort.abort();
      },
    };
    const out = folder.path('stopped-arrays');
    await expectAuditError(() => writeReports(searched, out, ['json', 'npz'], { signal: abort.signal }, [stopping]), 'CANCELLED');
    expect(filesIn(folder.path('.'))).not.toContain('stopped-arrays');
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

  test('are those of another command too, even beside the JSON file of this very result', async () => {
    const out = folder.path('two-commands');
    await writeReports(result, out, ['json', 'csv']);
    const searched = sampleQueryResult({ command: 'query', searches: 3 });
    const written = await writeReports(searched, out, ['json']);
    expect(await reportsOfBefore(searched, out, written)).toEqual(['audit.json', 'records.csv']);
    expect(await reportsOfBefore(searched, out, await writeReports(searched, out, ['csv']))).toEqual([
      'audit.json',
      'records.csv',
    ]);
    expect(await reportsOfBefore(result, out, await writeReports(result, out, ['json', 'csv']))).toEqual([
      'queries.json',
      'queries.csv',
    ]);
  });
});

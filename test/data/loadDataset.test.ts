import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { expectAuditError, float64Npy, labelNpy, temporaryFolder, zipBytes } from './support.ts';

const folder = temporaryFolder();
const x = float64Npy([3, 2], [1, 2, 3, 4, 5, 6]);

describe('loadDataset finds the format from the content', () => {
  test('of a .npz archive under any name', async () => {
    const bytes = zipBytes([
      { name: 'x.npy', bytes: x },
      { name: 'y.npy', bytes: labelNpy([0, 1, 1]) },
    ]);
    expect((await loadDataset(folder.write('archive.zip', bytes))).format).toBe('npz');
  });
  test('of a .npy file, whose labels are another file', async () => {
    const dataset = await loadDataset(folder.write('values', x), { labels: folder.write('labels.npy', labelNpy([0, 1, 1])) });
    expect(dataset).toMatchObject({ name: 'values', format: 'npy', records: 3, dimensions: 2 });
  });
  test('of a table without an extension', async () => {
    expect((await loadDataset(folder.write('table', 'a,label\n1,x\n2,y\n3,x\n'))).format).toBe('csv');
  });
});

describe('loadDataset refuses', () => {
  test.each<[unknown, string]>([
    [5, 'a value of type number'],
    [undefined, 'a value of type undefined'],
    [{ x: [], y: [] }, 'a value of type object'],
  ])('%j, which is no path', (source, got) =>
    expectAuditError(() => loadDataset(source as string), 'OPTION_INVALID', `Got ${got}. Try loadDataset('digits')`),
  );
  test('a .npy file without labels', () =>
    expectAuditError(() => loadDataset(folder.write('x.npy', x)), 'OPTION_INVALID', 'Try --labels labels.npy'));
  test('labels that are no label file', () =>
    expectAuditError(
      () => loadDataset(folder.write('x.npy', x), { labels: folder.write('labels.txt', '0\n1\n1\n') }),
      'FORMAT_UNKNOWN',
      'Expected the labels file to be a .npy file or an IDX file',
    ));
  test('a missing file', () =>
    expectAuditError(() => loadDataset(folder.path('no/such.npz')), 'FILE_NOT_FOUND', 'Got nothing at', 'Try checking the path'));
  test('a name close to that of a built-in set', () =>
    expectAuditError(() => loadDataset('digit'), 'FILE_NOT_FOUND', 'a built-in set (digits)', 'Try "digits", or a path'));
  test('the name of a public set that has to be built first', () =>
    expectAuditError(
      () => loadDataset('cifar-10'),
      'FILE_NOT_FOUND',
      'Try "lood dataset cifar10 --out cifar10.npz", then cifar10.npz',
    ));
  test('an empty archive', () =>
    expectAuditError(() => loadDataset(folder.write('none.npz', zipBytes([]))), 'ARRAY_MISSING', 'Got no arrays'));
  test('an empty file', () =>
    expectAuditError(() => loadDataset(folder.write('empty.npz', '')), 'CONTAINER_INVALID', 'an empty file'));
  test.each([
    ['wrong.npz', 'text', 'CONTAINER_INVALID' as const, 'does not start like a zip archive'],
    ['wrong.npy', 'text', 'CONTAINER_INVALID' as const, 'does not start like a NumPy array'],
    ['notes.md', 'text', 'FORMAT_UNKNOWN' as const, 'another kind of file'],
    ['binary', '\0\u0001\u0002', 'FORMAT_UNKNOWN' as const, 'another kind of file'],
    ['cat.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), 'FORMAT_UNKNOWN' as const, 'a single image'],
    ['table.csv.gz', gzipSync('a,b\n'), 'FORMAT_UNKNOWN' as const, 'Try unpacking it first'],
    ['broken.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3]), 'CONTAINER_INVALID' as const, 'to be a complete gzip file'],
  ])('%s', (name, content, code, text) => expectAuditError(() => loadDataset(folder.write(name, content)), code, text));
  test('an option that the format cannot use', async () => {
    const table = folder.write('option.csv', 'a,label\n1,x\n2,y\n');
    await expectAuditError(() => loadDataset(table, { labels: 'y.npy' }), 'OPTION_INVALID', 'apply to a table. Got --labels');
    await expectAuditError(() => loadDataset('digits', { labelColumn: 'y' }), 'OPTION_INVALID', 'Got --label-column');
  });
  test('a folder of neither images nor batches', () => {
    mkdirSync(folder.path('empty'));
    return expectAuditError(() => loadDataset(folder.path('empty')), 'RECORDS_INVALID', 'Got neither');
  });
  test('a path with terminal controls, without repeating them', async () => {
    const error = await expectAuditError(
      () => loadDataset('/no/\u001b]0;title\u0007'),
      'FILE_NOT_FOUND',
      '\\u001b]0;title\\u0007',
    );
    expect(error.message).not.toContain('\u001b');
  });
});

describe('the built-in set digits', () => {
  test('is 2,000 grey digits, 200 of each', async () => {
    const digits = await loadDataset('digits');
    expect(digits).toMatchObject({
      name: 'digits',
      format: 'builtin',
      records: 2000,
      dimensions: 784,
      image: { height: 28, width: 28, channels: 1, layout: 'channels-last' },
      warnings: [],
    });
    expect(digits.classes.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    for (let c = 0; c < 10; c++) expect(digits.labels.filter((label) => label === c)).toHaveLength(200);
  });
  test('is the file that scripts/make-digits.js printed the hash of, below 1 MB', async () => {
    const digits = await loadDataset('digits');
    expect(digits.sha256).toBe('dfb74aeb8b8b0d8d659e027fcabd2455738f6759d5719410558380a989ce6855');
  });
});

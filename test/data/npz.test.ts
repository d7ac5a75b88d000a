import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { openNpz } from '../../src/data/npz.ts';
import { writeNpz } from '../../src/data/writeNpz.ts';
import { expectAuditError, float64Npy, labelNpy, temporaryFolder, type ZipEntry, zipBytes } from './support.ts';

const folder = temporaryFolder();
const x = float64Npy([3, 2], [1, 2, 3, 4, 5, 6]);
const y = labelNpy([0, 1, 0]);
const readX = async (path: string) => {
  const archive = await openNpz(path);
  try {
    return await archive.read('x');
  } finally {
    archive.close();
  }
};
const write = (name: string, entries: readonly ZipEntry[]): string => folder.write(name, zipBytes(entries));

describe('openNpz', () => {
  test('reads stored and deflated arrays alike', async () => {
    const stored = await readX(write('stored.npz', [{ name: 'x.npy', bytes: x }]));
    const deflated = await readX(write('deflated.npz', [{ name: 'x.npy', bytes: x, deflate: true }]));
    expect(stored).toEqual({ kind: 'numbers', shape: [3, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(deflated).toEqual(stored);
  });
  test('unpacks only the array asked for', async () => {
    const damaged = { name: 'other.npy', bytes: x, declare: { checksum: 1 } };
    const path = write('other.npz', [damaged, { name: 'x.npy', bytes: x }]);
    expect((await readX(path)).shape).toEqual([3, 2]);
  });
  test('takes the last of two arrays with one name, as NumPy does', async () => {
    const path = write('twice.npz', [
      { name: 'x.npy', bytes: float64Npy([1, 1], [7]) },
      { name: 'x.npy', bytes: x },
    ]);
    expect((await readX(path)).shape).toEqual([3, 2]);
  });
  test('names the arrays there are when the wanted one is missing', async () => {
    const path = write('missing.npz', [
      { name: 'data.npy', bytes: x },
      { name: '\u001b[2J<b>.npy', bytes: x },
    ]);
    const error = await expectAuditError(
      () => readX(path),
      'ARRAY_MISSING',
      'Expected the archive to hold an array "x". Got the arrays data, \\u001b[2J<b>.',
    );
    expect(error.kind).toBe('input');
  });
  test('says when a zip archive holds no arrays at all', async () => {
    await expectAuditError(() => readX(write('none.npz', [])), 'ARRAY_MISSING', 'Got no arrays', 'numpy.savez');
  });
});

test('an array compressed by another method is refused with the ones that are read', async () => {
  const path = write('bzip2.npz', [{ name: 'x.npy', bytes: x, declare: { method: 12 } }]);
  await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'Got compression method 12. Try writing the archive');
});

describe('an archive that lies', () => {
  const zeros = float64Npy([1_000_000], Array(1_000_000).fill(0));

  test('about more than deflate can hold is refused before unpacking', async () => {
    const path = write('lie.npz', [{ name: 'x.npy', bytes: x, deflate: true, declare: { size: 10 ** 6 } }]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'to be enough for the 1000000 that it declares');
  });
  test('about a terabyte is refused before unpacking', async () => {
    const path = write('terabyte.npz', [{ name: 'x.npy', bytes: x, deflate: true, declare: { size: 10 ** 12 } }]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'to be enough for the 1000000000000 that it declares');
  });
  test('about the packed size is refused before reading', async () => {
    const path = write('packed.npz', [
      { name: 'x.npy', bytes: x, deflate: true, declare: { size: 10 ** 12, packedSize: 10 ** 12 } },
    ]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', '1000000000000 packed bytes in a file of');
  });
  test('by unpacking to more than it declares is refused', async () => {
    const path = write('bomb.npz', [{ name: 'x.npy', bytes: zeros, deflate: true, declare: { size: x.length } }]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'too many bytes');
  });
  test('by unpacking to more than its array needs is refused', async () => {
    const bytes = Buffer.concat([x, Buffer.alloc(5_000_000)]);
    const path = write('tail.npz', [{ name: 'x.npy', bytes, deflate: true, declare: { size: x.length } }]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'too many bytes');
  });
  test('by unpacking to less than it declares is refused', async () => {
    const path = write('short.npz', [{ name: 'x.npy', bytes: x.subarray(0, -8), deflate: true, declare: { size: x.length } }]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID');
  });
  test('about its checksum is refused', async () => {
    const path = write('checksum.npz', [{ name: 'x.npy', bytes: x, declare: { checksum: 1 } }]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'Expected array "x" to match the checksum in the archive');
  });
  test('about where its entries lead is refused', async () => {
    const path = write('escape.npz', [{ name: '../x.npy', bytes: x }]);
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'invalid relative path');
  });
});

describe('an archive that is damaged', () => {
  test.each([1, 20, 100, 250])('by the loss of its last %i bytes is refused', async (lost) => {
    const whole = zipBytes([{ name: 'x.npy', bytes: x }]);
    const path = folder.write('cut.npz', whole.subarray(0, -lost));
    await expectAuditError(() => readX(path), 'CONTAINER_INVALID', 'to be a complete .npz archive');
  });
  test('within its packed bytes is refused', async () => {
    const bytes = zipBytes([{ name: 'x.npy', bytes: x, deflate: true }]);
    bytes.fill(0xff, 40, 60);
    await expectAuditError(() => readX(folder.write('flip.npz', bytes)), 'CONTAINER_INVALID');
  });
});

describe('loadDataset with a .npz file', () => {
  test('takes the arrays x and y, and the names of the classes', async () => {
    const path = write('dataset.npz', [
      { name: 'x.npy', bytes: x },
      { name: 'y.npy', bytes: y, deflate: true },
    ]);
    const dataset = await loadDataset(path);
    expect(dataset).toMatchObject({ name: 'dataset.npz', format: 'npz', records: 3, dimensions: 2, warnings: [] });
    expect([...dataset.labels]).toEqual([0, 1, 0]);
    expect(dataset.image).toBeUndefined();
  });
  test('reads a set of images with class names as NumPy saves it', async () => {
    const dataset = await loadDataset(fileURLToPath(new URL('../golden/data/dataset.npz', import.meta.url)));
    expect(dataset.image).toEqual({ height: 2, width: 2, channels: 3, layout: 'channels-last' });
    expect([...dataset.values]).toEqual(Array.from({ length: 72 }, (_, i) => i));
    expect([...dataset.labels]).toEqual([1, 0, 1, 0, 2, 2]);
    expect(dataset.classes.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  });
  test('takes other array names, and labels from another file', async () => {
    const path = write('names.npz', [
      { name: 'features.npy', bytes: x },
      { name: 'target.npy', bytes: y },
    ]);
    const named = await loadDataset(path, { featuresKey: 'features', labelsKey: 'target' });
    const labels = folder.write('names-labels.npy', labelNpy([5, 5, 3]));
    const separate = await loadDataset(path, { featuresKey: 'features', labels });
    expect([...named.labels]).toEqual([0, 1, 0]);
    expect(separate.classes.map(({ label }) => label)).toEqual(['3', '5']);
    expect(separate.sha256).not.toBe(named.sha256);
  });
  test('refuses text as values', async () => {
    const path = folder.path('text.npz');
    await writeNpz(path, { x: { shape: [2, 1], values: ['a', 'b'] }, y: { shape: [2], values: Uint8Array.of(0, 1) } });
    await expectAuditError(() => loadDataset(path), 'DTYPE_UNSUPPORTED', 'Expected array "x" to hold numbers. Got text');
  });
  test('names row and column of a value that is not finite', async () => {
    const values = float64Npy([3, 2], [1, 2, 3, Number.NaN, 5, 6]);
    const path = write('nan.npz', [
      { name: 'x.npy', bytes: values },
      { name: 'y.npy', bytes: y },
    ]);
    await expectAuditError(() => loadDataset(path), 'NOT_FINITE', 'Got NaN in row 1, column 1 (counted from 0)');
  });
  test('counts labels of another length', async () => {
    const path = write('length.npz', [
      { name: 'x.npy', bytes: x },
      { name: 'y.npy', bytes: labelNpy([0, 1]) },
    ]);
    await expectAuditError(() => loadDataset(path), 'SHAPE_MISMATCH', 'Expected as many labels as records (3). Got 2 labels');
  });
});

describe('writeNpz', () => {
  const arrays = {
    x: { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
    y: { shape: [2], values: Uint8Array.of(0, 1) },
    class_names: { shape: [2], values: ['no', 'yes'] },
  };

  test('writes what loadDataset reads', async () => {
    const path = folder.path('written.npz');
    await writeNpz(path, arrays);
    const dataset = await loadDataset(path);
    expect([...dataset.values]).toEqual([1, 2, 3, 4]);
    expect(dataset.classes).toEqual([
      { label: '0', name: 'no' },
      { label: '1', name: 'yes' },
    ]);
  });
  test('writes the same bytes for the same arrays, also stored, and reports progress from 0 to all', async () => {
    for (const compressionLevel of [0, 9]) {
      const steps: [number, number][] = [];
      await writeNpz(folder.path('a.npz'), arrays, {
        compressionLevel,
        onProgress: ({ done, total }) => steps.push([done, total]),
      });
      await writeNpz(folder.path('b.npz'), arrays, { compressionLevel });
      const [a, b] = await Promise.all([loadDataset(folder.path('a.npz')), loadDataset(folder.path('b.npz'))]);
      expect(a.sha256).toBe(b.sha256);
      expect(steps[0]?.[0]).toBe(0);
      expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1]);
    }
  });
  test('leaves nothing behind when it is stopped, refused or fails', async () => {
    const path = folder.path('stopped.npz');
    const before = readdirSync(dirname(path));
    await expectAuditError(() => writeNpz(path, arrays, { signal: AbortSignal.abort() }), 'CANCELLED');
    await expectAuditError(() => writeNpz(path, { x: { shape: [3], values: new Uint8Array(2) } }), 'SHAPE_MISMATCH');
    expect(readdirSync(dirname(path))).toEqual(before);
  });
  test('refuses names that lead elsewhere, and levels that do not exist', async () => {
    const path = folder.path('refused.npz');
    const y = { shape: [1], values: Uint8Array.of(0) };
    for (const name of ['../x', 'a/b', 'a\\b', ''])
      await expectAuditError(() => writeNpz(path, { [name]: y }), 'OPTION_INVALID', 'names of arrays without slashes');
    for (const compressionLevel of [-1, 10, 1.5])
      await expectAuditError(() => writeNpz(path, { y }, { compressionLevel }), 'OPTION_INVALID', `Got ${compressionLevel}`);
    await expectAuditError(() => writeNpz(path, { y: { ...y, shape: [2] } }), 'SHAPE_MISMATCH', 'Expected array "y" to have');
  });
  test('says when the folder does not exist', async () => {
    await expectAuditError(() => writeNpz(folder.path('no/such.npz'), arrays), 'OUTPUT_UNWRITABLE', 'Got no such folder');
  });
});

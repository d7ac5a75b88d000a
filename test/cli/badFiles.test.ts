// Data that cannot be audited, through the command line with real files: one line, exit code 2, and nothing left behind.

import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import { float64Npy, idxBytes, labelNpy, npyBytes, temporaryFolder, zipBytes } from '../data/support.ts';
import { expectRefusal, filesIn, lood } from './support.ts';

const folder = temporaryFolder();

const LABELS = [0, 1, 0, 1, 0, 1];
const VALUES = LABELS.flatMap((label, i) => [label + 0.1 * i, i * i]);

const npz = (x: Uint8Array, y: Uint8Array = labelNpy(LABELS)) =>
  zipBytes([
    { name: 'x.npy', bytes: x },
    { name: 'y.npy', bytes: y },
  ]);
const goodX = float64Npy([6, 2], VALUES);
const withValue = (place: number, value: number) =>
  float64Npy(
    [6, 2],
    VALUES.map((v, i) => (i === place ? value : v)),
  );
const cifarRecord = (label: number) => Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? label : (i * (label + 3)) % 251));
const PNG = Buffer.from(
  encode({ width: 16, height: 16, channels: 1, data: Uint8Array.from({ length: 256 }, (_, i) => (i * 7) % 256) }),
);

/** Name of the file (or folder: a list of its files), bytes, further options, what the line says. */
type Case = readonly [
  name: string,
  data: Uint8Array | string | Readonly<Record<string, Uint8Array>>,
  flags: readonly string[],
  says: readonly string[],
];

const CASES: Readonly<Record<string, Case>> = {
  'an empty file': ['empty.npz', '', [], ['Got an empty file.']],
  'an .npz that is no archive': ['text.npz', 'x,y\n1,2\n', [], ['Got a file that does not start like a zip archive.']],
  'a truncated .npz': ['cut.npz', npz(goodX).subarray(0, 200), [], ['cut.npz"']],
  'an .npz without x': ['other.npz', zipBytes([{ name: 'y.npy', bytes: labelNpy(LABELS) }]), [], ['"x"', '--features-key']],
  'an .npz without the named labels': ['named.npz', npz(goodX), ['--labels-key', 'z'], ['"z"']],
  'a checksum that is wrong': [
    'crc.npz',
    zipBytes([{ name: 'x.npy', bytes: goodX, declare: { checksum: 1 } }]),
    [],
    ['array "x" to match the checksum in the archive'],
  ],
  'an .npy that is none': ['text.npy', 'hello', ['--labels', 'LABELS'], ['Got a file that does not start like a NumPy array.']],
  'a truncated .npy': ['cut.npy', goodX.subarray(0, goodX.length - 3), ['--labels', 'LABELS'], ['cut.npy"']],
  'an .npy without labels': ['x.npy', goodX, [], ['--labels']],
  'an .npy whose header promises a terabyte': [
    'huge.npy',
    npyBytes({ descr: '<f8', shape: '(1000000, 131072)' }, new Uint8Array(64)),
    ['--labels', 'LABELS'],
    ['huge.npy"'],
  ],
  'an archive that promises more than memory': [
    'bomb.npz',
    zipBytes([{ name: 'x.npy', bytes: new Uint8Array(10_000), deflate: true, declare: { size: 2 ** 45 } }]),
    [],
    ['35184372088832 that it declares. Got 27 packed bytes'],
  ],
  'an object array': ['objects.npz', npz(npyBytes({ descr: '|O', shape: '(6, 2)' }, new Uint8Array(96))), [], ['object']],
  'object labels': ['labels.npz', npz(goodX, npyBytes({ descr: '|O', shape: '(6,)' }, new Uint8Array(48))), [], ['object']],
  'complex numbers': ['complex.npz', npz(npyBytes({ descr: '<c16', shape: '(6, 2)' }, new Uint8Array(192))), [], ['<c16']],
  'not a number': ['nan.npz', npz(withValue(5, Number.NaN)), [], ['Got NaN in row 2, column 1']],
  infinity: ['inf.npz', npz(withValue(6, Number.POSITIVE_INFINITY)), [], ['Got Infinity in row 3, column 0']],
  'infinity in a table': ['inf.csv', 'width,size,label\n1,2,a\n3,inf,b\n5,6,a\n', [], ['row', 'size']],
  'labels of another length': [
    'short.npz',
    npz(goodX, labelNpy([0, 1, 0])),
    [],
    ['as many labels as records (6). Got 3 labels.'],
  ],
  'labels in a file of another length': [
    'short.npy',
    goodX,
    ['--labels', 'SHORT'],
    ['as many labels as records (6). Got 2 labels.'],
  ],
  'a missing file of labels': ['x.npy', goodX, ['--labels', 'nowhere.npy'], ['"nowhere.npy"', 'nothing there']],
  'one class only': [
    'one.npz',
    npz(goodX, labelNpy([1, 1, 1, 1, 1, 1])),
    [],
    ['records of at least two classes. Got one class only.'],
  ],
  'more classes than records': [
    'many.npz',
    npz(goodX, labelNpy([0, 1, 2, 3, 4, 5])),
    [],
    ['fewer classes than records', '6 different labels'],
  ],
  'measurements as labels': ['real.npz', npz(goodX, float64Npy([6], [0.5, 1.5, 2, 3, 4, 5])), [], ['0.5 in row 0']],
  'a constant feature': [
    'constant.csv',
    'a,b,label\n1,5,x\n2,5,y\n3,5,x\n',
    [],
    ['Got 1 of 2 features constant ("b").', '--normalize none'],
  ],
  'identical records': ['same.npz', npz(float64Npy([6, 2], Array(12).fill(3))), [], ['Got 6 identical records.']],
  'one record': ['single.csv', 'a,label\n1,x\n', [], ['at least 2 records']],
  'a table without its label column': ['nolabel.csv', 'a,b\n1,2\n2,3\n', [], ['"label"', '--label-column']],
  'a slip in the label column': ['slip.csv', 'a,outcome\n1,x\n2,y\n', ['--label-column', 'outcme'], ['"outcme"', 'outcome']],
  'a ragged table': ['ragged.csv', 'a,b,label\n1,2,x\n1,y\n', [], ['ragged.csv"']],
  'a table with an open quote': ['open.csv', 'a,label\n"1,x\n2,y\n', [], ['open.csv"']],
  'a table with a gap': ['gap.csv', 'a,b,label\n1,2,x\n,3,y\n4,5,x\n', [], ['row 1', '"a"']],
  'a truncated IDX file': ['cut.idx', idxBytes(8, [6, 2, 2], new Uint8Array(10)), ['--labels', 'LABELS'], ['cut.idx"']],
  'an IDX header that promises too much': [
    'huge.idx',
    idxBytes(8, [4e9, 4e9], new Uint8Array(10)),
    ['--labels', 'LABELS'],
    ['huge.idx"'],
  ],
  'a truncated .idx.gz': [
    'cut.idx.gz',
    gzipSync(idxBytes(8, [6, 2, 2], new Uint8Array(24))).subarray(0, 30),
    ['--labels', 'LABELS'],
    ['cut.idx.gz"'],
  ],
  'gzip of something else': ['text.gz', gzipSync('hello'), [], ['Got a gzip file of something other than IDX data']],
  'a truncated CIFAR batch': ['cut.bin', Buffer.concat([cifarRecord(0), cifarRecord(1).subarray(0, 3000)]), [], ['cut.bin"']],
  'a CIFAR batch with a wrong label': ['label.bin', Buffer.concat([cifarRecord(0), cifarRecord(200)]), [], ['200']],
  'a single image': ['one.png', PNG, [], ['Got a single image', 'folder of images per class']],
  'another kind of file': ['a.exe', Buffer.from([77, 90, 0, 0, 1, 0]), [], ['Got another kind of file', 'numpy.savez']],
  'a folder without images': ['docs', { 'notes.txt': Buffer.from('hello') }, [], ['docs"']],
  'an empty folder': ['nothing', {}, [], ['nothing"']],
  'one folder of images': ['single', { 'cat/a.png': PNG, 'cat/b.png': PNG }, [], ['two']],
  'a truncated picture': ['broken', { 'cat/a.png': PNG, 'dog/b.png': PNG.subarray(0, 120) }, [], ['b.png']],
  'an image shape that does not fit': [
    'x.npz',
    npz(goodX),
    ['--image-shape', '2x2'],
    ['images of 2 × 2 pixels with 1 channels (4 values)', 'records of shape [2]'],
  ],
  'an image shape that is none': ['x.npz', npz(goodX), ['--image-shape', '28'], ['28x28, 32x32x3 or 3x32x32', 'Got "28".']],
  'channels of a table': ['x.npz', npz(goodX), ['--normalize', 'channel'], ['images for the normalization "channel"']],
  'labels beside labels': [
    'table.csv',
    'a,label\n1,x\n2,y\n',
    ['--labels', 'LABELS'],
    ['options that apply to a table. Got --labels.'],
  ],
  'a Gram matrix that is not square': [
    'x.npz',
    npz(goodX),
    ['--kernel', 'precomputed'],
    ['a square Gram matrix', '6 × 6', '6 × 2'],
  ],
};

describe('data that cannot be audited', () => {
  test.each(Object.entries(CASES))('%s', async (_, [name, data, flags, says]) => {
    const path = put(name, data);
    const known: Readonly<Record<string, string>> = {
      LABELS: folder.write('labels.npy', labelNpy(LABELS)),
      SHORT: folder.write('two.npy', labelNpy([0, 1])),
    };
    const before = filesIn(folder.path('.'));
    const words = flags.map((flag) => known[flag] ?? flag);
    expectRefusal(await lood('audit', path, ...words, '--out', folder.path('out/reports')), ...says);
    expect(filesIn(folder.path('.'))).toEqual(before);
  });

  function put(name: string, data: Case[1]): string {
    if (typeof data === 'string' || data instanceof Uint8Array) return folder.write(name, data);
    mkdirSync(folder.path(name), { recursive: true });
    for (const [file, bytes] of Object.entries(data)) {
      mkdirSync(folder.path(`${name}/${file}/..`), { recursive: true });
      writeFileSync(folder.path(`${name}/${file}`), bytes);
    }
    return folder.path(name);
  }
});

describe('data that is not there', () => {
  test.each<[string, string[]]>([
    ['nowhere.csv', ['Got nothing at "', 'nowhere.csv". Try checking the path.']],
    ['nowhere/data.npz', ['Try checking the path.']],
  ])('%s', async (name, says) => {
    expectRefusal(await lood('audit', folder.path(name), '--out', folder.path('out')), ...says);
  });

  test.each<[string, string]>([
    ['digts', 'Try "digits", or a path.'],
    ['cifar10', 'Try "lood dataset cifar10 --out cifar10.npz", then cifar10.npz.'],
    ['Fashion_MNIST', 'Try "lood dataset fashion-mnist --out fashion-mnist.npz"'],
    ['dataset', 'or a path'],
  ])('the name %s', async (name, says) => {
    expectRefusal(await lood('audit', name, '--out', folder.path('out')), 'the name of a built-in set (digits)', says);
    expect(filesIn(folder.path('out'))).toEqual([]);
  });
});

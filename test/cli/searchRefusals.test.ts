// Settings and files that make no search, through the command line: one line, exit code 2, and nothing left behind.

import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { float64Npy, labelNpy, temporaryFolder, zipBytes } from '../data/support.ts';
import { expectRefusal, filesIn, lood, smallTable } from './support.ts';

const folder = temporaryFolder();

/** The command with its options, in which words such as POOL are paths of files below; then what the line says. */
type Refusal = readonly [words: string, ...says: string[]];

const numbers = (rows: number, columns: number, value = 1) =>
  Array.from({ length: rows * columns }, (_, i) => value * Math.sin(i + 1));
const arrays = (rows: number, columns: number) =>
  zipBytes([
    { name: 'x.npy', bytes: float64Npy([rows, columns], numbers(rows, columns)) },
    { name: 'y.npy', bytes: labelNpy(Array.from({ length: rows }, (_, i) => i % 2)) },
  ]);
const table = (header: string, ...rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

const FILES: Readonly<Record<string, readonly [string, Uint8Array | string]>> = {
  TABLE: ['people.csv', smallTable()],
  ARRAYS: ['points.npz', arrays(20, 5)],
  POOL: ['public.npy', float64Npy([6, 5], numbers(6, 5))],
  NARROW: ['narrow.npy', float64Npy([6, 4], numbers(6, 4))],
  NONE: ['none.npy', float64Npy([0, 5], [])],
  GAP: [
    'gap.npy',
    float64Npy(
      [6, 5],
      numbers(6, 5).map((value, i) => (i === 17 ? Number.NaN : value)),
    ),
  ],
  HUGE: ['huge.npy', float64Npy([6, 5], numbers(6, 5, 1e300))],
  PAIRS: ['pairs.npy', float64Npy([3, 2, 5], numbers(6, 5))],
  EMPTY: ['empty.csv', ''],
  RENAMED: ['renamed.csv', table('height,mass,colour', '1,2,red')],
  LESS: ['less.csv', table('height,colour', '1,red')],
  MORE: ['more.csv', table('height,weight,colour,shoe', '1,2,red,40')],
  VIOLET: ['violet.csv', table('height,weight,colour', '1,2,violet')],
  HEADER: ['header.csv', table('height,weight,colour')],
  GRAM: ['gram.npz', arrays(20, 20)],
  MISSING: ['missing.npy', ''],
};

const RECORDS: readonly Refusal[] = [
  ['query TABLE --records 24', 'records from 0 to 23, the rows of the input. Got 24. Try --records 23.'],
  ['query TABLE --records -1', '--records to be whole numbers separated by commas. Got "-1". Try --records 3,57.'],
  ['query TABLE --records 1.5', 'Got "1.5".'],
  ['query TABLE --records 3,3', 'each record once. Got 3 twice.'],
  ['query TABLE --records 2-4,3', 'Got 3 twice.'],
  ['query TABLE --records 5-3', 'spans that rise, such as 3-6. Got "5-3".'],
  ['query TABLE --records 0-999999999', 'spans that rise'],
  ['query TABLE --records 99999999999999999999', 'whole numbers separated by commas'],
  [
    'query TABLE --records 0,1,2,3,4,5,6,7,8,9 --limit 8',
    'records among the 8 that --classes and --limit keep',
    '--top or --random',
  ],
  ['query digits --records 3 --classes 0,1', 'that --classes and --limit keep. Got 3, which they leave out.'],
  ['query TABLE --records 3 --top 2', 'records chosen in one way. Got --records and --top. Try --records alone.'],
  ['query TABLE --top 2 --random 2', 'Got --top and --random.'],
  ['query TABLE --top 25', 'from 1 to 24 (the records there are) for --top. Got 25. Try --top 20.'],
  ['query TABLE --random 1e9', 'for --random. Got 1000000000.'],
  ['query TABLE --top 0', '--top to be one whole number, 1 or more. Got "0".'],
  ['query TABLE --records 0-23 --together on', 'a group that leaves at least one of the 24 records. Got all of them.'],
  ['query TABLE --together maybe', '--together to be on or off. Got "maybe". Try --together on.'],
  ['landscape TABLE', 'a record, by its row in the input. Got none. Try --record 7.'],
  ['landscape TABLE --record 24', 'Got 24. Try --record 23.'],
  ['landscape TABLE --records 4', 'Got "--records". Try --record'],
];

const SEARCHES: readonly Refusal[] = [
  ['query TABLE --queries 0', '--queries to be one whole number, 1 or more. Got "0". Try --queries 1.'],
  ['query TABLE --queries 1e15', 'from 1 to 1000 for --queries. Got 1000000000000000.'],
  ['query TABLE --starts 0', '--starts to be one whole number, 1 or more. Got "0". Try --starts 8.'],
  ['query TABLE --starts 1e15', 'from 1 to 10000 for --starts.'],
  ['query TABLE --max-iterations 0', '--max-iterations to be one whole number, 1 or more.'],
  ['query TABLE --objective kll', 'the objective to be one of kl, mean-distance, auc. Got "kll". Try "kl".'],
  ['query TABLE --optimizer sgd', 'the optimizer to be one of lbfgs, adam. Got "sgd".'],
  ['query TABLE --init unifrom', '--init to be one of uniform, dataset, leakiest, or a .npy or .npz file', 'Try --init uniform.'],
  ['query TABLE --values vaild', 'the kind of values to be one of any, range, valid. Got "vaild". Try "valid".'],
  ['query TABLE --objective mean-distance --values any', 'grows with the size of a query without end', 'Try --values range'],
  ['query GRAM --kernel precomputed', 'since queries are inputs. Got --kernel precomputed'],
  ['landscape GRAM --kernel precomputed --record 1', 'since queries are inputs.'],
  ['reconstruct GRAM --kernel precomputed', 'since queries are inputs.'],
  ['query TABLE --vary age', 'the column to vary to be one of height, weight, colour. Got "age". Try "height".'],
  ['query ARRAYS --vary 5', 'places to vary from 0 to 4, since the data have no columns with names. Got "5".'],
  ['query TABLE --vary height --together on --top 2', 'Got --vary with --together.'],
  ['query ARRAYS --vary 0 --pool POOL', 'Got --pool and --vary.'],
  ['query TABLE --exclude-radius 0', 'to be above 0 and below 1. Got 0'],
  ['query TABLE --exclude-radius -1', 'Got -1'],
  ['query TABLE --exclude-radius 1', 'Got 1'],
  ['query TABLE --exclude-radius NaN', '--exclude-radius to be one number. Got "NaN".'],
  ['query TABLE --kernel rbf --exclude-radius 0', 'to be above 0. Got 0'],
  [
    'query TABLE --kernel rbf --exclude-radius 1e300',
    'queries to be left outside of the ball of radius 1e+300',
    'Got none, for record ',
  ],
  ['query ARRAYS --kernel rbf --vary 0 --exclude-radius 5 --records 3', 'varied, for record 3. Try a smaller --exclude-radius'],
  ['reconstruct TABLE --threat-model gradients', 'the threat model to be one of distributions, predictions.'],
  ['reconstruct TABLE --scale big', 'the scale to be one of known, estimated.'],
  ['reconstruct TABLE --success-above 1', 'a cosine between 0 and 1'],
  ['reconstruct TABLE --pool POOL', 'an option of lood reconstruct. Got "--pool".'],
  ['reconstruct TABLE --threat-model predictions --starts 8', 'Got --starts. Try leaving that out'],
  ['reconstruct TABLE --threat-model predictions --exclude-radius 0.3 --init dataset', 'Got --init, --exclude-radius.'],
  ['reconstruct TABLE --threat-model predictions --together on', 'Got --together.'],
  ['reconstruct ARRAYS --threat-model predictions --activation abs', 'a kernel whose answers tell a query from its negative'],
  ['landscape TABLE --record 3 --span 0', 'a span above 0. Got 0.'],
  ['landscape TABLE --record 3 --span 1e300', 'a span within which a kernel can be computed. Got 1e+300. Try --span 3.'],
  ['landscape TABLE --record 3 --points 2', '--points to be one whole number, 3 or more.'],
  ['landscape TABLE --record 3 --points 1e9', 'from 3 to 10000. Got 1000000000.'],
  ['landscape TABLE --record 3 --directions up', 'the direction to be one of ones, random, nearest, scale, search. Got "up".'],
  ['landscape TABLE --record 3 --directions ones,ones', 'each direction once. Got ones twice.'],
  ['landscape TABLE --record 3 --plane ones', 'two different directions for the plane, or none. Got ones.'],
  ['landscape TABLE --record 3 --plane ones,search', 'Got "search".'],
];

const POOLS: readonly Refusal[] = [
  ['query ARRAYS --pool MISSING', 'missing.npy" to hold what its name says. Got an empty file.'],
  ['query ARRAYS --pool nowhere.npy', 'a file or folder at "nowhere.npy". Got nothing there.'],
  ['query ARRAYS --pool NARROW', 'rows like those of "points.npz", 5 values. Got an array of shape [6, 4].'],
  ['query ARRAYS --pool NONE', '"none.npy" to hold at least one row. Got none.'],
  ['query ARRAYS --pool GAP', 'every value of "gap.npy" to be a finite number. Got NaN in row 3, place 2'],
  ['query ARRAYS --pool HUGE', 'every row of "huge.npy" to be of a size that kernels can take', 'Got row 0 (counted from 0)'],
  ['query ARRAYS --pool TABLE', 'Got a table.'],
  ['query ARRAYS --pool POOL --queries 7', 'at least 7 rows of the pool that may be asked. Got 6.'],
  [
    'query ARRAYS --pool POOL --kernel rbf --exclude-radius 50',
    'rows of "public.npy" outside of the excluded ball',
    'Got none of 6, for record ',
  ],
  ['query TABLE --pool EMPTY', 'Got an empty file.'],
  ['query TABLE --pool HEADER', 'header.csv" to hold at least one row. Got none.'],
  ['query TABLE --pool RENAMED', 'Got no column "weight", but "mass". Try calling it "weight" if it is the same.'],
  ['query TABLE --pool LESS', 'Got no column "weight".'],
  ['query TABLE --pool MORE', 'Got one more, "shoe".'],
  ['query TABLE --pool VIOLET', 'Got "violet" in row 0 (line 2), column "colour".'],
  ['query TABLE --pool digits', 'Got an array of shape [2000, 784]. Try a table with the same columns.'],
  ['query ARRAYS --init MISSING', 'Got an empty file.'],
  ['query ARRAYS --init nowhere.npy', 'Got "nowhere.npy", where no file is. Try checking the path.'],
  ['query ARRAYS --init TABLE', 'starts in a .npy or .npz file. Got another kind of data'],
  ['query ARRAYS --init NARROW', '5 values. Got an array of shape [6, 4].'],
  ['query ARRAYS --init NONE', 'at least one row. Got none.'],
  ['query ARRAYS --init GAP', 'Got NaN in row 3, place 2'],
  ['query ARRAYS --init HUGE', 'at least one start of "huge.npy"'],
  ['query ARRAYS --init PAIRS --queries 1', 'starts of 1 query each', 'Got 2 in "pairs.npy". Try --queries 2'],
  ['query ARRAYS --init POOL --queries 2', 'Got 1 in "public.npy". Try --queries 1'],
];

describe.each<[string, readonly Refusal[]]>([
  ['records that are refused', RECORDS],
  ['settings that make no search', SEARCHES],
  ['pools and starts that do not fit', POOLS],
])('%s', (_, refusals) => {
  test.each(refusals)('%s', async (words, ...says) => {
    const paths = Object.fromEntries(Object.entries(FILES).map(([name, [file, content]]) => [name, folder.write(file, content)]));
    const before = filesIn(folder.path('.'));
    const typed = words.split(' ').map((word) => paths[word] ?? word);
    expectRefusal(await lood(...typed, '--out', folder.path('out/reports')), ...says);
    expect(filesIn(folder.path('.'))).toEqual(before);
  });
});

test('an output folder that cannot be written is refused before the data are read', async () => {
  const taken = folder.write('taken', 'a file');
  for (const command of ['query', 'landscape', 'reconstruct']) {
    expectRefusal(await lood(command, 'nowhere.csv', '--out', taken), 'taken"', 'Got a file of that name.');
  }
  mkdirSync(folder.path('held/search.partial'), { recursive: true });
  expectRefusal(await lood('query', 'nowhere.csv', '--out', folder.path('held')), 'search.partial" to be a file', 'Got a folder');
});

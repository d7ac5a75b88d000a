import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AuditError } from '../../src/base/errors.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { type ArraysInput, datasetFromArrays } from '../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../src/data/prepareDataset.ts';
import type { PreparedDataset } from '../../src/data/prepared.ts';
import { rowOf } from '../../src/linalg/matrix.ts';
import { inSharedMemory } from '../../src/linalg/tiles.ts';
import { expectClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';
import { expectAuditError } from './support.ts';

const dataset = (input: Partial<ArraysInput> & Pick<ArraysInput, 'x' | 'y'>): Dataset => datasetFromArrays(input);

/** `perClass[c]` records of class c, in a fixed shuffled order, with one distinct value each. */
function unbalanced(perClass: readonly number[]): Dataset {
  const labels = perClass.flatMap((count, c) => Array<number>(count).fill(c));
  const order = labels.map((_, i) => i).sort((a, b) => ((a * 7919) % 104729) - ((b * 7919) % 104729));
  return dataset({ x: order.map((i) => [i + 1]), y: order.map((i) => labels[i] as number) });
}
const classCounts = ({ labels, classes }: PreparedDataset): number[] =>
  classes.map((_, c) => labels.filter((label) => label === c).length);

describe('prepareDataset standardizes', () => {
  test('each feature by its mean and population standard deviation', () => {
    const prepared = prepareDataset(
      dataset({
        x: [
          [1, 10],
          [3, 10],
          [5, 40],
        ],
        y: [0, 1, 1],
      }),
    );
    expect(prepared.normalization).toEqual({ method: 'feature', mean: [3, 20], scale: [Math.sqrt(8 / 3), Math.sqrt(200)] });
    const a = 2 / Math.sqrt(8 / 3);
    expectClose(prepared.inputs.data, [-a, -10 / Math.sqrt(200), 0, -10 / Math.sqrt(200), a, 20 / Math.sqrt(200)], EXACT);
  });
  test('each channel of images, in either layout', () => {
    const pixels = [
      [1, 10, 3, 20],
      [5, 30, 7, 40],
    ]; // two pixels of two records, channels-last with 2 values a pixel
    const last = dataset({
      x: pixels.map(([a, b, c, d]) => [a, a, b, c, c, d] as number[]),
      y: [0, 1],
      imageShape: { height: 1, width: 2, channels: 3 },
    });
    const first = dataset({
      x: pixels.map(([a, b, c, d]) => [a, c, a, c, b, d] as number[]),
      y: [0, 1],
      imageShape: { height: 1, width: 2, channels: 3, layout: 'channels-first' },
    });
    for (const images of [last, first]) {
      const { method, mean, scale } = prepareDataset(images).normalization;
      expect(method).toBe('channel');
      expectClose(mean, [4, 4, 25], EXACT);
      expectClose(scale, [Math.sqrt(5), Math.sqrt(5), Math.sqrt(125)], EXACT);
    }
  });
  test('over the selected records only', () => {
    const data = dataset({ x: [[0], [100], [2], [4]], y: [0, 2, 1, 0] });
    expect(prepareDataset(data, { classes: ['0', '1'] }).normalization.mean).toEqual([2]);
  });
  test('nothing when asked not to', () => {
    const prepared = prepareDataset(
      dataset({
        x: [
          [1, 5],
          [2, 5],
        ],
        y: [0, 1],
      }),
      { normalize: 'none' },
    );
    expect(prepared.normalization).toEqual({ method: 'none', mean: [], scale: [] });
    expect([...prepared.inputs.data]).toEqual([1, 5, 2, 5]);
  });
  test('values far from zero without losing their spread', () => {
    const offset = 1e9;
    const values = Array.from({ length: 1000 }, (_, i) => [offset + (i % 2)]);
    const { mean, scale } = prepareDataset(dataset({ x: values, y: values.map((_, i) => i % 3) })).normalization;
    expect(mean).toEqual([offset + 0.5]);
    // One-pass formulas return 0 here; the budget is a few roundings of values of size 1.
    expectClose(scale, [0.5], EXACT);
  });
  test.each([1e9, 1e12])('channels as far from zero as %p without losing their spread', (offset) => {
    // 300 places of a channel, whose means differ too.
    const pixels = Array.from({ length: 40 * 300 }, (_, i) => ((i * i) % 7) + (i % 300 < 150 ? 0 : 8));
    const images = dataset({
      x: Float64Array.from(pixels, (value) => offset + value),
      shape: [40, 300],
      y: Array.from({ length: 40 }, (_, i) => i % 2),
      imageShape: { height: 20, width: 15, channels: 1 },
    });
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const variance = pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length;
    const { normalization } = prepareDataset(images);
    expect(normalization.mean).toEqual([offset + mean]);
    expectClose(normalization.scale, [Math.sqrt(variance)], EXACT);
  });
  test('values so large or small that their squares are not numbers', () => {
    for (const unit of [1e200, 1e-200]) {
      const { mean, scale } = prepareDataset(
        dataset({ x: [[unit], [3 * unit], [unit], [3 * unit]], y: [0, 0, 1, 1] }),
      ).normalization;
      expectClose(
        [...mean, ...scale].map((value) => value / unit),
        [2, 1],
        EXACT,
      );
    }
  });
  test('and the prepared values have mean 0, standard deviation 1, and restore brings the raw ones back', () => {
    const table = fc
      .record({ rows: fc.integer({ min: 2, max: 20 }), cols: fc.integer({ min: 1, max: 5 }) })
      .chain(({ rows, cols }) =>
        fc.array(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: cols, maxLength: cols }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(table, (x) => {
        const cols = (x[0] as number[]).length;
        const spreads = Array.from({ length: cols }, (_, j) => {
          const column = x.map((row) => row[j] as number);
          return Math.max(...column) - Math.min(...column);
        });
        // Below this spread a column of size 1e6 is constant up to rounding, and its standardized values are rounding noise.
        fc.pre(spreads.every((spread) => spread > 1e-3));
        const prepared = prepareDataset(dataset({ x, y: x.map((_, i) => (i === 0 ? 1 : 0)) }));
        const { data } = prepared.inputs;
        for (let j = 0; j < cols; j++) {
          const column = x.map((_, i) => data[i * cols + j] as number);
          const mean = column.reduce((sum, value) => sum + value, 0) / x.length;
          const variance = column.reduce((sum, value) => sum + value * value, 0) / x.length;
          // Rounding of inputs of size 1e6 against a spread of 1e-3: 1e9 machine epsilons.
          expect(Math.abs(mean)).toBeLessThan(1e-6);
          expect(Math.abs(variance - 1)).toBeLessThan(1e-6);
        }
        x.forEach((row, i) => {
          const restored = prepared.restore(rowOf(prepared.inputs, i));
          for (let j = 0; j < cols; j++) expect(Math.abs((restored[j] as number) - (row[j] as number))).toBeLessThan(1e-9);
        });
      }),
    );
  });
  test('and restore brings raw images back to rounding, in either layout and by any normalization', () => {
    const images = fc
      .record({
        records: fc.integer({ min: 2, max: 6 }),
        height: fc.integer({ min: 1, max: 3 }),
        width: fc.integer({ min: 1, max: 3 }),
        channels: fc.constantFrom(1, 3, 4),
        layout: fc.constantFrom('channels-last' as const, 'channels-first' as const),
        offset: fc.constantFrom(-1e9, 0, 7),
      })
      .chain(({ records, offset, ...imageShape }) => {
        const length = records * imageShape.height * imageShape.width * imageShape.channels;
        return fc
          .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
          .map((values) => ({ records, imageShape, x: Float64Array.from(values, (value) => value + offset) }));
      });
    fc.assert(
      fc.property(images, fc.constantFrom('channel' as const, 'none' as const), ({ records, imageShape, x }, normalize) => {
        const shape = [records, x.length / records];
        const data = dataset({ x, shape, imageShape, y: Array.from({ length: records }, (_, i) => i % 2) });
        let prepared: PreparedDataset;
        try {
          prepared = prepareDataset(data, { normalize });
        } catch (cause) {
          // Drawn values may happen to be all the same.
          if (cause instanceof AuditError && cause.code === 'CONSTANT_FEATURES') return;
          throw cause;
        }
        const restored = Float64Array.from(
          Array.from({ length: records }, (_, i) => [...prepared.restore(rowOf(prepared.inputs, i))]).flat(),
        );
        // Subtraction, division, multiplication and addition: a rounding each, of numbers no larger than the largest value.
        const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        for (let i = 0; i < x.length; i++) {
          expect(Math.abs((restored[i] as number) - (x[i] as number))).toBeLessThanOrEqual(4 * Number.EPSILON * largest);
        }
      }),
    );
  });
  test('the same way whatever the order of the records', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 12 }), (values) => {
        const y = values.map((value) => Math.abs(value) % 2);
        fc.pre(new Set(y).size === 2);
        const forward = prepareDataset(dataset({ x: values.map((value) => [value]), y }));
        const backward = prepareDataset(dataset({ x: values.toReversed().map((value) => [value]), y: y.toReversed() }));
        // Summation order changes the last bits of mean and scale.
        expectClose(backward.inputs.data.toReversed(), forward.inputs.data, 1e-12);
      }),
    );
  });
});

describe('prepared inputs', () => {
  const TYPES = [Float64Array, Float32Array, Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array];

  test('are the standardized rows whatever the numeric type and the number of records', () => {
    for (const Type of TYPES) {
      for (let records = 2; records <= 9; records++) {
        const whole = Array.from({ length: 3 * records }, (_, i) => (i * 37) % 101);
        const prepared = prepareDataset(dataset({ x: new Type(whole), y: Array.from({ length: records }, (_, i) => i % 2) }));
        const { mean, scale } = prepared.normalization;
        expect([...prepared.inputs.data]).toEqual(
          whole.map((value, i) => (value - (mean[i % 3] as number)) / (scale[i % 3] as number)),
        );
      }
    }
  });
  test('lie in memory that threads share, so that no engine copies them', () => {
    const { inputs } = prepareDataset(unbalanced([2, 2]));
    expect(inputs.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(inSharedMemory(inputs)).toBe(inputs);
  });
  test('hold no −0', () => {
    // Of mean 0, so that −0 would stay; and below the smallest number once divided.
    const zeros = dataset({ x: [[-0], [3], [-3], [0]], y: [0, 1, 1, 0] });
    const tiny = dataset({ x: [[-5e-324], [1e300], [-1e300], [0]], y: [0, 1, 1, 0] });
    for (const { inputs } of [prepareDataset(zeros), prepareDataset(zeros, { normalize: 'none' }), prepareDataset(tiny)]) {
      expect(inputs.data.some((value) => Object.is(value, -0))).toBe(false);
    }
  });
});

describe('prepareDataset encodes targets', () => {
  test('as one-hot minus 1/C over the selected classes, in label order', () => {
    const data = dataset({ x: [[1], [2], [3], [4]], y: ['c', 'a', 'b', 'a'] });
    const { targets, classes, labels } = prepareDataset(data, { classes: ['c', 'a'] });
    expect(classes.map(({ label }) => label)).toEqual(['a', 'c']);
    expect([...labels]).toEqual([1, 0, 0]);
    expect(targets).toEqual({ rows: 3, cols: 2, data: Float64Array.of(-0.5, 0.5, 0.5, -0.5, 0.5, -0.5) });
  });
  test('so that every row sums to zero', () => {
    const { targets } = prepareDataset(unbalanced([3, 3, 3]));
    for (let i = 0; i < 9; i++) expect(Math.abs(rowOf(targets, i).reduce((sum, value) => sum + value, 0))).toBeLessThan(EXACT);
  });
});

describe('prepareDataset selects', () => {
  const named = dataset({ x: [[1], [2], [3], [4]], y: [0, 1, 2, 0], classNames: ['cat', 'dog', '0'] });

  test('classes by label before name, in any order, once', () => {
    expect([...prepareDataset(named, { classes: ['dog', '0', 'cat'] }).rows]).toEqual([0, 1, 3]);
  });
  test('classes by number, which stands for the label that is written so', () => {
    const prepared = prepareDataset(named, { classes: [0, 1] });
    expect([...prepared.rows]).toEqual([0, 1, 3]);
    expect(prepared.selection.classes).toEqual(['0', '1']);
  });
  test('at most the limit, as equally many of each class as possible, the rows ascending', () => {
    const prepared = prepareDataset(unbalanced([50, 3, 50, 50]), { limit: 60 });
    expect(classCounts(prepared)).toEqual([19, 3, 19, 19]);
    expect(classCounts(prepareDataset(unbalanced([10, 10, 10]), { limit: 8 }))).toEqual([3, 3, 2]);
    expect([...prepared.rows]).toEqual([...prepared.rows].sort((a, b) => a - b));
  });
  test('all records when the limit is not reached', () => {
    expect(prepareDataset(unbalanced([2, 3]), { limit: 5 }).rows).toHaveLength(5);
    expect(prepareDataset(unbalanced([2, 3]), { limit: 500 }).rows).toHaveLength(5);
  });
  test('balanced counts for any sizes: nothing is wasted and only short classes get less', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 30 }), { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 6, max: 100 }),
        (sizes, limit) => {
          const counts = classCounts(prepareDataset(unbalanced(sizes), { limit }));
          const total = sizes.reduce((sum, size) => sum + size, 0);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(limit, total));
          const largest = Math.max(...counts);
          counts.forEach((count, c) => {
            expect(count).toBeLessThanOrEqual(sizes[c] as number);
            if (count < (sizes[c] as number)) expect(count).toBeGreaterThanOrEqual(largest - 1);
          });
        },
      ),
    );
  });
  test('the same records for the same seed, others for another', () => {
    const data = unbalanced([100, 100]);
    const rows = (seed: number) => [...prepareDataset(data, { limit: 20, seed }).rows];
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
    expect(prepareDataset(data, { limit: 20 }).selection).toEqual({ classes: null, limit: 20, seed: 0 });
  });
  test('every record of a class equally often', () => {
    const data = unbalanced([20, 20]);
    const draws = 400;
    const hits = new Array<number>(40).fill(0);
    for (let seed = 0; seed < draws; seed++)
      for (const row of prepareDataset(data, { limit: 20, seed }).rows) hits[row] = (hits[row] as number) + 1;
    // Binomial(400, 1/2) has standard deviation 10; 5 of them over 40 records.
    for (const count of hits) expect(Math.abs(count - draws / 2)).toBeLessThan(50);
  });

  test('but refuses an unknown class, naming the nearest', () =>
    expectAuditError(() => prepareDataset(named, { classes: ['cat', 'dgo'] }), 'NAME_UNKNOWN', 'Got "dgo". Try "dog"'));
  test('but refuses classes that are no list', () =>
    expectAuditError(
      () => prepareDataset(named, { classes: '0,1' as unknown as string[] }),
      'OPTION_INVALID',
      `Expected classes to be a list. Got "0,1". Try classes: ['0', '1'].`,
    ));
  test('but refuses fewer than two classes', async () => {
    await expectAuditError(
      () => prepareDataset(named, { classes: ['cat'] }),
      'CLASSES_INVALID',
      'at least two classes. Got only "cat"',
    );
    await expectAuditError(() => prepareDataset(named, { classes: ['cat', '0'] }), 'CLASSES_INVALID', 'Got only "cat", "0"');
    await expectAuditError(() => prepareDataset(named, { classes: [] }), 'CLASSES_INVALID', 'Got none');
  });
  test('but refuses a name that two classes share', () => {
    const twins = dataset({ x: [[1], [2], [3], [4]], y: [0, 1, 2, 0], classNames: ['cat', 'cat', 'dog'] });
    return expectAuditError(
      () => prepareDataset(twins, { classes: ['cat', 'dog'] }),
      'CLASSES_INVALID',
      'Try its label, one of 0, 1',
    );
  });
  test('but refuses a limit below the number of classes', async () => {
    await expectAuditError(
      () => prepareDataset(unbalanced([5, 5, 5]), { limit: 2 }),
      'CLASSES_INVALID',
      'each of the 3 classes. Got 2',
    );
    expect(prepareDataset(unbalanced([5, 5, 5]), { limit: 3 }).rows).toHaveLength(3);
  });
  test.each([
    [{ limit: 0 }, 'limit to be a whole number of at least 1. Got 0'],
    [{ limit: 2.5 }, 'Got 2.5'],
    [{ limit: '4' as unknown as number }, 'Got the text "4"'],
    [{ seed: 0.5 }, 'seed to be a whole number. Got 0.5'],
    [{ seed: Number.NaN }, 'Got NaN'],
  ])('but refuses %j', (options, text) =>
    expectAuditError(() => prepareDataset(unbalanced([3, 3]), options), 'OPTION_INVALID', text),
  );
});

describe('prepareDataset refuses', () => {
  test.each<[unknown, string]>([
    [Promise.resolve(unbalanced([3, 3])), 'Got a promise. Try prepareDataset(await'],
    [undefined, 'Got a value of type undefined'],
    [{ x: [[1], [2]], y: [0, 1] }, 'Got a value of type object'],
  ])('what is no data set (%s)', (data, text) => expectAuditError(() => prepareDataset(data as Dataset), 'OPTION_INVALID', text));

  const constantSecond = {
    x: [
      [1, 7, 5],
      [2, 7, 6],
    ],
    y: [0, 1],
  };

  test('constant features, counting and naming them, with the way out', async () => {
    await expectAuditError(
      () => prepareDataset(dataset(constantSecond)),
      'CONSTANT_FEATURES',
      'Got 1 of 3 features constant (column 1). Try --normalize none',
    );
    expect(prepareDataset(dataset(constantSecond), { normalize: 'none' }).inputs.rows).toBe(2);
  });
  test('a value that only rounding makes vary', () =>
    // Summing 0.1 ten times does not give 1: a test of the deviation against zero would miss this.
    expectAuditError(
      () =>
        prepareDataset(
          dataset({ x: Array.from({ length: 10 }, (_, i) => [0.1, i]), y: Array.from({ length: 10 }, (_, i) => i % 2) }),
        ),
      'CONSTANT_FEATURES',
      '(column 0)',
    ));
  test('constant features of images, pointing to the channel', () => {
    const images = dataset({ ...constantSecond, imageShape: { height: 1, width: 3, channels: 1 } });
    expect(prepareDataset(images).normalization.method).toBe('channel');
    return expectAuditError(
      () => prepareDataset(images, { normalize: 'feature' }),
      'CONSTANT_FEATURES',
      'Try --normalize channel',
    );
  });
  test('a constant channel', () => {
    const images = dataset({
      x: [
        [1, 7, 5],
        [2, 7, 6],
      ],
      y: [0, 1],
      imageShape: { height: 1, width: 1, channels: 3 },
    });
    return expectAuditError(() => prepareDataset(images), 'CONSTANT_FEATURES', '1 of 3 channels constant (channel 1)');
  });
  test('many constant features without listing them all', () => {
    const x = [0, 1].map((i) => [i, ...Array<number>(50).fill(0)]);
    return expectAuditError(
      () => prepareDataset(dataset({ x, y: [0, 1] })),
      'CONSTANT_FEATURES',
      '50 of 51 features constant (column 1, column 2, column 3, column 4, column 5, …)',
    );
  });
  test('identical records, under any normalization', async () => {
    const same = dataset({
      x: [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      y: [0, 1, 1],
    });
    for (const normalize of ['none', 'feature'] as const) {
      await expectAuditError(() => prepareDataset(same, { normalize }), 'CONSTANT_FEATURES', 'Got 3 identical records');
    }
  });
  test('the channel of records that are no images', () =>
    expectAuditError(
      () => prepareDataset(dataset({ x: [[1], [2]], y: [0, 1] }), { normalize: 'channel' }),
      'OPTION_INVALID',
      'Try --normalize feature, or --image-shape',
    ));
  test('an unknown normalization, naming the nearest', () =>
    expectAuditError(
      () => prepareDataset(dataset({ x: [[1], [2]], y: [0, 1] }), { normalize: 'features' as 'feature' }),
      'NAME_UNKNOWN',
      'Try "feature"',
    ));
  test('values whose spread float64 cannot hold', () =>
    expectAuditError(
      () => prepareDataset(dataset({ x: [[-1.7e308], [1.7e308], [1.7e308]], y: [0, 1, 1] })),
      'NOT_FINITE',
      'whose standard deviation float64 can hold in column 0. Got values from -1.7e+308 to 1.7e+308',
    ));
  test('values too close to be divided by their spread', async () => {
    const close = (unit: number) => prepareDataset(dataset({ x: [[0], [unit]], y: [0, 1] }));
    await expectAuditError(() => close(1e-308), 'NOT_FINITE', 'Got values from 0 to 1e-308. Try measuring them in another unit');
    expectClose(close(2e-308).inputs.data, [-1, 1], EXACT);
  });
});

describe('prepareDataset warns of equal records', () => {
  test('with their number, examples and whether their labels differ', () => {
    const x = [
      [1, 2],
      [3, 4],
      [1, 2],
      [5, 6],
      [3, 4],
      [3, 4],
      [0, -0],
      [-0, 0],
    ];
    const { warnings, rows } = prepareDataset(dataset({ x, y: [0, 1, 0, 1, 1, 0, 0, 1] }));
    expect(rows).toHaveLength(8);
    expect(warnings).toEqual([
      {
        code: 'DUPLICATE_RECORDS',
        message: expect.stringContaining(
          '7 of 8 records equal another record: 3 groups (0 = 2; 1 = 4 = 5; 6 = 7), 2 of the groups with different labels.',
        ),
      },
    ]);
  });
  test('also where they differ in the sign of a zero', () => {
    const zeros = dataset({ x: [[0], [-0], [1]], y: [0, 1, 1] });
    expect(prepareDataset(zeros, { normalize: 'none' }).warnings.map(({ code }) => code)).toEqual(['DUPLICATE_RECORDS']);
  });
  test('by the rows of the input, after what the reader warned of', () => {
    const data = { ...dataset({ x: [[9], [1], [1], [2]], y: [2, 0, 0, 1] }), warnings: [{ code: 'EARLIER', message: '' }] };
    const { warnings } = prepareDataset(data, { classes: ['0', '1'] });
    expect(warnings.map(({ code }) => code)).toEqual(['EARLIER', 'DUPLICATE_RECORDS']);
    expect(warnings[1]?.message).toContain('1 group (1 = 2), with the same labels.');
  });
  test('but not of those that differ only where rows are not compared first', () => {
    // All rows of 1,000 values equal but for one place each; two of them whole.
    const x = Array.from({ length: 1001 }, (_, i) => Array.from({ length: 1000 }, (_, j) => (j === i % 1000 ? 1 : 0)));
    const { warnings } = prepareDataset(dataset({ x, y: x.map((_, i) => i % 2) }));
    expect(warnings.map(({ message }) => message.slice(0, 62))).toEqual([
      '2 of 1001 records equal another record: 1 group (0 = 1000), wi',
    ]);
  });
  test('in the order of their first records', () => {
    // Values at two places of a hundred; rows that differ at the first of them alone are told apart by their hashes.
    const rows = [
      [0, 5],
      [0, 6],
      [1, 5],
      [0, 5],
      [0, 6],
      [1, 5],
      [0, 5],
    ].map((start) => [...start, ...Array<number>(98).fill(0)]);
    const { warnings } = prepareDataset(dataset({ x: rows, y: [0, 0, 0, 0, 0, 0, 1] }), { normalize: 'none' });
    expect(warnings[0]?.message).toContain('3 groups (0 = 3 = 6; 1 = 4; 2 = 5), 1 of the groups with different labels');
  });
  test('and stays silent when all differ', () => {
    expect(prepareDataset(unbalanced([5, 5])).warnings).toEqual([]);
  });
});

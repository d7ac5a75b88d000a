import { describe, expect, test } from '@jest/globals';
import type { Dataset } from '../../src/data/dataset.ts';
import { type ArraysInput, datasetFromArrays } from '../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../src/data/prepareDataset.ts';
import { prepareGram } from '../../src/data/prepareGram.ts';
import { expectAuditError } from './support.ts';

const N = 6;
const y = [0, 1, 2, 0, 1, 2];
/** Entry (i, j) tells its place: 10·max + min + 11, symmetric. */
const entry = (i: number, j: number): number => 10 * Math.max(i, j) + Math.min(i, j) + 11;
const whole = Array.from({ length: N * N }, (_, at) => entry(Math.floor(at / N), at % N));

function gramOf(values: ArraysInput['x']): Dataset {
  return datasetFromArrays({ x: values, shape: [N, N], y });
}

describe('a Gram matrix in the place of features', () => {
  test('is used where it lies, when all records are chosen', () => {
    const dataset = gramOf(Float64Array.from(whole));
    const { inputs, rows, warnings } = prepareGram(dataset);
    expect(inputs.data).toBe(dataset.values);
    expect([inputs.rows, inputs.cols]).toEqual([N, N]);
    expect([...rows]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(warnings).toEqual([]);
    expect([...dataset.values]).toEqual(whole);
  });

  test('becomes float64 where it is of another type', () => {
    for (const Type of [Float32Array, Uint8Array]) {
      const { inputs } = prepareGram(gramOf(new Type(whole)));
      expect(inputs).toEqual({ rows: N, cols: N, data: Float64Array.from(whole) });
    }
  });

  test.each([Float64Array, Float32Array])('gives rows and columns of the chosen records, of %p', (Type) => {
    const dataset = gramOf(new Type(whole));
    const { inputs, rows, labels } = prepareGram(dataset, { classes: ['0', '2'] });
    expect([...rows]).toEqual([0, 2, 3, 5]);
    expect([...labels]).toEqual([0, 1, 0, 1]);
    expect([...inputs.data]).toEqual([...rows].flatMap((i) => [...rows].map((j) => entry(i, j))));
  });

  test('has the records, targets and selection of any other data', () => {
    const options = { classes: ['0', '2'], limit: 3, seed: 4 };
    const gram = prepareGram(gramOf(Float64Array.from(whole)), options);
    const other = prepareDataset(datasetFromArrays({ x: y.map((_, i) => [i]), y }), options);
    for (const key of ['rows', 'targets', 'labels', 'classes', 'selection'] as const) expect(gram[key]).toEqual(other[key]);
  });

  test('is not standardized', () => {
    const { normalization, restore, inputs } = prepareGram(gramOf(Float64Array.from(whole)));
    expect(normalization).toEqual({ method: 'none', mean: [], scale: [] });
    expect([...restore(inputs.data.subarray(0, N))]).toEqual(whole.slice(0, N));
  });

  test('warns of records with equal covariances, also up to the sign of a zero', () => {
    const copies = Float64Array.of(1, 1, 0, 1, 1, -0, 0, -0, 2);
    const { warnings } = prepareGram(datasetFromArrays({ x: copies, y: [0, 0, 1] }));
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('(0 = 1), with the same labels')]);
    expect(Object.is(copies[5], -0)).toBe(true);
  });

  test('is refused when it is not square, or all the same', async () => {
    await expectAuditError(
      () => prepareGram(datasetFromArrays({ x: [[1], [2]], y: [0, 1] })),
      'SHAPE_MISMATCH',
      'Expected a square Gram matrix for the precomputed kernel (2 × 2). Got 2 × 1.',
    );
    await expectAuditError(() => prepareGram(gramOf(new Float64Array(N * N))), 'CONSTANT_FEATURES', 'Got 6 identical records');
  });
});

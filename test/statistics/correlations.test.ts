import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../src/base/random.ts';
import type { Correlation } from '../../src/statistics/correlation.ts';
import { kendall, kendallOfRows } from '../../src/statistics/kendall.ts';
import { midRanks, placesOf } from '../../src/statistics/midRanks.ts';
import { pearson, pearsonOfRows, productMoment } from '../../src/statistics/pearson.ts';
import { spearman, spearmanOfRows } from '../../src/statistics/spearman.ts';
import { expectAuditError } from '../data/support.ts';
import { readGolden } from '../support/readGolden.ts';
import { EXACT } from '../support/tolerances.ts';

interface Row {
  readonly kind: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly pearson: number;
  readonly spearman: number;
  readonly kendall: number;
  readonly fisher?: readonly [number, number];
  readonly bca?: Record<'pearson' | 'spearman', readonly [number, number]>;
}

const { rows } = readGolden<{ rows: readonly Row[] }>('statistics/correlations.json');
const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const few = { rng: createRandom(1), resamples: 1 };

describe('correlations', () => {
  test.each(rows.map((row) => [row.kind, row.x.length, row] as const))('of %s columns of %d agree with scipy', (_, n, row) => {
    const near = (value: number, expected: number) => expect(Math.abs(value - expected)).toBeLessThan(EXACT * n);
    near(pearsonOfRows(row.x, row.y)(all(n)), row.pearson);
    near(spearmanOfRows(row.x, row.y)(all(n)), row.spearman);
    near(kendallOfRows(row.x, row.y)(all(n)), row.kendall);
    if (row.fisher === undefined) return;
    const { fisher } = pearson(row.x, row.y, few);
    // scipy's quantile of the normal distribution is right to 1e-15, and 1 − r² of the opposed columns keeps 12 digits.
    expect(Math.abs((fisher?.low as number) - row.fisher[0])).toBeLessThan(1e-12);
    expect(Math.abs((fisher?.high as number) - row.fisher[1])).toBeLessThan(1e-12);
  });

  const ofForty = rows.flatMap((row) => (row.bca === undefined ? [] : [[row.kind, row, row.bca] as const]));
  test.each(ofForty)('of %s columns have the BCa intervals of scipy', (_, { x, y }, bca) => {
    for (const [name, correlation] of Object.entries({ pearson, spearman })) {
      const { low, high } = correlation(x, y, { rng: createRandom(2), resamples: 8000 });
      const [from, to] = bca[name as 'pearson' | 'spearman'];
      // An end at a tail of 2.5% (acceleration makes it .5% at worst) of 8,000 resamples is known to 3% of the width, of which this is 3 errors.
      expect(Math.abs(low - from)).toBeLessThan(0.09 * (to - from));
      expect(Math.abs(high - to)).toBeLessThan(0.09 * (to - from));
    }
  });

  test('of small columns on paper', () => {
    const [x, y] = [
      [1, 2, 3, 4],
      [1, 3, 2, 2],
    ];
    expect(pearsonOfRows(x, y)(all(4))).toBeCloseTo(1 / Math.sqrt(5 * 2), 14);
    // Mid-ranks 1, 4, 2.5, 2.5: products with −1.5 … 1.5 sum to 1.5, squares to 5 and 4.5.
    expect(spearmanOfRows(x, y)(all(4))).toBeCloseTo(1.5 / Math.sqrt(5 * 4.5), 14);
    // Of six pairs, three agree, two do not and one ties in y.
    expect(kendallOfRows(x, y)(all(4))).toBeCloseTo(1 / Math.sqrt(6 * 5), 14);
  });

  test('of a column that is constant but for the rounding of its mean is undefined', () => {
    const same = new Float64Array(10).fill(0.1);
    const rising = Float64Array.from(all(10));
    expect(same.reduce((sum, value) => sum + value, 0) / 10).not.toBe(0.1);
    expect(productMoment(same, rising)).toBeNaN();
    expect(productMoment(rising, same)).toBeNaN();
  });

  test("tau-b is the count over all pairs, of repeated rows too, and Spearman's the correlation of counted ranks", () => {
    const column = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 9, maxLength: 9 });
    const drawn = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 15 });
    fc.assert(
      fc.property(column, column, drawn, (x, y, chosen) => {
        fc.pre(new Set(x).size > 1 && new Set(y).size > 1);
        const [a, b] = [chosen.map((i) => x[i] as number), chosen.map((i) => y[i] as number)];
        let [agreement, inX, inY] = [0, 0, 0];
        for (let i = 0; i < a.length; i++) {
          for (let k = 0; k < i; k++) {
            const signX = Math.sign((a[i] as number) - (a[k] as number));
            const signY = Math.sign((b[i] as number) - (b[k] as number));
            agreement += signX * signY;
            inX += signX ** 2;
            inY += signY ** 2;
          }
        }
        const found = kendallOfRows(x, y)(Int32Array.from(chosen));
        if (inX === 0 || inY === 0) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(agreement / Math.sqrt(inX * inY), 12);

        const counted = (values: number[]) =>
          values.map((v) => 1 + values.filter((w) => w < v).length + (values.filter((w) => w === v).length - 1) / 2);
        expect(Array.from(midRanks(placesOf(x), chosen))).toEqual(counted(a));
        const ranked = spearmanOfRows(x, y)(Int32Array.from(chosen));
        if (inX === 0 || inY === 0) expect(ranked).toBeNaN();
        else expect(ranked).toBeCloseTo(pearsonOfRows([...counted(a), 0], [...counted(b), 99])(all(a.length)), 12);
      }),
    );
  });

  const monotone: [string, (x: number[], y: number[], options: typeof few) => Correlation][] = [
    ['pearson', pearson],
    ['spearman', spearman],
    ['kendall', kendall],
  ];
  test.each(monotone)('%s of a column with itself is 1, with its opposite −1, in intervals without width', (_, correlation) => {
    const x = [0.3, 4, -2, 8, 1];
    const options = { rng: createRandom(3), resamples: 50 };
    for (const sign of [1, -1]) {
      const { value, low, high, fisher } = correlation(
        x,
        x.map((v) => sign * v),
        options,
      );
      for (const number of [value, low, high, fisher?.low, fisher?.high]) expect(number).toBeCloseTo(sign, 13);
    }
  });

  test.each(monotone)('%s has intervals of the level asked for, in [−1, 1], from the seed', (_, correlation) => {
    const { x, y } = rows.find(({ kind, x }) => kind === 'ties' && x.length === 40) as Row;
    const of = (level: number, seed = 4) =>
      correlation([...x], [...y], { rng: createRandom(seed), resamples: 400, level } as typeof few);
    const [narrow, wide] = [of(0.8), of(0.99)];
    expect(of(0.8)).toEqual(narrow);
    expect(of(0.8, 5).low).not.toBe(narrow.low);
    const ends = [-1, wide.low, narrow.low, narrow.value, narrow.high, wide.high, 1];
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    const fisher = [wide.fisher?.low, narrow.fisher?.low, narrow.value, narrow.fisher?.high, wide.fisher?.high] as number[];
    expect(fisher).toEqual(fisher.toSorted((a, b) => a - b));
  });

  test.each(monotone)('%s of three records has no Fisher interval', (_, correlation) => {
    expect(correlation([1, 2, 4], [2, 1, 3], { rng: createRandom(6), resamples: 20 }).fisher).toBeNull();
  });

  test('Fisher intervals of ranks have the widths of Bonett and Wright, and of Fieller and others', () => {
    const { x, y } = rows.find(({ x }) => x.length === 40) as Row;
    const width = (c: Correlation) => Math.atanh(c.fisher?.high as number) - Math.atanh(c.fisher?.low as number);
    const rank = spearman(x, y, few);
    expect(width(rank)).toBeCloseTo(2 * 1.959963984540054 * Math.sqrt((1 + rank.value ** 2 / 2) / 37), 10);
    expect(width(kendall(x, y, few))).toBeCloseTo(2 * 1.959963984540054 * Math.sqrt(0.437 / 36), 10);
  });

  test.each(monotone)('%s covers the truth about as often as it says', (name, correlation) => {
    const rng = createRandom(7);
    const rho = 0.6;
    const truth = { pearson: rho, spearman: (6 / Math.PI) * Math.asin(rho / 2), kendall: (2 / Math.PI) * Math.asin(rho) }[
      name
    ] as number;
    let [bca, fisher] = [0, 0];
    for (let i = 0; i < 150; i++) {
      const x = Array.from({ length: 40 }, () => rng.normal());
      const y = x.map((v) => rho * v + Math.sqrt(1 - rho * rho) * rng.normal());
      const found = correlation(x, y, { rng, resamples: 200 });
      if (found.low <= truth && truth <= found.high) bca++;
      if ((found.fisher?.low as number) <= truth && truth <= (found.fisher?.high as number)) fisher++;
    }
    // 150 draws know a share of .95 to .018; BCa of Pearson's covers .91 to .93 at 40 records (docstring of correlationWithIntervals).
    expect(bca / 150).toBeGreaterThan(0.85);
    expect(fisher / 150).toBeGreaterThan(0.88);
    expect(bca / 150).toBeLessThan(0.995);
  });

  test.each(monotone)('%s refuses what cannot be correlated', async (_, correlation) => {
    await expectAuditError(() => correlation([1, 2, 3], [1, 2], few), 'SHAPE_MISMATCH', 'Got 3 and 2');
    await expectAuditError(() => correlation([1, 2], [1, 2], few), 'RECORDS_INVALID', 'Got 2 records');
    await expectAuditError(() => correlation([5, 5, 5], [1, 2, 3], few), 'RECORDS_INVALID', 'Got 5 for each record');
    await expectAuditError(() => correlation([1, 2, 3], [0.1, 0.1, 0.1], few), 'RECORDS_INVALID', 'Got 0.1 for each');
    await expectAuditError(() => correlation([1, Number.NaN, 3], [1, 2, 3], few), 'NOT_FINITE');
    await expectAuditError(() => correlation([1, 2, 3], [1, 2, Infinity], few), 'NOT_FINITE');
  });
});

import { expect, test } from '@jest/globals';
import { logNormalCdf } from '../../../src/membership/signals/logNormalCdf.ts';
import { expectEachClose } from '../../support/matchers.ts';
import { EXACT } from '../../support/tolerances.ts';

test('ln Φ agrees with 40-digit arithmetic and rises to the end of float64', () => {
  const values: [number, number][] = [
    [-1000, -500007.82669481216],
    [-100, -5005.524208694205],
    [-40, -804.6084420137538],
    [-25.000001, -316.6394330478938],
    [-24.999999, -316.63938296814774],
    [-10, -53.23128515051247],
    [-3, -6.607726221510349],
    [-1, -1.8410216450092636],
    [0, -Math.LN2],
    [0.5, -0.3689464152886564],
    [3, -0.0013508099647481938],
    [8, -6.220960574271786e-16],
    [20, -2.7536241186062337e-89],
    [29.9, -9.838968332390558e-197],
  ];
  expectEachClose(
    values.map(([z]) => logNormalCdf(z)),
    values.map(([, expected]) => expected),
    1e-12,
  );
  const far = [29, 30, 30.0001, 31, 40, 1e3, 1e30, 1e100].map(logNormalCdf);
  for (let i = 1; i < far.length; i++) expect(far[i]).toBeGreaterThan(far[i - 1] as number);
  expect(far.at(-1)).toBeLessThan(0);
  expectEachClose([logNormalCdf(-1e150)], [-5e299], EXACT);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LiraOptions, lira, liraName } from '../../../src/membership/signals/lira.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectClose, expectEachClose } from '../../support/matchers.ts';
import { ALGEBRA, EXACT } from '../../support/tolerances.ts';
import { statistics } from './jstatNormal.ts';
import { drawnSignals, phisOf, signalsOf } from './support.ts';

/** Two records, three models trained on each and three not trained on it. */
const TOY = signalsOf({
  target: [3, 0.5],
  reference: [
    [2, 1],
    [3, 1.5],
    [4, 2],
    [0, -1],
    [1, 0],
    [2, 1],
  ],
  referenceMembers: [
    [1, 1],
    [1, 1],
    [1, 1],
    [0, 0],
    [0, 0],
    [0, 0],
  ],
});

describe('the toy of all meanings of a fixed variance', () => {
  test.each([
    ['per-record', [3, -2.119353]],
    ['residuals', [3.235002, -0.777498]],
    ['uncentred', [2.148839, -0.407254]],
    ['uncentred-in', [2.042553, -0.382979]],
  ] as const)('%s', (variance, expected) => {
    for (const centre of ['mean', 'median'] as const) {
      const { scores } = lira(TOY, { mode: 'online', variance, centre });
      expect(scores[0]).toBeCloseTo(expected[0], 6);
      expect(scores[1]).toBeCloseTo(expected[1], 6);
    }
  });

  test('the mean of the records’ own, by hand', () => {
    // Standard deviations √(2/3) and √(2/3)/2 inside, √(2/3) twice outside.
    const [inside, outside] = [0.75 * Math.sqrt(2 / 3), Math.sqrt(2 / 3)];
    const expected = [
      [0, 2],
      [-1, 0.5],
    ].map(([a, b]) => ((b as number) / outside) ** 2 / 2 - ((a as number) / inside) ** 2 / 2 - Math.log(inside / outside));
    expectClose(lira(TOY, { mode: 'online', variance: 'record-mean' }).scores, expected, EXACT);
  });
});

describe('TensorFlow Privacy’s vector of sets of 2, 2, 2 and no models', () => {
  // As OUT models: the density of the offline attack is minus the logarithm that is given there for "in".
  const signals = signalsOf({
    target: [1, 0, 0, 0],
    reference: [
      [-1, 0, 0, 50],
      [1, 2, 20, 60],
    ],
    referenceMembers: [
      [0, 0, 0, 1],
      [0, 0, 0, 1],
    ],
  });
  test.each([
    ['per-record', [1.41893853, 1.41893853, 3.72152363, 2.72537178]],
    ['residuals', [2.69682468, 2.69682468, 4.15270703, 2.87983121]],
  ] as const)('%s', (variance, expected) => {
    const options = { mode: 'offline', statistic: 'density', centre: 'median', variance } as const;
    const { scores } = lira(signals, { ...options, missing: 'fill' });
    expectClose(scores, expected, 1e-8);
    return expectAuditError(
      () => lira(signals, options),
      'RECORDS_INVALID',
      `not trained on each record, for ${liraName(options)}. Got 0 for record 3, and too few for 1 in all. Try population-threshold, or`,
    );
  });
});

describe('the two offline statistics', () => {
  // OUT models −1 and 1: centre 0, spread 1.
  const at = (z: number, statistic: 'density' | 'one-sided') =>
    lira(signalsOf({ target: [z], reference: [[-1], [1]], referenceMembers: [[0], [0]] }), { mode: 'offline', statistic })
      .scores[0] as number;

  test('differ at z = −3, and in their order', () => {
    expect(at(-3, 'density')).toBeCloseTo(5.4189, 4);
    expect(at(-3, 'one-sided')).toBeCloseTo(-6.6077, 4);
    expect(at(-3, 'density')).toBeGreaterThan(at(2, 'density'));
    expect(at(-3, 'one-sided')).toBeLessThan(at(2, 'one-sided'));
  });

  test('the one-sided one is the default', () => {
    const { name, scores } = lira(TOY, { mode: 'offline' });
    expect(name).toBe('lira-offline');
    expect([...scores]).toEqual([...lira(TOY, { mode: 'offline', statistic: 'one-sided' }).scores]);
  });

  test('both remain in order where φ is ±1000 and the spread is tiny', () => {
    const reference = [[-1e-6], [1e-6]];
    const signals = (phi: number) => signalsOf({ target: [phi], reference, referenceMembers: [[0], [0]] });
    const scores = (statistic: 'density' | 'one-sided') =>
      [-1000, -1, 0, 1, 1000].map((phi) => lira(signals(phi), { mode: 'offline', statistic }).scores[0] as number);
    const oneSided = scores('one-sided');
    for (let i = 1; i < oneSided.length; i++) expect(oneSided[i]).toBeGreaterThan(oneSided[i - 1] as number);
    const density = scores('density');
    expect(density[0]).toBe(density[4]);
    expect(density[0]).toBeCloseTo(0.5e18 + Math.log(1e-6 * Math.sqrt(2 * Math.PI)), -3);
  });
});

/** The definitions again, by jstat: every variant, k augmentations, records with unequal numbers of models. */
function direct(signals: ReturnType<typeof drawnSignals>, options: LiraOptions): number[] {
  const { mode, variance = 'per-record', centre = 'mean', statistic = 'one-sided' } = options;
  const { mean, median, stdev, normal } = statistics;
  const middle = centre === 'mean' ? mean : median;
  const places = Array.from({ length: signals.records * signals.queries }, (_, place) => [
    Math.floor(place / signals.queries),
    place % signals.queries,
  ]) as [number, number][];
  const fitted = (side: 0 | 1) => {
    const sets = places.map(([i, q]) => phisOf(signals, i, side, q));
    const own = sets.map((set) => stdev(set));
    const pooled = {
      'per-record': undefined,
      residuals: stdev(sets.flatMap((set) => set.map((phi) => phi - middle(set)))),
      uncentred: stdev(sets.flat()),
      'record-mean': mean(own),
    }[variance === 'uncentred-in' ? 'uncentred' : variance];
    return { centres: sets.map((set) => middle(set)), spreads: own.map((spread) => pooled ?? spread) };
  };
  const inside = fitted(1);
  const outside = fitted(0);
  if (variance === 'uncentred-in') outside.spreads = inside.spreads;
  const values = places.map((_, place) => {
    const phi = signals.target[place] as number;
    const density = ({ centres, spreads }: typeof inside) =>
      Math.log(normal.pdf(phi, centres[place] as number, spreads[place] as number));
    if (mode === 'online') return density(inside) - density(outside);
    if (statistic === 'density') return -density(outside);
    return Math.log(normal.cdf(phi, outside.centres[place] as number, outside.spreads[place] as number));
  });
  return Array.from({ length: signals.records }, (_, i) => mean(values.slice(i * signals.queries, (i + 1) * signals.queries)));
}

describe('every variant is its definition, by jstat', () => {
  const signals = drawnSignals({ records: 12, references: 14, queries: 3, effect: 0.5 });
  for (const centre of ['mean', 'median'] as const) {
    for (const variance of ['per-record', 'residuals', 'uncentred', 'record-mean', 'uncentred-in'] as const) {
      const options: LiraOptions[] = [{ mode: 'online', variance, centre }];
      if (variance !== 'uncentred-in') {
        for (const statistic of ['one-sided', 'density'] as const) options.push({ mode: 'offline', variance, centre, statistic });
      }
      test.each(options.map((o) => [liraName(o), o] as const))('%s', (name, o) => {
        const found = lira(signals, o);
        expect(found.name).toBe(name);
        expectClose(found.scores, direct(signals, o), ALGEBRA);
      });
    }
  }

  test('also where records have unequal numbers of models', () => {
    // The first model of all was trained on everything, the second on nothing.
    const referenceMembers = signals.referenceMembers.slice();
    referenceMembers.fill(1, 0, 9);
    const uneven = { ...signals, referenceMembers };
    for (const variance of ['per-record', 'residuals', 'uncentred', 'record-mean', 'uncentred-in'] as const) {
      expectClose(lira(uneven, { mode: 'online', variance }).scores, direct(uneven, { mode: 'online', variance }), ALGEBRA);
    }
  });
});

describe('invariants', () => {
  const options: LiraOptions[] = [
    { mode: 'online' },
    { mode: 'online', variance: 'residuals', centre: 'median' },
    { mode: 'offline', variance: 'uncentred' },
    { mode: 'offline', statistic: 'density', variance: 'record-mean' },
  ];

  test('the order of reference models does not matter', () => {
    const signals = drawnSignals({ records: 9, references: 6, queries: 2 });
    const { records, queries, references } = signals;
    const order = [3, 0, 5, 1, 4, 2];
    const shuffled = {
      ...signals,
      reference: Float64Array.from({ length: signals.reference.length }, (_, at) => {
        const size = records * queries;
        return signals.reference[(order[Math.floor(at / size)] as number) * size + (at % size)] as number;
      }),
      referenceMembers: Uint8Array.from(
        { length: references * records },
        (_, at) => signals.referenceMembers[(order[Math.floor(at / records)] as number) * records + (at % records)] as number,
      ),
    };
    for (const o of options) {
      expectClose(lira(shuffled, { ...o, missing: 'fill' }).scores, lira(signals, { ...o, missing: 'fill' }).scores, ALGEBRA);
    }
  });

  test('the ratio is that of shifted and scaled signals', () =>
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (shift, scale) => {
          const signals = drawnSignals({ records: 6, references: 8, effect: 0.5 });
          const moved = {
            ...signals,
            target: signals.target.map((phi) => shift + scale * phi),
            reference: signals.reference.map((phi) => shift + scale * phi),
          };
          for (const variance of ['per-record', 'residuals', 'uncentred-in'] as const) {
            const o = { mode: 'online', variance, missing: 'fill' } as const;
            expectClose(lira(moved, o).scores, lira(signals, o).scores, 1e-8);
          }
        },
      ),
      { numRuns: 30 },
    ));

  test('models that agree exactly leave finite scores', () => {
    const agreed = signalsOf({
      target: [3, 1000],
      reference: [
        [1, 1],
        [1, 1],
        [0, 1],
        [0, 1],
      ],
      referenceMembers: [
        [1, 1],
        [1, 1],
        [0, 0],
        [0, 0],
      ],
    });
    for (const o of options.filter(({ variance }) => variance === undefined)) {
      for (const score of lira(agreed, o).scores) expect(Number.isFinite(score)).toBe(true);
    }
    return expectAuditError(
      () => lira(agreed, { mode: 'offline', variance: 'residuals' }),
      'RECORDS_INVALID',
      'signals that differ between the reference models not trained on a record. Got no difference at all',
    );
  });
});

describe('refused are', () => {
  test('options that do not go together', async () => {
    await expectAuditError(
      () => lira(TOY, { mode: 'offline', variance: 'uncentred-in' }),
      'OPTION_INVALID',
      'Got "uncentred-in"',
      'uncentred',
    );
    await expectAuditError(
      () => lira(TOY, { mode: 'online', statistic: 'density' }),
      'OPTION_INVALID',
      'Got "density"',
      'mode: offline',
    );
  });

  test('records without models, which fill leaves to the others', async () => {
    const signals = signalsOf({
      target: [0, 1, 2],
      reference: [
        [0, 1, 2],
        [1, 1, 0],
        [3, 1, 1],
        [2, 5, 1],
      ],
      referenceMembers: [
        [1, 1, 1],
        [1, 1, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    });
    await expectAuditError(
      () => lira(signals, { mode: 'online' }),
      'RECORDS_INVALID',
      'at least 2 reference models trained on each record, for lira-online. Got 1 for record 2, and too few for 1 in all',
      'Try lira-online-uncentred, lira-offline, rmia-offline or population-threshold, or more reference models, or filling in',
    );
    // The centre of record 2 is its own, the spread the mean of ½ and 0.
    const { scores } = lira(signals, { mode: 'online', missing: 'fill' });
    // Its OUT models say 0, 1 and 1.
    const [mean, deviation] = [2 / 3, Math.sqrt(2) / 3];
    const expected = -Math.log(0.25) - 0 - (-Math.log(deviation) - ((2 - mean) / deviation) ** 2 / 2);
    expectEachClose([scores[2] as number], [expected], 1e-12);
  });

  test('signals without any reference model, filled or not', async () => {
    for (const missing of ['refuse', 'fill'] as const) {
      await expectAuditError(
        () => lira(signalsOf({ target: [1, 2] }), { mode: 'offline', missing }),
        'RECORDS_INVALID',
        'at least 2 reference models not trained on each record, for lira-offline. Got fewer for every record, 0 for the first. Try population-threshold, or more reference models.',
      );
    }
  });

  test('one model of each side, for spreads of differences between models', async () => {
    const signals = signalsOf({
      target: [1, 2],
      reference: [
        [0, 2],
        [1, 4],
      ],
      referenceMembers: [
        [1, 0],
        [0, 1],
      ],
    });
    for (const variance of ['residuals', 'record-mean'] as const) {
      await expectAuditError(
        () => lira(signals, { mode: 'online', variance, missing: 'fill' }),
        'RECORDS_INVALID',
        'at least 2 reference models not trained on some record',
        'Try lira-online-uncentred, rmia-offline or population-threshold',
      );
    }
    expect(lira(signals, { mode: 'online', variance: 'uncentred' }).scores).toHaveLength(2);
  });
});

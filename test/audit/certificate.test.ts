import { describe, expect, test } from '@jest/globals';
import { audit } from '../../src/audit/audit.ts';
import { checkCertificate } from '../../src/audit/certificate.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import type { RunOptions } from '../../src/base/progress.ts';
import { createRandom } from '../../src/base/random.ts';
import { datasetFromArrays } from '../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../src/data/prepareDataset.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { completeKernelSpec, type KernelOptions } from '../../src/kernels/kernelOptions.ts';
import { rowOf } from '../../src/linalg/matrix.ts';
import { recordLood } from '../../src/lood/recordLood.ts';
import { processOn } from '../gp/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';

type Certificate = NonNullable<AuditResult['certificate']>;

/** Rounding of a joint KL of up to eleven queries, by covariances of condition number below 1e5 at σ² = 0.1: 1e5 · 11 · machine epsilon. */
const ROUNDING = 1e-9;

function data(records: number) {
  const random = createRandom(records);
  return {
    x: Array.from({ length: records }, () => [random.normal(), random.normal(), random.normal()]),
    y: Array.from({ length: records }, (_, i) => i % 2),
  };
}

interface Setting {
  readonly options?: KernelOptions;
  readonly noiseVariance?: number;
  readonly seed?: number;
  /** What the inputs are multiplied by. */
  readonly scale?: number;
  readonly run?: RunOptions;
}

async function certificateOf(
  records: number,
  { options = {}, noiseVariance = 0.1, seed = 0, scale = 1, run }: Setting = {},
): Promise<Certificate> {
  const { inputs, targets } = prepareDataset(datasetFromArrays(data(records)));
  for (let i = 0; i < inputs.data.length; i++) inputs.data[i] = (inputs.data[i] as number) * scale;
  const gp = await processOn(completeKernelSpec(options), inputs, targets, noiseVariance);
  const identities = leaveOneOut(gp);
  const kls = Array.from({ length: records }, (_, s) => recordLood(gp, identities, s).kl);
  const ranked = kls.map((_, i) => i).sort((i, j) => (kls[j] as number) - (kls[i] as number));
  return checkCertificate(gp, { ranked, kls, recordOf: (position) => position }, seed, run);
}

describe('the certificate', () => {
  test.each<[string, KernelOptions, number?]>([
    ['the relu network', {}],
    ['its tangent kernel', { kernel: 'ntk', depth: 2 }],
    ['RBF', { kernel: 'rbf', gamma: 3 }],
    ['a linear kernel', { kernel: 'linear' }, 0.5],
  ])(
    'holds for %s: no trial without the record beats asking at it, and adding queries to it changes nothing',
    async (_, options) => {
      const { trials, unresolved, largestRatio, largestSufficiencyError, statement } = await certificateOf(30, { options });
      expect(statement).toBe('own-query-is-worst-case');
      // Eight records, seven trials each.
      expect([trials.length, unresolved]).toEqual([56, 0]);
      expect(new Set(trials.map(({ record }) => record)).size).toBe(8);
      for (const { kind, kl, klAtRecord, queries } of trials) {
        expect(queries).toBeGreaterThan(0);
        if (kind === 'own-plus-others') expect(Math.abs(kl / klAtRecord - 1)).toBeLessThan(ROUNDING);
        else expect(kl).toBeLessThan(klAtRecord * (1 + ROUNDING));
      }
      expect(largestRatio).toBe(
        Math.max(...trials.filter(({ kind }) => kind !== 'own-plus-others').map(({ kl, klAtRecord }) => kl / klAtRecord)),
      );
      expect(largestRatio).toBeGreaterThan(0.3);
      expect(largestSufficiencyError).toBeGreaterThanOrEqual(0);
      expect(largestSufficiencyError).toBeLessThan(ROUNDING);
    },
  );

  test('tries other records without the record itself, which would tell as much as asking at it', async () => {
    const { trials } = await certificateOf(30, { options: { kernel: 'rbf', gamma: 3 } });
    const others = trials.filter(({ kind }) => kind === 'other-records');
    for (const { kl, klAtRecord } of others) expect(kl / klAtRecord).toBeLessThan(0.999);
  });

  test('tries the records whose KL it states, from the most to the least exposed', async () => {
    const { certificate, records } = await audit(data(30));
    const byRecord = new Map(records.map(({ record, kl }) => [record, kl]));
    const kls = [
      ...new Set(
        certificate?.trials.map(({ record, klAtRecord }) => {
          expect(klAtRecord).toBe(byRecord.get(record));
          return klAtRecord;
        }),
      ),
    ];
    expect(kls[0]).toBe(Math.max(...records.map(({ kl }) => kl)));
    expect(kls).toEqual([...kls].sort((a, b) => b - a));
  });

  test.each([2, 3, 7, 8, 9])('is made for %i records, of which all are tried up to eight', async (records) => {
    const { trials, largestRatio } = await certificateOf(records);
    expect(new Set(trials.map(({ record }) => record)).size).toBe(Math.min(8, records));
    expect(largestRatio).toBeLessThan(1 + ROUNDING);
  });

  test('is the same for the same seed', async () => {
    const withSeed = (seed: number) => certificateOf(12, { seed });
    expect(await withSeed(4)).toEqual(await withSeed(4));
    expect(await withSeed(4)).not.toEqual(await withSeed(5));
  });

  test('tries single queries at 5%, 20% and 50% of the record’s norm from it, which tell the less the further away they are', async () => {
    const { trials } = await certificateOf(30, { options: { kernel: 'rbf', gamma: 3 } });
    for (const record of new Set(trials.map((trial) => trial.record))) {
      const near = trials.filter(({ kind, queries, record: of }) => of === record && kind === 'near-the-record' && queries === 1);
      expectEachClose(
        near.map(({ distance }) => distance as number),
        [0.05, 0.2, 0.5],
        EXACT,
      );
      const ratios = near.map(({ kl, klAtRecord }) => kl / klAtRecord);
      // The kernel falls with the distance from the record, whose norm differs.
      expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
      expect(ratios[0]).toBeGreaterThan(0.5);
    }
  });

  test('says how near the nearest query of each trial is', async () => {
    const { inputs } = prepareDataset(datasetFromArrays(data(2)));
    const { trials } = await certificateOf(30);
    for (const { kind, distance, queries } of trials) {
      if (kind === 'own-plus-others') expect(distance).toBe(0);
      else expect(distance).toBeGreaterThan(kind === 'near-the-record' ? 0.01 : 0);
      if (kind === 'near-the-record' && queries > 1) expect(distance).toBeLessThanOrEqual(0.05 * (1 + EXACT));
    }
    // Of two records each is the other's only other.
    const [a, b] = [rowOf(inputs, 0), rowOf(inputs, 1)];
    const norm = (v: ArrayLike<number>) => Math.hypot(...Array.from(v));
    const apart = norm(a.map((value, j) => value - (b[j] as number)));
    const others = (await certificateOf(2)).trials.filter(({ kind }) => kind === 'other-records');
    expectEachClose(
      others.map(({ record, distance }) => (distance as number) * norm(record === 0 ? a : b)),
      [apart, apart],
      EXACT,
    );
  });

  test('of a precomputed kernel asks records only, and knows no distances', async () => {
    const gram = data(12).x.map((a) =>
      data(12).x.map((b) => Math.exp(-a.reduce((sum, v, i) => sum + (v - (b[i] as number)) ** 2, 0))),
    );
    const { certificate } = await audit({ x: gram, y: data(12).y }, { kernel: 'precomputed' });
    expect(new Set(certificate?.trials.map(({ kind }) => kind))).toEqual(new Set(['other-records', 'own-plus-others']));
    for (const { distance } of certificate?.trials ?? []) expect(distance).toBeNull();
    expect(certificate?.largestRatio).toBeLessThan(1 + ROUNDING);
  });

  test('leaves out and counts the trials in which rounding hides the theorem', async () => {
    // A linear kernel of 10⁶ at σ² = 0.01: the posterior variance at a record is 1e-10 of its prior variance.
    const setting = { options: { kernel: 'linear' }, noiseVariance: 0.01 } as const;
    expect((await certificateOf(100, { ...setting, scale: 30 })).unresolved).toBe(0);
    await expect(certificateOf(100, { ...setting, scale: 1e4 })).rejects.toMatchObject({ code: 'NUMERICAL_FAILURE' });
    // A relu kernel of 1e10 at σ² = 1e-4: at records, and near them, posterior variances are rounding.
    const relu = await certificateOf(30, { noiseVariance: 1e-4, scale: 1e5 });
    expect(new Set(relu.trials.map(({ kind }) => kind))).toEqual(new Set(['noise', 'near-the-record']));
    // A smooth kernel at σ² = 1e-7: the last queries of a set follow from the others to within rounding.
    const smooth = await certificateOf(100, { options: { kernel: 'rbf', gamma: 0.02 }, noiseVariance: 1e-7 });
    expect(smooth.unresolved).toBeGreaterThan(0);
    for (const { trials, unresolved, largestRatio, largestSufficiencyError } of [relu, smooth]) {
      expect(trials.length + (unresolved as number)).toBe(56);
      expect(largestRatio).toBeLessThan(1 + 1e-5);
      expect(largestSufficiencyError ?? 0).toBeLessThan(1e-5);
    }
  });

  test('gives the event loop turns and obeys a signal', async () => {
    const controller = new AbortController();
    const tick = (left: number): unknown => (left === 0 ? controller.abort() : setImmediate(tick, left - 1));
    tick(5);
    await expect(certificateOf(30, { run: { signal: controller.signal } })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('that cannot be checked is a warning, not an error, and the audit goes on', async () => {
    const { x, y } = data(100);
    const { certificate, warnings, records } = await audit(
      { x: x.map((row) => row.map((value) => 1e4 * value)), y },
      { kernel: 'linear', normalize: 'none', noiseVariance: 0.01 },
    );
    expect(records).toHaveLength(100);
    expect(certificate).toBeNull();
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'ROUNDING', message: expect.stringMatching(/noise variance 0\.01 .* up to about \d/) }),
      expect.objectContaining({ code: 'CERTIFICATE_UNCHECKED', message: expect.stringMatching(/none in 56 trials/) }),
    ]);
  });

  test('takes records of more values than a call takes arguments', async () => {
    const wide = Array.from({ length: 4 }, (_, i) => Float64Array.from({ length: 200_000 }, (_, j) => Math.sin(i + j * (i + 1))));
    const { certificate } = await audit(
      { x: wide.map((row) => Array.from(row)), y: [0, 1, 0, 1] },
      { kernel: 'linear', normalize: 'none' },
    );
    expect(certificate?.largestRatio).toBeLessThan(1 + ROUNDING);
  });
});

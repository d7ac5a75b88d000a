import { describe, expect, test } from '@jest/globals';
import { audit } from '../../src/audit/audit.ts';
import { checkCertificate } from '../../src/audit/certificate.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import { createRandom } from '../../src/base/random.ts';
import { datasetFromArrays } from '../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../src/data/prepareDataset.ts';
import { fitGaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { completeKernelSpec, type KernelOptions } from '../../src/kernels/kernelOptions.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { recordLood } from '../../src/lood/recordLood.ts';

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

async function certificateOf(records: number, options: KernelOptions = {}, noiseVariance = 0.1, seed = 0): Promise<Certificate> {
  const { inputs, targets } = prepareDataset(datasetFromArrays(data(records)));
  const kernel = createKernel(completeKernelSpec(options), inputs.cols);
  const gp = await fitGaussianProcess(createWasmEngine(), kernel, inputs, targets, noiseVariance);
  const identities = leaveOneOut(gp);
  const kls = Array.from({ length: records }, (_, s) => recordLood(gp, identities, s).kl);
  const ranked = kls.map((_, i) => i).sort((i, j) => (kls[j] as number) - (kls[i] as number));
  return checkCertificate(gp, ranked, kls, (position) => position, seed);
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
      const { trials, largestRatio, largestSufficiencyError, statement } = await certificateOf(30, options);
      expect(statement).toBe('own-query-is-worst-case');
      // Eight records, five trials each.
      expect(trials).toHaveLength(40);
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
    const { trials } = await certificateOf(30, { kernel: 'rbf', gamma: 3 });
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
    const withSeed = (seed: number) => certificateOf(12, {}, 0.1, seed);
    expect(await withSeed(4)).toEqual(await withSeed(4));
    expect(await withSeed(4)).not.toEqual(await withSeed(5));
  });

  test('becomes a warning, not an error, where its arithmetic fails, and the audit goes on', async () => {
    // At σ² = 1e-13 the posterior covariance of several queries is rounding alone.
    const { certificate, warnings, records } = await audit(data(30), { noiseVariance: 1e-13 });
    expect(records).toHaveLength(30);
    if (certificate === null) expect(warnings.map(({ code }) => code)).toEqual(['CERTIFICATE_UNCHECKED']);
    else expect(certificate.trials.every(({ kl }) => Number.isFinite(kl))).toBe(true);
  });
});

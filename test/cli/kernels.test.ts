// Every kernel through the command line, and a kernel that somebody else computed.

import { describe, expect, test } from '@jest/globals';
import type { AuditResult } from '../../src/audit/result.ts';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { prepareDataset } from '../../src/data/prepareDataset.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { completeKernelSpec, KERNEL_OPTION_NAMES } from '../../src/kernels/kernelOptions.ts';
import { float64Npy, npyBytes, temporaryFolder, zipBytes } from '../data/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { lood, smallTable } from './support.ts';

const folder = temporaryFolder();

async function auditOf(...words: string[]): Promise<AuditResult> {
  const { code, out, err } = await lood('audit', ...words, '--out', '-');
  expect({ code, err: err.includes('Expected') }).toEqual({ code: 0, err: false });
  return JSON.parse(out);
}

const table = () => folder.write('table.csv', smallTable());

/** The Gram matrix of all records under a kernel, on raw values, as x of an .npz with the labels of the table. */
async function gramFile(spec: KernelSpec): Promise<string> {
  const { inputs, labels } = prepareDataset(await loadDataset(table()), { normalize: 'none' });
  const gram = createKernel(spec, inputs.cols).gram(inputs);
  const x = float64Npy([inputs.rows, inputs.rows], [...gram.data]);
  return folder.write(
    'gram.npz',
    zipBytes([
      { name: 'x.npy', bytes: x },
      { name: 'y.npy', bytes: npyBytes({ descr: '<i4', shape: `(${labels.length},)` }, new Uint8Array(labels.buffer)) },
    ]),
  );
}

describe('every kernel name', () => {
  test('runs, with a description that says which kernel it was', async () => {
    const words: Readonly<Record<string, RegExp>> = {
      fcn: /^NNGP of .* relu network, depth 5/,
      nngp: /^NNGP/,
      ntk: /^NTK/,
      rbf: /^RBF, gamma 1/,
      linear: /^linear/,
      matern: /^Matérn, smoothness 2\.5/,
      matern12: /^Matérn, smoothness 0\.5/,
      matern32: /^Matérn, smoothness 1\.5/,
      matern52: /^Matérn, smoothness 2\.5/,
      precomputed: /^precomputed 24 × 24 Gram matrix$/,
    };
    const kls = new Map<string, string>();
    for (const kernel of KERNEL_OPTION_NAMES) {
      const data = kernel === 'precomputed' ? await gramFile(completeKernelSpec({ kernel: 'rbf', gamma: 2 })) : table();
      const { model, records } = await auditOf(data, '--kernel', kernel);
      expect(model.kernelDescription).toMatch(words[kernel] as RegExp);
      kls.set(kernel, JSON.stringify(records.map(({ kl }) => kl)));
    }
    // Three names are aliases of defaults; all others are different kernels with different numbers.
    expect(kls.get('nngp')).toBe(kls.get('fcn'));
    expect(kls.get('matern52')).toBe(kls.get('matern'));
    expect(new Set(kls.values()).size).toBe(KERNEL_OPTION_NAMES.length - 2);
  });
});

describe('--kernel precomputed', () => {
  /** Ten rounding errors of sums over 24 records, times a condition number below 1e3: 24 · 1e3 · 2e-16 ≈ 5e-12. */
  const TOLERANCE = 1e-10;

  test.each<[string, string[], KernelSpec]>([
    ['all records', [], completeKernelSpec({ kernel: 'rbf', gamma: 0.7 })],
    ['a limit', ['--limit', '15', '--seed', '2'], completeKernelSpec({ kernel: 'ntk', depth: 2 })],
    ['chosen classes and a limit', ['--classes', 'CLASSES', '--limit', '12'], completeKernelSpec({ kernel: 'matern32' })],
  ])('gives the numbers of the kernel itself: %s', async (_, flags, spec) => {
    const flagsFor = (classes: string) => flags.map((flag) => (flag === 'CLASSES' ? classes : flag));
    const { type, output, ...parameters } = { output: undefined, ...spec };
    const kernelFlags = Object.entries({ kernel: type, kernelType: output, ...parameters })
      .filter(([, value]) => value !== undefined)
      .flatMap(([key, value]) => [`--${key}`, `${value}`]);
    const direct = await auditOf(table(), '--normalize', 'none', ...kernelFlags, ...flagsFor('yes,no'));
    const given = await auditOf(await gramFile(spec), '--kernel', 'precomputed', ...flagsFor('0,1'));
    expect(given.records.map(({ record }) => record)).toEqual(direct.records.map(({ record }) => record));
    for (const key of ['kl', 'meanDistance', 'auc', 'tprAtFpr001Percent', 'epsilon', 'leverage'] as const) {
      expectEachClose(
        given.records.map((r) => r[key]),
        direct.records.map((r) => r[key]),
        TOLERANCE,
      );
    }
    expect(given.preprocessing.normalize).toBe('none');
    const kinds = new Set(given.certificate?.trials.map(({ kind }) => kind));
    // A matrix knows only its records: nothing else can be asked.
    expect(kinds).toEqual(new Set(['other-records', 'own-plus-others']));
  });
});

describe('--noise-variance auto', () => {
  test('records its curve, and takes the point where it is highest', async () => {
    const { model, manifest } = await auditOf(table(), '--noise-variance', 'auto', '--kernel', 'rbf');
    const curve = model.noiseSelection?.curve ?? [];
    expect(curve.length).toBeGreaterThan(5);
    const best = curve.reduce((a, b) => (b.logPredictiveDensity > a.logPredictiveDensity ? b : a));
    expect(model.noiseVariance).toBe(best.noiseVariance);
    expect(model.logPredictiveDensity).toBeCloseTo(best.logPredictiveDensity, 10);
    expect(manifest.settings.noiseVariance).toBe('auto');
    const fixed = await auditOf(table(), '--noise-variance', String(model.noiseVariance), '--kernel', 'rbf');
    expect(fixed.model.noiseSelection).toBeNull();
    expect(fixed.model.logPredictiveDensity).toBeCloseTo(best.logPredictiveDensity, 10);
  });
});

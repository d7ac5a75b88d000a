import { describe, expect, test } from '@jest/globals';
import { chooseKernel } from '../../src/audit/kernelChoice.ts';
import { type AuditOptions, assertAuditOptions, SETTING_KEYS } from '../../src/audit/options.ts';
import { expectAuditError } from '../data/support.ts';

describe('assertAuditOptions', () => {
  test('takes every option, and undefined for none', () => {
    assertAuditOptions({});
    assertAuditOptions(
      Object.fromEntries([...SETTING_KEYS, 'onProgress', 'signal', 'activations', 'anything'].map((key) => [key, undefined])),
    );
    assertAuditOptions({ noiseVariance: 'auto', jitter: 0, delta: 0.5, failAbove: { auc: 0.9, 'tpr_at_fpr_0.001': 0 } });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['a misspelt option', { noise_variance: 1 }, 'NAME_UNKNOWN', 'Got "noise_variance". Try "noiseVariance".'],
    ['σ² = 0', { noiseVariance: 0 }, 'OPTION_INVALID', 'a noise variance above zero. Got 0.'],
    ['σ² as text', { noiseVariance: '0.1' }, 'OPTION_INVALID', 'a noise variance above zero'],
    ['a negative jitter', { jitter: -1e-9 }, 'OPTION_INVALID', 'a jitter of at least 0. Got -1e-9.'],
    ['a jitter as text', { jitter: '1e-9' }, 'OPTION_INVALID', 'Got 1e-9.'],
    ['δ = 0', { delta: 0 }, 'OPTION_INVALID', 'delta between 0 and 1. Got 0.'],
    ['δ = 1', { delta: 1 }, 'OPTION_INVALID', 'Got 1.'],
    ['δ as text', { delta: '1e-5' }, 'OPTION_INVALID', 'Got 1e-5.'],
    ['δ that is no number', { delta: Number.NaN }, 'OPTION_INVALID', 'Got NaN.'],
    ['a limit on an unknown metric', { failAbove: { acu: 1 } }, 'NAME_UNKNOWN', 'Got "acu". Try "auc".'],
    ['a limit that can never be exceeded', { failAbove: { auc: 90 } }, 'OPTION_INVALID', 'a limit of at most 1 for auc. Got 90.'],
    ['a limit that is no number', { failAbove: { auc: Number.NaN } }, 'OPTION_INVALID', 'a number as limit for auc. Got NaN.'],
  ])('refuses %s', async (_, options, code, says) => {
    await expectAuditError(() => assertAuditOptions(options as AuditOptions), code as 'NAME_UNKNOWN', says);
  });
});

describe('chooseKernel', () => {
  test('fills in the defaults, and says nothing where every option has a say', () => {
    expect(chooseKernel({}, [])).toEqual({
      spec: { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 },
      warnings: [],
    });
    expect(chooseKernel({ kernel: 'matern12', gamma: 2, variance: 3 }, []).warnings).toEqual([]);
    expect(chooseKernel({ kernel: 'ntk', kernelType: 'ntk', activation: 'leaky-relu', negativeSlope: 0.2 }, []).warnings).toEqual(
      [],
    );
    expect(chooseKernel({ activation: 'mine' }, ['mine']).spec).toMatchObject({ activation: 'mine' });
  });

  test.each<[AuditOptions, string]>([
    [
      { kernel: 'rbf', depth: 3, activation: 'erf', kernelType: 'ntk' },
      'The kernel rbf has no kernel type, no activation, no depth:',
    ],
    [{ gamma: 1, smoothness: 2.5 }, 'The kernel fcn with activation relu has no gamma, no smoothness:'],
    [{ negativeSlope: 0.2 }, 'The kernel fcn with activation relu has no negative slope:'],
    [{ kernel: 'linear', variance: 2 }, 'The kernel linear has no variance:'],
    [{ kernel: 'precomputed', weightVariance: 2 }, 'The kernel precomputed has no weight variance:'],
  ])('warns of options without a say: %j', (options, says) => {
    expect(chooseKernel(options, []).warnings).toEqual([{ code: 'OPTION_UNUSED', message: expect.stringContaining(says) }]);
  });

  test('refuses values that no kernel takes, also where they have no say', async () => {
    await expectAuditError(() => chooseKernel({ gamma: -1 }, []), 'OPTION_INVALID', 'Got gamma -1.');
    await expectAuditError(() => chooseKernel({ kernel: 'rbf', activation: 'rleu' }, []), 'NAME_UNKNOWN', 'Try "relu".');
    await expectAuditError(
      () => chooseKernel({ kernel: 'precomputed', smoothness: 1 as 2.5 }, []),
      'OPTION_INVALID',
      'smoothness',
    );
  });
});

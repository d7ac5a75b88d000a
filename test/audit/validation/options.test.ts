import { describe, expect, test } from '@jest/globals';
import { networkOf, type ValidateOptions, validationSettings } from '../../../src/audit/validation/options.ts';
import { expectAuditError } from '../../data/support.ts';

describe('settings', () => {
  test('have the defaults that the command line names', () => {
    expect(validationSettings({})).toEqual({
      models: 50,
      design: 'leave-one-out',
      epochs: 20,
      batchSize: 100,
      learningRate: 'auto',
      momentum: 0.9,
      loss: 'squared',
      pull: 0,
      rivals: 3,
      damping: 0.01,
      landscapes: 1,
    });
  });

  test('of half-splits have neither rivals nor landscapes', () => {
    expect(validationSettings({ design: 'half-split' })).toMatchObject({ rivals: 0, landscapes: 0 });
  });

  const bad: readonly (readonly [ValidateOptions, string, string])[] = [
    [{ models: 3 }, 'at least 4 models', '--models 50'],
    [{ models: 2.5 }, 'at least 4 models', '2.5'],
    [{ epochs: 0 }, 'epochs', '--epochs 20'],
    [{ batchSize: 0 }, 'batch', '--batch-size 100'],
    [{ learningRate: -1 }, 'learning rate', '-1'],
    [{ learningRate: Number.NaN }, 'learning rate', 'NaN'],
    [{ momentum: 1 }, 'momentum', '--momentum 0.9'],
    [{ pull: -0.1 }, 'pull', '--pull 0.1'],
    [{ rivals: 51 }, 'from 0 to 50 models', '51'],
    [{ damping: 0 }, 'damping', '--damping 0.01'],
    [{ landscapes: -1 }, 'landscapes', '--landscapes 1'],
    [{ design: 'half-split', rivals: 2 }, 'no rivals with half-splits', '--rivals 0'],
    [{ design: 'half-split', landscapes: 2 }, 'no landscapes with half-splits', '--landscapes 0'],
  ];
  test.each(bad)('%j are refused', async (options, ...words) => {
    await expectAuditError(() => validationSettings(options), 'OPTION_INVALID', ...words);
  });

  test('that nobody knows are refused with the nearest name', async () => {
    await expectAuditError(() => validationSettings({ epoch: 3 } as ValidateOptions), 'NAME_UNKNOWN', 'epochs');
    await expectAuditError(() => validationSettings({ loss: 'square' as 'squared' }), 'NAME_UNKNOWN', 'squared');
    await expectAuditError(() => validationSettings({ design: 'half' as 'half-split' }), 'NAME_UNKNOWN', 'half-split');
    await expectAuditError(() => validationSettings({ backend: 'webgl' as 'wasm' }), 'NAME_UNKNOWN', 'wasm');
  });
});

describe('the network beside a kernel', () => {
  test('has the depth, activation and variances of the kernel of a network', () => {
    const kernel = {
      type: 'fcn',
      output: 'nngp',
      activation: 'leaky-relu',
      negativeSlope: 0.2,
      depth: 3,
      weightVariance: 1.8,
      biasVariance: 0.1,
    } as const;
    expect(networkOf({}, kernel)).toEqual({
      type: 'fcn',
      depth: 3,
      width: 256,
      activation: 'leaky-relu',
      negativeSlope: 0.2,
      weightVariance: 1.8,
      biasVariance: 0.1,
    });
  });

  test('has its own beside other kernels', () => {
    const rbf = { type: 'rbf', gamma: 1, variance: 1 } as const;
    expect(networkOf({ network: 'cnn', depth: 1, activation: 'tanh' }, rbf)).toEqual({
      type: 'cnn',
      depth: 1,
      width: 16,
      activation: 'tanh',
      weightVariance: 2,
      biasVariance: 0,
    });
  });

  test('beside other kernels, has the slope that is asked for, and is refused what networks cannot have', async () => {
    const rbf = { type: 'rbf', gamma: 1, variance: 1 } as const;
    expect(networkOf({ activation: 'leaky-relu', negativeSlope: 0.3 }, rbf)).toMatchObject({ negativeSlope: 0.3 });
    await expectAuditError(() => networkOf({ activation: 'relo' }, rbf), 'NAME_UNKNOWN', 'relu');
    await expectAuditError(() => networkOf({ depth: 1.5 }, rbf), 'OPTION_INVALID', 'depth');
    await expectAuditError(() => networkOf({ weightVariance: -1 }, rbf), 'OPTION_INVALID', 'weight variance');
  });

  test('is not there beside a precomputed kernel', async () => {
    await expectAuditError(() => networkOf({}, { type: 'precomputed' }), 'OPTION_INVALID', 'precomputed kernel', '--kernel fcn');
  });

  test('has a width', async () => {
    const rbf = { type: 'rbf', gamma: 1, variance: 1 } as const;
    await expectAuditError(() => networkOf({ width: 0 }, rbf), 'OPTION_INVALID', 'width', '--width 256');
    await expectAuditError(() => networkOf({ network: 'mlp' as 'fcn' }, rbf), 'NAME_UNKNOWN', 'fcn');
  });
});

import { describe, test } from '@jest/globals';
import { searchSettings } from '../../../src/audit/queries/options.ts';
import {
  assertReconstructOptions,
  RECONSTRUCT_KEYS,
  type ReconstructOptions,
} from '../../../src/audit/queries/reconstructOptions.ts';
import { expectAuditError } from '../../data/support.ts';

describe('assertReconstructOptions', () => {
  test('takes every option of its threat model, and undefined for none', () => {
    const none = Object.fromEntries(RECONSTRUCT_KEYS.map((key) => [key, undefined]));
    assertReconstructOptions(none);
    searchSettings(none, RECONSTRUCT_KEYS);
    assertReconstructOptions({ scale: 'known', successAbove: 0.9, starts: 3, excludeRadius: 0.3, together: true });
    assertReconstructOptions({
      threatModel: 'predictions',
      answerDecimals: 0,
      maxIterations: 5,
      values: 'range',
      together: false,
    });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    [
      'an unknown threat model',
      { threatModel: 'gradients' },
      'NAME_UNKNOWN',
      'one of distributions, predictions. Got "gradients".',
    ],
    ['an unknown scale', { scale: 'big' }, 'NAME_UNKNOWN', 'one of known, estimated. Got "big".'],
    ['a cosine of 1', { successAbove: 1 }, 'OPTION_INVALID', 'a cosine between 0 and 1'],
    ['a cosine of 0', { successAbove: 0 }, 'OPTION_INVALID', 'Got 0. Try --success-above 0.999.'],
    ['a cosine that is no number', { successAbove: Number.NaN }, 'OPTION_INVALID', 'Got NaN.'],
    ['a pool', { pool: 'p.npy' }, 'OPTION_INVALID', 'Got --pool. Try lood query --pool.'],
    ['half a decimal', { threatModel: 'predictions', answerDecimals: 0.5 }, 'OPTION_INVALID', 'Got 0.5.'],
    ['decimals of distributions', { answerDecimals: 3 }, 'OPTION_INVALID', 'Try adding --threat-model predictions.'],
    ...(
      [
        ['objective', 'kl'],
        ['queries', 1],
        ['starts', 8],
        ['init', 'uniform'],
        ['optimizer', 'adam'],
        ['together', true],
        ['vary', ['0']],
      ] as const
    ).map(([key, value]): [string, Record<string, unknown>, string, string] => [
      `${key} with an attack from predictions`,
      { threatModel: 'predictions', [key]: value },
      'OPTION_INVALID',
      `Got --${key}. Try leaving that out, or --threat-model distributions.`,
    ]),
    [
      'several settings of a search, all of them named',
      { threatModel: 'predictions', excludeRadius: 0.3, starts: 8 },
      'OPTION_INVALID',
      'Got --starts, --exclude-radius.',
    ],
  ])('refuses %s', async (_, options, code, says) => {
    await expectAuditError(() => assertReconstructOptions(options as ReconstructOptions), code as 'NAME_UNKNOWN', says);
  });
});

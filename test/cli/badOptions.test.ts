// Settings that make no audit, through the command line: one line, exit code 2, and nothing left behind.

import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../data/support.ts';
import { expectRefusal, filesIn, lood, smallTable } from './support.ts';

const folder = temporaryFolder();

const refusals: readonly (readonly [flags: string, ...says: string[]])[] = [
  // Numbers out of range, and what is no number.
  ['--noise-variance 0', 'a noise variance above zero. Got 0. Try --noise-variance 0.1, or --noise-variance auto.'],
  ['--noise-variance -0.1', 'a noise variance above zero. Got -0.1.'],
  ['--noise-variance NaN', 'one number or auto. Got "NaN".'],
  ['--noise-variance 1e-400', 'a noise variance above zero. Got 0.'],
  ['--noise-variance Infinity', 'to be one number. Got "Infinity".'],
  ['--noise-variance atuo', 'one number or auto. Got "atuo".'],
  ['--noise-variance 0,1', 'one number or auto. Got "0,1".'],
  ['--limit 1', '--limit to be one whole number, 2 or more. Got "1".'],
  ['--limit 2.5', 'Got "2.5".'],
  ['--limit -5', 'Got "-5".'],
  ['--limit all', '--limit to be one number. Got "all".'],
  ['--seed -1', '--seed to be one whole number, 0 or more.'],
  ['--seed 1e300', '--seed to be one whole number'],
  ['--depth -1', '--depth to be one whole number, 0 or more. Got "-1". Try --depth 5.'],
  ['--depth 100000', 'depth', '100000'],
  ['--threads 0', '--threads to be one whole number, 1 or more.'],
  ['--delta 0', 'delta between 0 and 1. Got 0. Try --delta 1e-5.'],
  ['--delta 1', 'delta between 0 and 1. Got 1.'],
  ['--weight-variance 0', 'weight variance to be a positive number', 'Got weight variance 0.'],
  ['--weight-variance -2', 'Got weight variance -2.'],
  ['--bias-variance -1', 'bias variance to be a number ≥ 0'],
  ['--kernel rbf --gamma 0', 'gamma to be a positive number'],
  ['--kernel rbf --variance -1', 'variance to be a positive number'],
  ['--kernel matern --smoothness 2', 'smoothness to be one of 0.5, 1.5, 2.5', 'Got smoothness 2.'],
  ['--kernel matern12 --smoothness 2.5', 'smoothness 0.5 with the kernel matern12. Got smoothness 2.5.'],
  // The same values are no better where the kernel would not have used them.
  ['--gamma -1', 'gamma to be a positive number', 'Got gamma -1.'],
  ['--smoothness 2', 'Got smoothness 2.'],
  ['--kernel rbf --depth 100000', 'Got depth 100000.'],
  ['--kernel linear --activation tanhh', 'Got "tanhh". Try "tanh".'],
  ['--kernel rbf --kernel-type nntk', 'Got "nntk". Try "ntk".'],
  // Names, each with the nearest one.
  ['--kernel rdf', 'the kernel to be one of fcn, rbf, ', 'Got "rdf". Try "rbf".'],
  ['--kernel RBF', 'Got "RBF".'],
  ['--kernel-type ntkk', 'the kernel type to be one of nngp, ntk. Got "ntkk". Try "ntk".'],
  ['--activation tanhh', 'the activation to be one of relu, ', 'Got "tanhh". Try "tanh".'],
  ['--normalize chanel', 'the normalization to be one of channel, feature, none. Got "chanel". Try "channel".'],
  ['--format htm', 'the format to be one of json, csv, html, pdf, png. Got "htm". Try "html".'],
  ['--format html,pfd', 'Got "pfd". Try "pdf".'],
  ['--engine wsm', 'the engine to be one of auto, ', 'Try "wasm".'],
  ['--fail-above acu=0.9', 'the metric of a limit to be one of auc, kl, ', 'Got "acu". Try "auc".'],
  ['--fail-above auc', '--fail-above to be METRIC=LIMIT. Got "auc". Try --fail-above auc=0.9.'],
  ['--fail-above auc=high', 'Got "high".'],
  ['--label-column outcome', 'outcome'],
  ['--classes yes,maybe', 'the class to be one of no, yes. Got "maybe".'],
  ['--classes yes', 'at least two classes. Got only "yes". Try two or more of no, yes.'],
  ['--classes yes,yes', 'at least two classes.'],
  ['--kernel precomputed --normalize feature', 'no normalization with a precomputed kernel', 'Got --normalize feature.'],
];

describe('settings that make no audit', () => {
  test.each(refusals)('%s', async (flags, ...says) => {
    const data = folder.write('table.csv', smallTable());
    expectRefusal(await lood('audit', data, '--out', folder.path('out'), ...flags.split(' ')), ...says);
    expect(filesIn(folder.path('.'))).toEqual(['table.csv']);
  });
});

test('more classes than the limit leaves records for is refused', async () => {
  const outcome = await lood('audit', 'digits', '--limit', '9', '--out', folder.path('out'));
  expectRefusal(outcome, 'a limit of at least one record for each of the 10 classes. Got 9. Try a limit of 20 or more');
});

test('a limit larger than the data keeps all of them', async () => {
  const data = folder.write('table.csv', smallTable(20));
  const { code, out } = await lood('audit', data, '--limit', '5000', '--out', '-', '--format', 'csv');
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(21);
});

test('an option that the kernel does not have is named in a warning, in the summary and in the result', async () => {
  const data = folder.write('table.csv', smallTable());
  const { code, out, err } = await lood('audit', data, '--gamma', '3', '--smoothness', '0.5', '--out', '-');
  expect(code).toBe(0);
  const message = 'The kernel fcn with activation relu has no gamma, no smoothness: what was given for it changes nothing.';
  expect(err).toContain(`warning: ${message}`);
  const { warnings, records } = JSON.parse(out);
  expect(warnings).toEqual([{ code: 'OPTION_UNUSED', message: expect.stringContaining(message) }]);
  expect(records).toEqual(JSON.parse((await lood('audit', data, '--out', '-')).out).records);
});

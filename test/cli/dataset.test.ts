// lood dataset, as far as it goes without the network; test/data/download has the rest.

import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../data/support.ts';
import { expectRefusal, filesIn, lood } from './support.ts';

const folder = temporaryFolder();

test.each([
  ['cifar', 'Try "cifar10".'],
  ['fashion_mnist', 'Try "fashion-mnist".'],
  ['MNIST', 'one of cifar10, mnist, fashion-mnist. Got "MNIST".'],
])('the name %s is refused with the nearest one', async (name, says) => {
  expectRefusal(
    await lood('dataset', name, '--out', folder.path('x.npz'), '--cache-dir', folder.path('cache')),
    'the data set to be one of',
    says,
  );
  expect(filesIn(folder.path('.'))).toEqual([]);
});

test('a place that cannot be written is refused before anything is downloaded', async () => {
  folder.write('file', '');
  for (const out of ['nowhere/mnist.npz', 'file/mnist.npz', '.']) {
    expectRefusal(
      await lood('dataset', 'mnist', '--out', folder.path(out), '--cache-dir', folder.path('cache')),
      'to be writable. Got ',
    );
  }
  expect(filesIn(folder.path('.'))).toEqual(['file']);
});

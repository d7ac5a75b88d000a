// From TensorFlow.js: train a small network, then audit the same tensors with the kernel of the network's infinitely wide limit.
// Run: node examples/audit-tensors.js

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { audit, loadDataset, prepareDataset } from 'lood';

const { inputs, targets, labels } = prepareDataset(await loadDataset('digits'), { classes: ['3', '5'], limit: 120 });
const x = tf.tensor2d(Float32Array.from(inputs.data), [inputs.rows, inputs.cols]);
const y = tf.tensor2d(Float32Array.from(targets.data), [targets.rows, targets.cols]);

const network = sequential();
network.add(layers.dense({ units: 64, activation: 'relu', inputShape: [inputs.cols] }));
network.add(layers.dense({ units: targets.cols }));
network.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
const history = await network.fit(x, y, { epochs: 5, batchSize: 32, verbose: 0 });
console.log(`training loss ${history.history.loss.at(-1).toFixed(3)}`);

// The tensors go in as they are; normalization is off because they are standardized already.
const result = await audit(
  { x, y: tf.tensor1d(Array.from(labels), 'int32'), name: 'threes and fives' },
  { kernel: 'fcn', depth: 1, kernelType: 'ntk', normalize: 'none', noiseVariance: 0.1 },
);
const above = result.records.filter((record) => record.auc > 0.9).length;
console.log(`${above} of ${result.records.length} records: attack AUC above 0.9 for the infinitely wide network`);

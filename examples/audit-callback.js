// While a network trains: what would its last layer give away after so many epochs? A callback of model.fit audits as it goes. (Less and less: features
// that separate the classes make the last layer's work easy, also where they have learned records by heart. docs/models.md has more.)
// Run: node examples/audit-callback.js

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { loadDataset, loodCallback, prepareDataset } from 'lood';

const { inputs, labels } = prepareDataset(await loadDataset('digits'), { classes: ['3', '5'], limit: 200 });
const x = tf.tensor2d(Float32Array.from(inputs.data), [inputs.rows, inputs.cols]);
const y = tf.tensor1d(Array.from(labels), 'int32');

const network = sequential();
network.add(layers.dense({ units: 32, activation: 'relu', inputShape: [inputs.cols] }));
network.add(layers.dense({ units: 2, activation: 'softmax' }));
network.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });

const callback = loodCallback({
  x,
  y,
  every: 4,
  onAudit: ({ epochs, result }) => {
    const { quantiles, max } = result.summary.auc;
    const median = quantiles.find(({ probability }) => probability === 0.5).value;
    console.log(`after ${epochs} epochs: attack AUC ${median.toFixed(4)} for the median record, ${max.toFixed(4)} for the worst`);
  },
});
await network.fit(x, tf.oneHot(y, 2), { epochs: 10, batchSize: 32, verbose: 0, callbacks: callback });
console.log(`${callback.audits.length} audits, ${callback.failures.length} failed`);

// A model in hand: what does the network that was just trained give away, by its last layer and by all of its weights? No retraining.
// Run: node examples/audit-model.js [output folder]

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { auditModel, loadDataset, prepareDataset } from 'lood';
import { writeReports } from 'lood/report';

const { inputs, labels } = prepareDataset(await loadDataset('digits'), { classes: ['3', '5'], limit: 200 });
const x = tf.tensor4d(Float32Array.from(inputs.data), [inputs.rows, 28, 28, 1]);
const y = tf.tensor1d(Array.from(labels), 'int32');

const network = sequential({ name: 'threes-and-fives' });
network.add(layers.flatten({ inputShape: [28, 28, 1] }));
network.add(layers.dense({ units: 32, activation: 'relu' }));
network.add(layers.dense({ units: 2, activation: 'softmax' }));
network.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
const { history } = await network.fit(x, tf.oneHot(y, 2), { epochs: 10, batchSize: 32, verbose: 0 });
console.log(`training accuracy ${history.acc.at(-1).toFixed(3)}`);

for (const features of ['last-layer', 'gradients']) {
  const result = await auditModel(network, x, y, { features });
  console.log(result.model.kernelDescription);
  const worst = [...result.records].sort((a, b) => b.kl - a.kl).slice(0, 3);
  for (const { record, kl, auc } of worst)
    console.log(`record ${record}: KL ${kl.toFixed(3)} nats, attack AUC ${auc.toFixed(3)}`);
  const files = await writeReports(result, `${process.argv[2] ?? 'lood-model'}-${features}`, ['html', 'csv']);
  console.log(`wrote ${files.length} files`);
}

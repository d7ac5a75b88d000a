// From TensorFlow.js: train a model and eight reference models on random halves of the records, record what they say of all of them, and attack.
// Run: node examples/attack-signals.js [folder for signals.npz]; lood attack signals.npz then writes the whole report.

import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { auditSignals, createRandom, loadDataset, prepareDataset, writeNpz } from 'lood';

const { inputs, labels } = prepareDataset(await loadDataset('digits'), { limit: 300 });
const x = tf.tensor2d(Float32Array.from(inputs.data), [inputs.rows, inputs.cols]);
const y = tf.oneHot(tf.tensor1d(Array.from(labels), 'int32'), 10);

async function logitsOfModelTrainedOn(mask, seed) {
  const rows = tf.tensor1d(
    Array.from(mask.keys()).filter((i) => mask[i] === 1),
    'int32',
  );
  const dense = (units, part) => ({ units, kernelInitializer: initializers.glorotUniform({ seed: 10 * seed + part }) });
  const model = sequential();
  model.add(layers.dense({ ...dense(32, 1), activation: 'relu', inputShape: [inputs.cols] }));
  model.add(layers.dense(dense(10, 2)));
  model.compile({ optimizer: tf.train.adam(0.01), loss: (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits) });
  await model.fit(tf.gather(x, rows), tf.gather(y, rows), { epochs: 10, batchSize: 50, shuffle: false, verbose: 0 });
  return model.predict(x).data();
}

const random = createRandom(1);
const masks = Array.from({ length: 9 }, () => Uint8Array.from(labels, () => random.integer(2)));
const outputs = [];
for (const [seed, mask] of masks.entries()) outputs.push(await logitsOfModelTrainedOn(mask, seed + 1));

const [target, ...references] = outputs;
const path = join(process.argv[2] ?? '.', 'signals.npz');
await writeNpz(path, {
  target_logits: { shape: [300, 10], values: target },
  members: { shape: [300], values: masks[0] },
  reference_logits: { shape: [8, 300, 10], values: Float32Array.from(references.flatMap((logits) => Array.from(logits))) },
  reference_members: { shape: [8, 300], values: Uint8Array.from(masks.slice(1).flatMap((mask) => Array.from(mask))) },
  labels: { shape: [300], values: labels },
});

// Each record became a member by a fair coin of its own, which allows a bound of ε for this one training run.
const result = await auditSignals(path, { oneRun: true });
const [strongest] = result.attacks;
const { value, low, high } = strongest.auc;
console.log(
  `${strongest.name}: AUC ${value.toFixed(3)} (95% interval ${low.toFixed(3)} to ${high.toFixed(3)}), ${result.verdict.finding}`,
);
for (const { method, epsilon } of result.dp.bounds) console.log(`${method}: epsilon at least ${epsilon.toFixed(3)}`);

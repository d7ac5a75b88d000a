// Do the kernels of a trained network order records as those of infinitely wide networks do? `node bench/modelKernels.js data.npz` trains one network on
// two classes, audits it by its last layer, by its gradients and by wide limits, and prints rank correlations (Spearman) of KL with each other, and with what `lood validate`
// measured on networks trained again without the record. Needs dist/.

import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { audit, auditModel, loadDataset, prepareDataset } from '../dist/src/index.js';

const options = yargs(hideBin(process.argv))
  .command('$0 <data>', 'Rank correlations of kernels', (command) => command.positional('data', { type: 'string' }))
  .option('classes', { type: 'string', default: '3,5', describe: 'Two labels' })
  .option('n', { type: 'number', default: 1000, describe: 'Records' })
  .option('width', { type: 'number', default: 128, describe: 'Units of each hidden layer' })
  .option('depth', { type: 'number', default: 2, describe: 'Hidden layers' })
  .option('epochs', { type: 'number', default: 20 })
  .option('noise-variance', { type: 'string', default: '0.1' })
  .option('projections', { type: 'string', default: '512,4096', describe: 'Sizes of projected gradients' })
  .option('validation', {
    type: 'string',
    describe: 'validation.json of lood validate on the same records: networks trained again without some of them, the truth',
  })
  .option('seed', { type: 'number', default: 0, describe: 'Of records, initial weights and projections' })
  .strict()
  .parse();

const { n: limit, width, depth, epochs, seed } = options;
const noiseVariance = options.noiseVariance === 'auto' ? 'auto' : Number(options.noiseVariance);
await tf.setBackend('wasm');

const selection = { classes: options.classes.split(','), limit, seed };
const dataset = await loadDataset(options.data);
const { inputs, labels, classes, rows: kept } = prepareDataset(dataset, selection);
const rows = Array.from(kept);
const x = tf.tensor2d(Float32Array.from(inputs.data), [inputs.rows, inputs.cols]);
const y = tf.tensor1d(Array.from(labels), 'int32');

function trained(weights) {
  const network = sequential();
  for (let i = 0; i <= depth; i++) {
    network.add(
      layers.dense({
        units: i === depth ? classes.length : width,
        activation: i === depth ? 'softmax' : 'relu',
        kernelInitializer: initializers.heNormal({ seed: 100 * weights + i }),
        ...(i === 0 && { inputShape: [inputs.cols] }),
      }),
    );
  }
  network.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return network;
}

/** Seconds, and what they gave. */
async function timed(work) {
  const start = performance.now();
  return [await work(), (performance.now() - start) / 1000];
}

const rankings = [];
async function add(name, work) {
  const [{ records, model }, seconds] = await timed(work);
  const aucs = records.map(({ auc }) => auc).sort((a, b) => a - b);
  rankings.push({
    name,
    kl: records.map(({ kl }) => kl),
    noiseVariance: model.noiseVariance,
    auc: aucs[Math.floor(aucs.length / 2)],
    seconds,
  });
}

for (const weights of [seed, seed + 1]) {
  const network = trained(weights);
  const hot = tf.oneHot(y, classes.length);
  const [{ history }] = await timed(() => network.fit(x, hot, { epochs, batchSize: 32, verbose: 0 }));
  console.log(`network ${weights}: training accuracy ${history.acc.at(-1).toFixed(3)}, loss ${history.loss.at(-1).toFixed(4)}`);
  await add(`last layer ${weights}`, () => auditModel(network, x, y, { noiseVariance }));
  for (const projections of options.projections.split(',').map(Number)) {
    await add(`gradients ${weights}, ${projections}`, () =>
      auditModel(network, x, y, { features: 'gradients', projections, seed, noiseVariance }),
    );
  }
}
for (const kernelType of ['nngp', 'ntk']) {
  await add(`wide ${kernelType}`, () => audit(dataset, { ...selection, kernel: 'fcn', depth, kernelType, noiseVariance }));
}
await add('linear', () => audit(dataset, { ...selection, kernel: 'linear', noiseVariance }));

/** Ranks from 0; ties do not occur among KLs of different records. */
function ranks(values) {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const places = new Float64Array(values.length);
  order.forEach((i, rank) => {
    places[i] = rank;
  });
  return places;
}

function spearman(a, b) {
  const [ra, rb] = [ranks(a), ranks(b)];
  const differences = ra.reduce((sum, rank, i) => sum + (rank - rb[i]) ** 2, 0);
  return 1 - (6 * differences) / (a.length * (a.length ** 2 - 1));
}

/** Of the records that were validated, the correlation with the AUC of networks. */
function withTruth() {
  if (options.validation === undefined) return () => ({});
  const { records } = JSON.parse(readFileSync(options.validation, 'utf8'));
  const positions = records.map(({ record }) => rows.indexOf(record));
  if (positions.includes(-1))
    throw new Error('the validation is about other records; give it the same --classes, --limit and --seed');
  const truth = records.map(({ network }) => network.auc);
  return (kl) => ({
    retraining: spearman(
      positions.map((position) => kl[position]),
      truth,
    ).toFixed(3),
  });
}
const retraining = withTruth();

console.log(
  `${inputs.rows} records, ${inputs.cols} values, hidden layers ${new Array(depth).fill(width).join(', ')}, ${epochs} epochs`,
);
console.table(
  Object.fromEntries(
    rankings.map(({ name, kl, noiseVariance: noise, auc, seconds }) => [
      name,
      {
        noise: Number(noise.toPrecision(3)),
        'median AUC': auc.toFixed(4),
        seconds: seconds.toFixed(1),
        ...retraining(kl),
        ...Object.fromEntries(rankings.map((other) => [other.name, spearman(kl, other.kl).toFixed(3)])),
      },
    ]),
  ),
);

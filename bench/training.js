// `npm run bench:training`: how fast are networks trained here, against TensorFlow.js as it comes and against the products that training cannot do without?
// One thread, one run: networks side by side with products from the machine's BLAS, the same without it, one network after the other by tfjs-layers on the
// same WebAssembly backend, and single-precision products alone.

import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { findBlas } from '../dist/src/index.js';
import { bindSgemm } from '../dist/src/linalg/blas/bindSgemm.js';
import { createNetwork } from '../dist/src/networks/network.js';
import { installBlasProducts } from '../dist/src/networks/tensorflow/blasProducts.js';
import { loadTensorflow } from '../dist/src/networks/tensorflow/loadTensorflow.js';
import { trainMembers } from '../dist/src/networks/training/trainMembers.js';
import { machine, median } from './measure.js';

const { n, d, width, depth, outputs, batch, members, repeats } = yargs(hideBin(process.argv))
  .option('n', { type: 'number', default: 1000, describe: 'Records' })
  .option('d', { type: 'number', default: 784, describe: 'Features of a record' })
  .option('width', { type: 'number', default: 256, describe: 'Units of a hidden layer' })
  .option('depth', { type: 'number', default: 2, describe: 'Hidden layers' })
  .option('outputs', { type: 'number', default: 10, describe: 'Classes' })
  .option('batch', { type: 'number', default: 100, describe: 'Records of a step' })
  .option('members', { type: 'number', default: 16, describe: 'Networks side by side' })
  .option('repeats', { type: 'number', default: 3, describe: 'Runs of each measurement; the median counts' })
  .strict()
  .parse();

const data = {
  records: n,
  inputs: Float32Array.from({ length: n * d }, (_, i) => Math.sin(1 + 7 * i)),
  targets: Float32Array.from(
    { length: n * outputs },
    (_, i) => (i % outputs === Math.floor(i / outputs) % outputs ? 1 : 0) - 1 / outputs,
  ),
};
const { tf, description } = await loadTensorflow({ backend: 'wasm' });
const { found } = await findBlas();
const spec = { type: 'fcn', depth, width, activation: 'relu', weightVariance: 2, biasVariance: 0 };
const network = createNetwork(tf, spec, { inputs: d, outputs });
/** Flops of an epoch of one network: three products for each matrix but the first, which needs no gradient of its inputs. */
const flops = n * (6 * network.size - 2 * d * width);

/** Median GFLOP/s of an epoch of `count` networks. */
function rate(count, epoch) {
  epoch();
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now();
    epoch();
    return (performance.now() - start) / 1e3;
  });
  return (count * flops) / median(times) / 1e9;
}

const training = { loss: 'squared', epochs: 1, batchSize: batch, learningRate: 0.1, momentum: 0.9, pull: 0 };
const sideBySide = (count) =>
  rate(count, () => {
    const seeds = Array.from({ length: count }, () => ({ seed: 1, leftOut: new Set() }));
    tf.dispose([...trainMembers(tf, network, data, training, seeds, 1).parameters]);
  });

/** As users of tfjs-layers write it. */
async function oneAfterTheOther() {
  const { layers, sequential, train } = { ...(await import('@tensorflow/tfjs-layers')), ...tf };
  const model = sequential();
  for (let i = 0; i < depth; i++) {
    model.add(layers.dense({ units: width, activation: 'relu', useBias: false, ...(i === 0 && { inputShape: [d] }) }));
  }
  model.add(layers.dense({ units: outputs, useBias: false }));
  model.compile({ optimizer: train.momentum(0.01, 0.9), loss: 'meanSquaredError' });
  const [x, y] = [tf.tensor2d(data.inputs, [n, d]), tf.tensor2d(data.targets, [n, outputs])];
  const trainOnce = () => model.fit(x, y, { epochs: 1, batchSize: batch, verbose: 0 });
  await trainOnce();
  const times = [];
  for (let r = 0; r < repeats; r++) {
    const start = performance.now();
    await trainOnce();
    times.push((performance.now() - start) / 1e3);
  }
  return flops / median(times) / 1e9;
}

/** Products of the shapes that training consists of, alone. */
function productsAlone(sgemm) {
  const [a, b, c] = [batch * d, d * width, batch * width].map((size) => new Float32Array(size).fill(0.5));
  const count = 200;
  return median(
    Array.from({ length: repeats }, () => {
      const start = performance.now();
      for (let i = 0; i < count; i++) sgemm(false, false, batch, width, d, 1, a, d, b, width, 0, c, width);
      return (2e-9 * count * batch * width * d) / ((performance.now() - start) / 1e3);
    }),
  );
}

const plain = await oneAfterTheOther();
const without = sideBySide(members);
let withBlas;
let floor;
if (found) {
  floor = productsAlone(bindSgemm(found.path));
  const restore = installBlasProducts(tf, found.path);
  withBlas = sideBySide(members);
  restore();
}
const { processor, node } = machine();
const row = (name, gflops) =>
  `| ${name} | ${gflops.toFixed(1)} | ${(gflops / plain).toFixed(1)} | ${floor ? (gflops / floor).toFixed(2) : ''} |`;
process.stdout.write(
  [
    `${description}, one thread of ${processor}, Node ${node}; ${network.size} parameters, batches of ${batch}, ${members} networks side by side`,
    '',
    '| Training | GFLOP/s | times tfjs-layers | share of products alone |',
    '| --- | ---: | ---: | ---: |',
    row('tfjs-layers on WebAssembly, one network', plain),
    row('side by side, WebAssembly', without),
    ...(withBlas ? [row(`side by side, products by ${found.description}`, withBlas), row('products alone', floor)] : []),
    '',
  ].join('\n'),
);

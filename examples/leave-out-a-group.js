// For a researcher: what do five records of one person leak together, and does it matter what the attacker asks?
// Run: node examples/leave-out-a-group.js

import {
  covariancesOf,
  createEngine,
  createKernel,
  exactAuc,
  fitGaussianProcess,
  groupPair,
  klWithoutWith,
  leaveOneOut,
  leaveOut,
  loadDataset,
  matrix,
  prepareDataset,
  queryPair,
} from 'lood';

const { inputs, targets } = prepareDataset(await loadDataset('digits'), { limit: 300 });

// A network with an activation of our own: any function of one number will do, its kernel is found by quadrature.
const spec = { type: 'fcn', output: 'nngp', activation: 'softplus', depth: 2, weightVariance: 2, biasVariance: 0.1 };
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const kernel = createKernel(spec, inputs.cols, { activations: { softplus } });

const gp = await fitGaussianProcess(await createEngine(), kernel, inputs, targets, 0.1);
const group = [10, 11, 12, 13, 14];
const worst = await groupPair(gp, leaveOneOut(gp), group);
console.log(`asked about the records themselves: KL ${klWithoutWith(worst).toFixed(3)} nats, AUC ${exactAuc(worst).toFixed(4)}`);

// Any other questions tell less, here the group's own images turned upside down.
const flipped = matrix(group.length, inputs.cols);
group.forEach((position, i) => {
  const row = inputs.data.subarray(position * inputs.cols, (position + 1) * inputs.cols);
  flipped.data.set(row.slice().reverse(), i * inputs.cols);
});
const other = queryPair(await leaveOut(gp, group, await covariancesOf(gp, flipped)));
console.log(`asked about them upside down:       KL ${klWithoutWith(other).toFixed(3)} nats, AUC ${exactAuc(other).toFixed(4)}`);

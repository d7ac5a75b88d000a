// `npm run bench`: every comparison in one run, as a table on stdout and as JSON where asked.

import { writeFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { audit, findBlas } from '../dist/src/index.js';
import {
  inputsOf,
  machine,
  measureEngine,
  measureMicroKernel,
  measureMlMatrix,
  measureRefit,
  measureScipy,
  seconds,
} from './algebra.js';

const options = yargs(hideBin(process.argv))
  .option('n', { type: 'number', default: 4000, describe: 'Records' })
  .option('d', { type: 'number', default: 3072, describe: 'Features of a record' })
  .option('repeats', { type: 'number', default: 5, describe: 'Runs of each measurement; the median counts' })
  .option('ml-matrix', {
    type: 'number',
    default: 2000,
    describe: 'Size for ml-matrix, whose rate does not grow with it; 0 leaves it out',
  })
  .option('python', { type: 'string', default: 'python3', describe: 'Python with numpy and scipy for the peers' })
  .option('json', { type: 'string', describe: 'File for all figures' })
  .strict()
  .parse();

const { n, d, repeats, python } = options;
const log = (line) => process.stdout.write(`${line}\n`);
const rate = (flops, time) => flops / time / 1e9;
const cubic = n ** 3 / 3;

const { found } = await findBlas();
const microKernel = measureMicroKernel();
const engines = [];
for (const name of found ? ['wasm', 'lapack'] : ['wasm']) engines.push(await measureEngine(name, n, d, repeats));
const scipy = measureScipy(python, n, d, repeats);
const mlMatrixRate = options.mlMatrix > 0 ? rate(options.mlMatrix ** 3 / 3, measureMlMatrix(options.mlMatrix)) : undefined;
const refit = measureRefit(python, n, d, 3);

const x = inputsOf(n, d);
const y = Int32Array.from({ length: n }, (_, i) => i % 2);
const audits = [];
for (const { engine } of engines) {
  const times = [];
  for (let r = 0; r < Math.min(3, repeats); r++) {
    const result = {};
    times.push(await seconds(async () => Object.assign(result, await audit({ x: x.data, y, shape: [n, d] }, { engine }))));
    if (r === 0) audits.push({ engine, stages: result.manifest.timings, peakMatrixBytes: result.manifest.peakMatrixBytes });
  }
  audits.at(-1).seconds = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

log(`${JSON.stringify(machine())}, n = ${n}, d = ${d}, medians of ${repeats}`);
log(`embedded micro-kernel, one thread   ${microKernel.toFixed(1)} GFLOP/s`);
for (const e of engines) {
  log(`\n${e.engine}, ${e.threads} threads: ${e.detail}`);
  log(
    `  X·Xᵀ       ${e.product.toFixed(3)} s  ${rate(n * n * d, e.product).toFixed(1)} GFLOP/s${against(e.product, scipy?.dsyrk, 'dsyrk')}`,
  );
  log(`  kernel     ${e.kernel.toFixed(3)} s  of which elementwise ${(e.kernel - e.product).toFixed(3)} s`);
  log(
    `  Cholesky   ${e.cholesky.toFixed(3)} s  ${rate(cubic, e.cholesky).toFixed(1)} GFLOP/s${against(e.cholesky, scipy?.dpotrf, 'dpotrf')}`,
  );
  log(
    `  inverse    ${e.inverse.toFixed(3)} s  ${rate(cubic, e.inverse).toFixed(1)} GFLOP/s${against(e.inverse, scipy?.dtrtri, 'dtrtri')}`,
  );
  if (mlMatrixRate)
    log(
      `  Cholesky is ${(rate(cubic, e.cholesky) / mlMatrixRate).toFixed(0)} times ml-matrix (${mlMatrixRate.toFixed(2)} GFLOP/s)`,
    );
}
for (const a of audits) {
  const floor = scipy && scipy.dsyrk + scipy.dpotrf + scipy.dtrtri;
  const stages = a.stages.map(({ stage, seconds: time }) => `${stage} ${time.toFixed(2)}`).join(', ');
  log(
    `\nwhole audit, ${a.engine}: ${a.seconds.toFixed(2)} s${floor ? `, ${(a.seconds / floor).toFixed(2)} × (dsyrk + dpotrf + dtrtri)` : ''}`,
  );
  log(`  ${stages}; n×n storage at most ${(a.peakMatrixBytes / n ** 2 / 8).toFixed(3)} n² doubles`);
  if (refit)
    log(`  reference method: ${refit.toFixed(2)} s a record, ${((refit * n) / a.seconds).toFixed(0)} times as much for all`);
}
if (!scipy) log('\nscipy was not found; --python names another interpreter');
if (options.json) {
  const all = { machine: machine(), n, d, repeats, microKernel, engines, scipy, mlMatrixRate, refit, audits };
  writeFileSync(options.json, `${JSON.stringify(all, null, 2)}\n`);
}

function against(time, peer, name) {
  return peer === undefined ? '' : `  ${(time / peer).toFixed(2)} × ${name} (${peer.toFixed(3)} s)`;
}

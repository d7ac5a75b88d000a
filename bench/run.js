// `npm run bench`: how fast are the engines and the audit, against their own inner loop, ml-matrix, scipy's routines and the reference method?
// Everything is measured in one run, peers before and after the engines, and printed as tables of medians and ratios; --json keeps every figure.

import { writeFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { findBlas } from '../dist/src/index.js';
import { measureAudit, measureEngine, measureMicroKernel } from './algebra.js';
import { machine } from './measure.js';
import { measureMlMatrix, measureRefit, measureScipy } from './peers.js';
import { measureSearch } from './search.js';
import { tables } from './tables.js';

const options = yargs(hideBin(process.argv))
  .option('n', { type: 'number', default: 4000, describe: 'Records' })
  .option('d', { type: 'number', default: 3072, describe: 'Features of a record' })
  .option('repeats', { type: 'number', default: 5, describe: 'Runs of each measurement; the median counts' })
  .option('engines', {
    type: 'string',
    default: 'wasm,lapack',
    describe: 'Engines to measure; lapack only where a library is found',
  })
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
const { found } = await findBlas();
const names = options.engines.split(',').filter((name) => name !== 'lapack' || found);

const microKernel = measureMicroKernel();
const before = measureScipy(python, n, d, Math.ceil(repeats / 2));
const engines = [];
for (const name of names) engines.push(await measureEngine(name, n, d, repeats));
const audits = [];
for (const name of names) audits.push(await measureAudit(name, n, d, Math.max(3, repeats)));
const searches = [];
for (const name of names) searches.push(await measureSearch(name, n, d, repeats));
const after = before && measureScipy(python, n, d, Math.ceil(repeats / 2));
const figures = {
  machine: machine(),
  n,
  d,
  repeats,
  microKernel,
  engines,
  audits,
  searches,
  scipy: before && {
    versions: before.versions,
    dsyrk: [...before.dsyrk, ...after.dsyrk],
    dpotrf: [...before.dpotrf, ...after.dpotrf],
    dtrtri: [...before.dtrtri, ...after.dtrtri],
  },
  mlMatrix: options.mlMatrix > 0 ? { n: options.mlMatrix, seconds: measureMlMatrix(options.mlMatrix) } : undefined,
  refit: measureRefit(python, n, d, 3),
};
process.stdout.write(`${tables(figures)}\n`);
if (!figures.scipy) process.stdout.write('\nscipy was not found; --python names another interpreter\n');
if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);

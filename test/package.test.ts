// What can users of the package rely on? The names it exports, from the built files, as a program elsewhere imports them; and what
// package.json promises. Needs dist/ (npm test builds it).

import { execFile } from 'node:child_process';
import { constants, existsSync, readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/packageFile.ts';

const root = packageRoot();
const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** A name that goes away breaks somebody's code: that needs a new major version, or, before 1.0, a minor one. */
const EXPORTS: Readonly<Record<string, string>> = {
  lood: `
    audit  auditModel  loodCallback  auditResultSchema  auditResultJsonSchema  LIMIT_METRICS
    auditSignals  attackResultSchema  attackResultJsonSchema
    findQueries  landscape  reconstruct  queryResultSchema  queryResultJsonSchema
    queryEvaluator  searchQueries  prepareTargets
    AuditError  createRandom
    loadDataset  datasetFromArrays  prepareDataset  buildDataset  writeNpz  parseImageShape  BUILTIN_DATASETS  DOWNLOADABLE_DATASETS
    createKernel  completeKernelSpec  createEngine  createWasmEngine  findBlas  ENGINE_NAMES  matrix  matrixFromRows  gramMatrix
    fitGaussianProcess  posterior  covariancesOf  covariancesOfRecords  leaveOneOut  leaveOut  leaveOutPool
    logMarginalLikelihood  logPredictiveDensity  leaveOneOutAccuracy  selectNoiseVariance
    gaussianPair  ownQueryPair  groupPair  queryPair  recordLood
    klWithoutWith  klWithWithout  klSymmetric  renyiWithoutWith  renyiWithWithout  hellinger  totalVariation
    meanDistance  wasserstein2  wasserstein2At  lossTailWith  lossTailWithout
    exactAuc  operatingPoint  operatingPointAtFpr  tprAtFpr  epsilonAtDelta  deltaAtEpsilon
    validate  validationResultSchema  validationResultJsonSchema
    fromLogits  fromProbabilities  fromConfidences  fromLosses  confidenceOf  lossOf  boundInfinite
    ATTACKS  attackNamed  attacksPossible  populationThreshold  lira  rmia  tuneRmiaOffline  modelAsTarget
    rocOf  aucInterval  tprAtFprOf  rocAccuracy  rocAdvantage  positivePredictiveValue  aucByClass  recordAucs  falsePositiveRates
    approximateRatio  bonferroniEpsilon  clopperPearsonEpsilon  sampleSplitEpsilon  gaussianDpEpsilon  gdpDelta  gdpEpsilon  gdpMu
    oneRunEpsilon  oneRunFdpEpsilon  oneRunGuesses  oneRunSplitEpsilon`,
  'lood/kernels': `
    createKernel  completeKernelSpec  parseKernelSpec  kernelSpecSchema
    ACTIVATION_NAMES  KERNEL_ALIASES  KERNEL_OPTION_NAMES  KERNEL_TYPES
    assertGram  squaredDistances  refineSquaredDistances  productsToSquaredDistances`,
  'lood/report': `
    buildReport  renderHtml  renderPdf  recordsCsv  resultJson  parseResult  readResult  writeReports  REPORT_FORMATS
    scoresCsv  validationCsv  searchesCsv  reconstructionCsv  landscapeCsv  planeCsv  QUERY_REPORT_FORMATS`,
};

function runNode(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--input-type=module', '-e', script], { cwd: root }, (error, out) =>
      error === null ? resolve(out) : reject(error),
    );
  });
}

describe('the package', () => {
  test('exports these names and no others, none of them undefined', async () => {
    const found = await runNode(`
      const names = {};
      for (const module of ${JSON.stringify(Object.keys(EXPORTS))}) {
        names[module] = Object.entries(await import(module)).map(([name, value]) => (value === undefined ? name + ' undefined' : name));
      }
      process.stdout.write(JSON.stringify(names));`);
    const expected = Object.entries(EXPORTS).map(([module, names]) => [module, names.trim().split(/\s+/).sort()]);
    const sorted = Object.entries(JSON.parse(found)).map(([module, names]) => [module, [...(names as string[])].sort()]);
    expect(sorted).toEqual(expected);
  });

  test('exports in its sources what it exports when built', async () => {
    const names = Object.keys(await import('../src/index.ts'));
    expect(names.sort()).toEqual((EXPORTS.lood as string).trim().split(/\s+/).sort());
  });

  test('has every file that package.json names, and a command that may be executed', async () => {
    const targets = Object.values<string | Record<string, string>>(description.exports)
      .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
      .filter((target) => !target.includes('*'));
    for (const path of [...targets, description.main, description.types, ...description.files]) {
      expect({ path, exists: existsSync(join(root, path)) }).toEqual({ path, exists: true });
    }
    const command = join(root, description.bin.lood);
    await access(command, constants.X_OK);
    expect(readFileSync(command, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
  });

  test('names the exact version of everything that its numbers and pictures depend on', () => {
    for (const version of Object.values(description.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('lets programs read its published schema', async () => {
    const out = await runNode(`
      import { createRequire } from 'node:module';
      process.stdout.write(createRequire(import.meta.url)('lood/schema/audit-result-1.json').title);`);
    expect(out).toBe('lood audit result');
  });
});

// What does a model of this training set give away about each record? The whole pipeline, from data to the one result object:
// prepare → kernel → noise variance → one factorization → every record's LOOD and membership test → certificate → summary.

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { Warning } from '../base/warnings.ts';
import type { Dataset } from '../data/dataset.ts';
import type { ArraysInput } from '../data/datasetFromArrays.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import { type AuditedRecords, checkCertificate } from './certificate.ts';
import { membershipCurves } from './curves.ts';
import { describeSubject } from './describeSubject.ts';
import { exhibitsOf } from './exhibits.ts';
import { type FittedSubject, withFittedSubject } from './fitSubject.ts';
import { type AuditOptions, assertAuditOptions, DEFAULT_DELTA, SETTING_KEYS } from './options.ts';
import { membershipTasksModule, recordResults } from './recordResults.ts';
import { type AuditResult, RESULT_SCHEMA_VERSION } from './result.ts';
import { agreementOf, summarizeRecords } from './summary.ts';
import { verdictOf } from './verdict.ts';

/**
 * Audits every record of a training set.
 *
 * @param data a Dataset, arrays or tensors `{x, y}`, or what loadDataset takes (a path or the name of a built-in set)
 * @param options see AuditOptions; the defaults are the paper's (relu network of depth 5, σ² = 0.1)
 * @returns the result object, from which every report is rendered
 * @throws AuditError; `kind` tells input from failure
 *
 * Cost: n²d + (2/3)n³ flops, and 14 times (2/3)n³ more with `noiseVariance: 'auto'`; n²/2 doubles, twice that with `auto`.
 *
 * @example
 * const result = await audit({ x: features, y: labels }, { kernel: 'rbf', gamma: 1, noiseVariance: 'auto' });
 * const worst = Math.max(...result.records.map((record) => record.auc));
 */
export async function audit(data: Dataset | ArraysInput | string, options: AuditOptions = {}): Promise<AuditResult> {
  assertAuditOptions(options);
  const request = { keys: SETTING_KEYS, modules: [membershipTasksModule()] };
  return withFittedSubject(data, options, request, (fitted) => auditFitted(fitted, options));
}

async function auditFitted(fitted: FittedSubject, options: AuditOptions): Promise<AuditResult> {
  const { engine, gp, identities, dataset, prepared, clock } = fitted;
  const { stage } = clock;
  const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
  const warnings: Warning[] = [...fitted.allWarnings];
  const delta = options.delta ?? DEFAULT_DELTA;
  const { records, pairs, relativeError } = await stage('records', () =>
    recordResults(engine, gp, identities, prepared.rows, prepared.labels, delta, run, dataset.recordNames),
  );

  const kls = records.map((record) => record.kl);
  const ranked = kls.map((_, i) => i).sort((a, b) => (kls[b] as number) - (kls[a] as number) || a - b);
  const recordOf = (position: number) => prepared.rows[position] as number;
  const certificate = await stage('certificate', () =>
    certify(gp, { ranked, kls, recordOf }, prepared.selection.seed, warnings, run),
  );
  const curves = await stage('curves', () => membershipCurves(pairs, recordOf, ranked));

  const { warnings: told, manifest, ...described } = describeSubject(fitted, warnings);
  return {
    kind: 'lood-audit',
    schemaVersion: RESULT_SCHEMA_VERSION,
    ...described,
    records: [...records],
    summary: summarizeRecords(records, prepared.classes.length),
    membership: { test: 'likelihood ratio, exact', delta, relativeError, ...curves },
    agreement: agreementOf(records),
    certificate,
    exhibits: exhibitsOf(dataset, ranked, prepared.rows),
    verdict: verdictOf(records, options.failAbove),
    warnings: told,
    manifest,
  };
}

/** The certificate's numerical check; its failure is a warning and a null certificate, never a lost audit. */
async function certify(
  gp: GaussianProcess,
  audited: AuditedRecords,
  seed: number,
  warnings: Warning[],
  run: RunOptions,
): Promise<AuditResult['certificate']> {
  try {
    return await checkCertificate(gp, audited, seed, run);
  } catch (error) {
    if (!(error instanceof AuditError) || error.code === 'CANCELLED') throw error;
    warnings.push({
      code: 'CERTIFICATE_UNCHECKED',
      message: `The certificate could not be checked numerically. ${error.message}`,
    });
    return null;
  }
}

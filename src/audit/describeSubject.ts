// What do all results say about the data, the model and the run they come from? Called by audit.ts and queries/.

import type { Warning } from '../base/warnings.ts';
import type { Dataset } from '../data/dataset.ts';
import type { PreparedDataset } from '../data/prepared.ts';
import { leaveOneOutAccuracy, logMarginalLikelihood, logPredictiveDensity } from '../gp/evidence.ts';
import type { FittedSubject } from './fitSubject.ts';
import { manifestOf } from './manifest.ts';
import type { AuditResult } from './result.ts';

/** The parts of a result that describe what it is about; `warnings` are those given, each once. */
export function describeSubject(
  fitted: FittedSubject,
  warnings: readonly Warning[],
): Pick<AuditResult, 'dataset' | 'preprocessing' | 'model' | 'warnings' | 'manifest'> {
  const { prepared, spec, kernel, noiseVariance, jitter, noiseSelection, gp, identities, engine, settings, clock } = fitted;
  return {
    dataset: describeDataset(prepared),
    preprocessing: {
      normalize: prepared.normalization.method,
      mean: [...prepared.normalization.mean],
      scale: [...prepared.normalization.scale],
      classes: prepared.selection.classes === null ? null : [...prepared.selection.classes],
      limit: prepared.selection.limit,
      seed: prepared.selection.seed,
    },
    model: {
      kernel: { ...spec },
      kernelDescription: kernel.description,
      noiseVariance,
      ...(jitter > 0 && { jitter }),
      noiseSelection:
        noiseSelection === null ? null : { criterion: 'leave-one-out log predictive density', curve: [...noiseSelection.curve] },
      logMarginalLikelihood: logMarginalLikelihood(gp),
      logPredictiveDensity: logPredictiveDensity(gp, identities),
      leaveOneOutAccuracy: leaveOneOutAccuracy(gp, identities),
    },
    warnings: deduplicate(warnings),
    manifest: manifestOf(engine, settings, prepared.selection.seed, clock.startedAt, clock.timings),
  };
}

function describeDataset({ dataset, rows, labels, classes }: PreparedDataset): AuditResult['dataset'] {
  const { name, format, sha256, records, dimensions, image, columns } = dataset;
  return {
    name,
    format,
    sha256,
    recordsInInput: records,
    records: rows.length,
    dimensions,
    image: image ?? null,
    columns: columns === undefined ? null : columns.map(copyColumn),
    classes: classes.map((item, index) => ({
      ...item,
      records: labels.reduce((sum, label) => sum + (label === index ? 1 : 0), 0),
    })),
  };
}

function copyColumn(column: NonNullable<Dataset['columns']>[number]): NonNullable<AuditResult['dataset']['columns']>[number] {
  return column.kind === 'numeric' ? { ...column } : { ...column, categories: [...column.categories] };
}

function deduplicate(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}

// Can records be rebuilt from what the model answers? The pipeline behind `lood reconstruct`: an attack under a named threat model, its metrics and a
// gallery, from data to the result object.

import type { RunOptions } from '../../base/progress.ts';
import type { Warning } from '../../base/warnings.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { ArraysInput } from '../../data/datasetFromArrays.ts';
import { tileDifferentiatorModule } from '../../gp/crossDerivatives.ts';
import { isSignBlind } from '../../kernels/signBlind.ts';
import { assertCheckpointPlace } from '../checkpoint.ts';
import { describeSubject } from '../describeSubject.ts';
import { type FittedSubject, withFittedSubject } from '../fitSubject.ts';
import { QUERY_RESULT_SCHEMA_VERSION } from '../queryResult.ts';
import type { Subject } from '../subject.ts';
import { fromDistributions, fromPredictions, turnedToRecord, withKnownNorm } from './attacks.ts';
import { describeSettings, studyOf } from './describeSearches.ts';
import type { FoundQueries, QueryFindings } from './findQueries.ts';
import { searchSettings } from './options.ts';
import { createPlanner } from './plans.ts';
import { describeReconstructions, type Rebuilt } from './reconstructionResult.ts';
import {
  assertReconstructOptions,
  DEFAULT_SUCCESS_ABOVE,
  RECONSTRUCT_KEYS,
  type ReconstructOptions,
} from './reconstructOptions.ts';
import { readSearchInputs } from './searchInputs.ts';
import { chosenGroups } from './targets.ts';

/**
 * Rebuilds the chosen records.
 *
 * Cost on top of the fit: of findQueries with `distributions`; with `predictions` 2d·n kernel evaluations for all records and 2d·n(d + C) flops.
 *
 * @throws AuditError as findQueries; OPTION_INVALID for options that the threat model has no use for
 */
export async function reconstruct(
  data: Dataset | ArraysInput | string,
  options: ReconstructOptions = {},
): Promise<QueryFindings> {
  const settings = searchSettings(options, RECONSTRUCT_KEYS);
  assertReconstructOptions(options);
  await assertCheckpointPlace(options.checkpoint);
  const { threatModel = 'distributions', scale = 'estimated', answerDecimals, successAbove = DEFAULT_SUCCESS_ABOVE } = options;
  const request = {
    keys: RECONSTRUCT_KEYS,
    modules: [tileDifferentiatorModule()],
    before: (subject: Subject) => readSearchInputs(subject, options, settings),
  };
  return withFittedSubject(data, options, request, async (fitted, inputs) => {
    const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
    const groups = chosenGroups(fitted, options);
    const planner = createPlanner(fitted, inputs, options, settings);
    const attack = threatModel === 'distributions' ? fromDistributions : fromPredictions;
    const { rebuilt, searches, queries } = await fitted.clock.stage('attack', () =>
      attack(fitted, groups, settings, planner, options, run),
    );
    const isBlind = isSignBlind(fitted.spec);
    const oriented = isBlind ? rebuilt.map((one) => turnedToRecord(fitted, one)) : rebuilt;
    const sized = oriented.map((one) => (scale === 'known' ? withKnownNorm(fitted, one) : one));
    const reconstruction = await describeReconstructions(
      fitted,
      sized,
      { threatModel, scale, ...(answerDecimals !== undefined && { answerDecimals }), threshold: successAbove },
      run,
    );
    const { warnings, manifest, ...described } = describeSubject(fitted, [
      ...fitted.allWarnings,
      ...planner.warnings,
      ...(isBlind ? [SIGN_UNKNOWN] : []),
    ]);
    return {
      result: {
        kind: 'lood-query',
        schemaVersion: QUERY_RESULT_SCHEMA_VERSION,
        command: 'reconstruct',
        ...described,
        search: describeSettings(settings, planner),
        searches,
        study: searches.length > 0 ? studyOf(searches) : null,
        landscape: null,
        reconstruction,
        warnings,
        manifest,
      },
      queries: queries ?? queriesOf(fitted, sized),
    };
  });
}

const SIGN_UNKNOWN: Warning = {
  code: 'SIGN_UNKNOWN',
  message:
    'This kernel answers a record and its negative (its mirror image through the mean of the data) alike, so that attacks find a record up to sign. ' +
    'Of the two, the one nearer to the record is shown and judged, as somebody who looks at both would choose. A bias variance above 0 lifts this.',
};

/** The rebuilt records as queries. */
function queriesOf({ prepared, gp }: FittedSubject, rebuilt: readonly Rebuilt[]): FoundQueries {
  const d = gp.inputs.cols;
  const queries = new Float64Array(rebuilt.length * d);
  rebuilt.forEach(({ point }, i) => {
    queries.set(prepared.restore(point), i * d);
  });
  return {
    records: Int32Array.from(rebuilt, ({ position }) => prepared.rows[position] as number),
    queries,
    searches: rebuilt.length,
    groupSize: 1,
    queriesPerSearch: 1,
    dimensions: d,
  };
}

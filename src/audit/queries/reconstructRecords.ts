// Can records be rebuilt from what the model answers? The pipeline behind `lood reconstruct`: an attack under a named threat model, its metrics and a
// gallery, from data to the result object.

import type { RunOptions } from '../../base/progress.ts';
import type { Warning } from '../../base/warnings.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { ArraysInput } from '../../data/datasetFromArrays.ts';
import { tileDifferentiatorModule } from '../../gp/crossDerivatives.ts';
import { isSignBlind } from '../../kernels/signBlind.ts';
import { matrix, rowOf } from '../../linalg/matrix.ts';
import { createDomain } from '../../query/constraints/domain.ts';
import { matchByAssignment } from '../../reconstruction/assignment.ts';
import { likenessOf } from '../../reconstruction/likeness.ts';
import { cosine } from '../../reconstruction/metrics.ts';
import { attackPredictions } from '../../reconstruction/predictionAttack.ts';
import { describeSubject } from '../describeSubject.ts';
import { type FittedSubject, withFittedSubject } from '../fitSubject.ts';
import { QUERY_RESULT_SCHEMA_VERSION, type SearchResult } from '../queryResult.ts';
import type { Subject } from '../subject.ts';
import { describeSearches, describeSettings, studyOf } from './describeSearches.ts';
import { type FoundQueries, foundQueries, type QueryFindings } from './findQueries.ts';
import { type SearchSettings, searchSettings } from './options.ts';
import { createPlanner, type Planner } from './plans.ts';
import { describeReconstructions, type Rebuilt } from './reconstructionResult.ts';
import {
  assertReconstructOptions,
  DEFAULT_SUCCESS_ABOVE,
  RECONSTRUCT_KEYS,
  type ReconstructOptions,
} from './reconstructOptions.ts';
import { type Found, runSearches } from './runSearches.ts';
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

/** Of the point and its negative the one nearer to the record. */
function turnedToRecord({ gp }: FittedSubject, rebuilt: Rebuilt): Rebuilt {
  if (cosine(rebuilt.point, rowOf(gp.inputs, rebuilt.position)) >= 0) return rebuilt;
  const turned = (point: Float64Array) => point.map((value) => 0 - value);
  return {
    ...rebuilt,
    point: turned(rebuilt.point),
    steps: rebuilt.steps.map((step) => ({ ...step, point: turned(step.point) })),
  };
}

interface Attacked {
  readonly rebuilt: readonly Rebuilt[];
  readonly searches: SearchResult[];
  /** Undefined where the rebuilt records are all there is. */
  readonly queries: FoundQueries | undefined;
}

type Attack = (
  fitted: FittedSubject,
  groups: readonly (readonly number[])[],
  settings: SearchSettings,
  planner: Planner,
  options: ReconstructOptions,
  run: RunOptions,
) => Promise<Attacked>;

/** The attacker sees both output distributions at any query: the record is where they differ most. */
const fromDistributions: Attack = async (fitted, groups, settings, planner, { checkpoint }, run) => {
  const found = await runSearches(fitted, groups, settings, planner, checkpoint, run);
  return {
    rebuilt: found.flatMap((one) => rebuiltOf(fitted, one)),
    searches: await describeSearches(fitted, planner, settings.objective, found, run),
    queries: foundQueries(fitted, found),
  };
};

/** Each record with the query that it is matched with; a group's queries come in no order. */
function rebuiltOf({ gp, spec }: FittedSubject, { positions, point, starts, best, steps }: Found): Rebuilt[] {
  const d = gp.inputs.cols;
  const points = matrix(point.length / d, d, point);
  const records = matrix(positions.length, d);
  positions.forEach((s, i) => {
    rowOf(records, i).set(rowOf(gp.inputs, s));
  });
  // The slope at a point takes an answer for each value, by differences.
  const answers = starts.reduce((sum, { evaluations }) => sum + evaluations, 0) * (point.length + 1);
  return matchByAssignment(points, records, likenessOf(spec)).map(({ reconstruction, record }) => ({
    position: positions[record] as number,
    point: rowOf(points, reconstruction).slice(),
    answers,
    iterations: starts[best]?.iterations ?? 0,
    steps: steps.map((step) => ({ ...step, point: step.point.slice(reconstruction * d, (reconstruction + 1) * d) })),
  }));
}

/** The attacker knows all other records and sees mean predictions of the model trained on all. */
const fromPredictions: Attack = async (fitted, groups, settings, planner, options, run) => {
  const { gp } = fitted;
  const positions = groups.flat();
  const { low, high } = planner.range;
  // As far as valid queries reach to both sides of the mean.
  const amplitude = low.map((bound, j) => Math.min(Math.abs(bound), Math.abs(high[j] as number)) || 1);
  const values = planner.isScaleFree || settings.values === 'any' ? 'any' : 'range';
  const domain = createDomain(planner.range, { values });
  const given = options.answerDecimals === undefined ? undefined : roundedTo(options.answerDecimals);
  const attacks = await attackPredictions(gp, positions, amplitude, domain, settings.maxIterations, run, given);
  return {
    rebuilt: attacks.map(({ point, climb }, i) => ({
      position: positions[i] as number,
      point,
      answers: gp.inputs.rows - 1 + 2 * gp.inputs.cols,
      iterations: climb.iterations,
      steps: climb.steps,
    })),
    searches: [],
    queries: undefined,
  };
};

function roundedTo(decimals: number): (answer: number) => number {
  const scale = 10 ** decimals;
  return (answer) => Math.round(answer * scale) / scale;
}

/** With the norm of the record, for an attacker who was told. */
function withKnownNorm({ gp }: FittedSubject, rebuilt: Rebuilt): Rebuilt {
  const norm = (point: Float64Array) => Math.sqrt(point.reduce((sum, value) => sum + value * value, 0));
  const factor = norm(rowOf(gp.inputs, rebuilt.position)) / (norm(rebuilt.point) || 1);
  return { ...rebuilt, point: rebuilt.point.map((value) => factor * value) };
}

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

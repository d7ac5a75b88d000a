// How are records rebuilt under each threat model? As the queries at which both output distributions differ most, or from the pattern of mean
// predictions; turned and sized as the attacker could. Called by reconstructRecords.ts.

import type { RunOptions } from '../../base/progress.ts';
import { matrix, rowOf } from '../../linalg/matrix.ts';
import { createDomain } from '../../query/constraints/domain.ts';
import { norm } from '../../query/optimizers/optimizer.ts';
import { matchByAssignment } from '../../reconstruction/assignment.ts';
import { likenessOf } from '../../reconstruction/likeness.ts';
import { cosine } from '../../reconstruction/metrics.ts';
import { attackPredictions } from '../../reconstruction/predictionAttack.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { SearchResult } from '../queryResult.ts';
import { describeSearches } from './describeSearches.ts';
import { type FoundQueries, foundQueries } from './findQueries.ts';
import type { Found } from './found.ts';
import type { SearchSettings } from './options.ts';
import type { Planner } from './plans.ts';
import { MOST_SHOWN, type Rebuilt } from './reconstructionResult.ts';
import type { ReconstructOptions } from './reconstructOptions.ts';
import { runSearches } from './runSearches.ts';

export interface Attacked {
  readonly rebuilt: readonly Rebuilt[];
  readonly searches: SearchResult[];
  /** Undefined where the rebuilt records are all there is. */
  readonly queries: FoundQueries | undefined;
}

export type Attack = (
  fitted: FittedSubject,
  groups: readonly (readonly number[])[],
  settings: SearchSettings,
  planner: Planner,
  options: ReconstructOptions,
  run: RunOptions,
) => Promise<Attacked>;

/** The attacker sees both output distributions at any query: the record is where they differ most. */
export const fromDistributions: Attack = async (fitted, groups, settings, planner, { checkpoint }, run) => {
  const found = await runSearches(fitted, { groups, settings, planner, shown: MOST_SHOWN, checkpoint }, run);
  return {
    rebuilt: found.flatMap((one) => rebuiltOf(fitted, one)),
    searches: await describeSearches(fitted, planner, settings.objective, found, run),
    queries: foundQueries(fitted, planner, found),
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
export const fromPredictions: Attack = async (fitted, groups, settings, planner, options, run) => {
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

/** Of the point and its negative the one nearer to the record. */
export function turnedToRecord({ gp }: FittedSubject, rebuilt: Rebuilt): Rebuilt {
  if (cosine(rebuilt.point, rowOf(gp.inputs, rebuilt.position)) >= 0) return rebuilt;
  const turned = (point: Float64Array) => point.map((value) => 0 - value);
  return {
    ...rebuilt,
    point: turned(rebuilt.point),
    steps: rebuilt.steps.map((step) => ({ ...step, point: turned(step.point) })),
  };
}

/** With the norm of the record, for an attacker who was told. */
export function withKnownNorm({ gp }: FittedSubject, rebuilt: Rebuilt): Rebuilt {
  const factor = norm(rowOf(gp.inputs, rebuilt.position)) / (norm(rebuilt.point) || 1);
  return { ...rebuilt, point: rebuilt.point.map((value) => factor * value) };
}

// How do networks compare with LOOD away from the record? Along lines from the most exposed of the chosen records. Called by validate.ts.

import { throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { tileDifferentiatorModule } from '../../gp/crossDerivatives.ts';
import { rowOf } from '../../linalg/matrix.ts';
import { klWithoutWith } from '../../lood/divergences.ts';
import { ownQueryPair } from '../../lood/pairs.ts';
import { networkAuc } from '../../networks/empiricalLood/networkAuc.ts';
import { predictionDistance } from '../../networks/empiricalLood/predictionDistance.ts';
import { queryEvaluator } from '../../query/evaluateQueries.ts';
import { type Altitude, altitudes, displaced, offsetsOf } from '../../query/landscape.ts';
import { prepareTargets, type Target } from '../../query/target.ts';
import type { FittedSubject } from '../fitSubject.ts';
import { offsetUnitOf, straightDirection } from '../queries/directions.ts';
import { defaultSpan, nearestOther } from '../queries/landscapeOf.ts';
import type { ValidationResult } from '../validationResult.ts';
import type { Outcomes } from './outcomes.ts';

/** Needed by the engine's threads. */
export const LANDSCAPE_MODULES = [tileDifferentiatorModule()];

/** Points of a line. */
const POINTS = 21;
const DIRECTIONS = ['nearest', 'random'] as const;

/** A line of queries, and LOOD at each. */
export interface Line {
  /** Place of its record among those chosen. */
  readonly place: number;
  readonly direction: string;
  readonly description: string;
  readonly offsets: readonly number[];
  readonly points: readonly Float64Array[];
  readonly altitudes: readonly Altitude[];
}

/** @param count of the records with lines, the most exposed first */
export async function linesAround(
  fitted: FittedSubject,
  positions: readonly number[],
  count: number,
  run: RunOptions,
): Promise<Line[]> {
  const { gp, identities } = fitted;
  if (count === 0) return [];
  const kls = positions.map((s) => klWithoutWith(ownQueryPair(gp, identities, s)));
  const places = Array.from(positions.keys())
    .sort((a, b) => (kls[b] as number) - (kls[a] as number) || b - a)
    .slice(0, count);
  const targets = await prepareTargets(
    gp,
    identities,
    places.map((place) => [positions[place] as number]),
    { signal: run.signal },
  );
  const evaluator = queryEvaluator(gp, targets, run);
  const lines: Line[] = [];
  for (const [i, place] of places.entries()) {
    const position = positions[place] as number;
    const offsets = offsetsOf(defaultSpan(fitted), POINTS);
    for (const direction of DIRECTIONS) {
      const { vector, description } = straightDirection(fitted, position, nearestOther(fitted, position), direction);
      const points = offsets.map((offset) => displaced(rowOf(gp.inputs, position), offset, vector));
      const at = await altitudes(evaluator, targets.list[i] as Target, points, { signal: run.signal });
      lines.push({ place, direction, description, offsets, points, altitudes: at });
    }
  }
  return lines;
}

/** What networks answer along the lines, whose queries follow those of the records. */
export async function measureLines(
  fitted: FittedSubject,
  positions: readonly number[],
  lines: readonly Line[],
  outcomes: Outcomes,
  { onProgress, signal }: RunOptions,
): Promise<ValidationResult['landscapes']> {
  let query = positions.length;
  const total = lines.length * POINTS;
  const measured: ValidationResult['landscapes'] = [];
  for (const { place, direction, description, offsets, altitudes: at } of lines) {
    const points: ValidationResult['landscapes'][number]['points'] = [];
    for (const [i, offset] of offsets.entries()) {
      throwIfCancelled(signal);
      await yieldToEventLoop();
      const samples = outcomes.samples(place, query++);
      const { auc, low, high } = networkAuc(samples);
      const { distance } = predictionDistance(samples);
      const { auc: predicted, meanDistance } = at[i] as Altitude;
      onProgress?.({ stage: 'landscape measures', done: query - positions.length, total });
      points.push({
        offset,
        auc: predicted,
        meanDistance,
        networkAuc: auc,
        networkAucLow: low,
        networkAucHigh: high,
        predictionDistance: distance,
      });
    }
    const record = fitted.prepared.rows[positions[place] as number] as number;
    measured.push({ record, direction, description, unit: offsetUnitOf(fitted), points });
  }
  return measured;
}

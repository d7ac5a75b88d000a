// How does what the model gives away fall off around a record? The pipeline behind `lood landscape`: from data to the result object.

import { AuditError } from '../../base/errors.ts';
import type { RunOptions } from '../../base/progress.ts';
import { createRandom } from '../../base/random.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { ArraysInput } from '../../data/datasetFromArrays.ts';
import { tileDifferentiatorModule } from '../../gp/crossDerivatives.ts';
import { isScaleFree } from '../../kernels/scaleFree.ts';
import { rowOf } from '../../linalg/matrix.ts';
import type { Step } from '../../query/climbTogether.ts';
import { createDomain } from '../../query/constraints/domain.ts';
import { uniformStart } from '../../query/constraints/startPoints.ts';
import { valueRange } from '../../query/constraints/valueRange.ts';
import { type QueryEvaluator, queryEvaluator } from '../../query/evaluateQueries.ts';
import { altitudes, displaced, offsetsOf } from '../../query/landscape.ts';
import { norm } from '../../query/optimizers/optimizer.ts';
import { type FinishedStart, type SearchOutcome, searchQueries } from '../../query/searchQueries.ts';
import { prepareTargets, type Target } from '../../query/target.ts';
import { dissimilarities, likenessOf } from '../../reconstruction/likeness.ts';
import { pixelRange } from '../../reconstruction/pixelRange.ts';
import { describeSubject } from '../describeSubject.ts';
import { type FittedSubject, withFittedSubject } from '../fitSubject.ts';
import { type Landscape, QUERY_RESULT_SCHEMA_VERSION, type QueryResult } from '../queryResult.ts';
import type { Subject } from '../subject.ts';
import { offsetBetween, offsetUnitOf, placeUnits, type StraightDirection, straightDirection } from './directions.ts';
import { LANDSCAPE_KEYS, type LandscapeOptions, type LandscapeSettings, landscapeSettings } from './landscapeOptions.ts';
import { isReasonable } from './searchInputs.ts';
import { positionsOf } from './targets.ts';

/** Points along each side of the plane, at most. */
const MOST_PLANE_POINTS = 41;
/** Iterations of the climb whose path is drawn. */
const PATH_ITERATIONS = 200;
/** Climbs of which the best one's path is drawn. */
const PATHS = 8;

/**
 * The landscape around one record. Per point 4n² + 2n·d flops, on top of the fit.
 *
 * @throws AuditError RECORDS_INVALID, OPTION_INVALID, NAME_UNKNOWN and all that audit() throws
 */
export async function landscape(data: Dataset | ArraysInput | string, options: LandscapeOptions): Promise<QueryResult> {
  const asked = landscapeSettings(options);
  const request = {
    keys: LANDSCAPE_KEYS,
    modules: [tileDifferentiatorModule()],
    before: (subject: Subject) => positionsOf(subject, [asked.record], 'record'),
  };
  return withFittedSubject(data, options, request, async (fitted, [position]) => {
    const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
    const found = await fitted.clock.stage('landscape', () => landscapeAround(fitted, position as number, asked, run));
    const { warnings, manifest, ...described } = describeSubject(fitted, fitted.allWarnings);
    return {
      kind: 'lood-query',
      schemaVersion: QUERY_RESULT_SCHEMA_VERSION,
      command: 'landscape',
      ...described,
      search: null,
      searches: [],
      study: null,
      landscape: found,
      reconstruction: null,
      warnings,
      manifest,
    };
  });
}

/** Position of the training record nearest to another one, copies of it left out, towards which there is no direction. */
export function nearestOther({ gp, spec }: FittedSubject, position: number): number {
  const record = rowOf(gp.inputs, position);
  const values = dissimilarities(record, gp.inputs, likenessOf(spec));
  const isCopy = (i: number) => rowOf(gp.inputs, i).every((value, j) => value === record[j]);
  return values.reduce((best, value, i) => (!isCopy(i) && (best < 0 || value < (values[best] as number)) ? i : best), -1);
}

/** A fifth of the range for images, which have one unit; three standard deviations otherwise. */
export function defaultSpan(fitted: FittedSubject): number {
  const range = pixelRange(fitted.dataset);
  if (range !== null && offsetUnitOf(fitted) === 'input') return range.peak === 255 ? 50 : range.peak / 5;
  return 3;
}

/** The points of the best of several climbs from noise, start and optimum included. */
async function climbPath(
  { gp, prepared }: FittedSubject,
  evaluator: QueryEvaluator,
  target: Target,
  run: RunOptions,
): Promise<readonly Step[]> {
  const range = valueRange(prepared);
  const random = createRandom(prepared.selection.seed);
  const domain = createDomain(range, { values: 'any' });
  const starts = Array.from({ length: PATHS }, () => ({ from: 'uniform', point: uniformStart(range, 1, random) }));
  const options = { objective: 'kl', optimizer: 'lbfgs', maxIterations: PATH_ITERATIONS, keepSteps: 'all' } as const;
  const [{ starts: climbs, best }] = (await searchQueries(evaluator, [{ target, starts, domain }], options, run)) as [
    SearchOutcome,
  ];
  const { steps } = climbs[best] as FinishedStart;
  // Where the kernel does not see the scale, every point of the path is taken at the norm of the record.
  if (!isScaleFree(gp.kernel.spec)) return steps;
  const size = norm(rowOf(gp.inputs, target.records[0] as number));
  return steps.map(({ iteration, point }) => ({ iteration, point: point.map((value) => (size * value) / norm(point)) }));
}

async function landscapeAround(
  fitted: FittedSubject,
  position: number,
  settings: LandscapeSettings,
  run: RunOptions,
): Promise<Landscape> {
  const { gp, identities } = fitted;
  const targets = await prepareTargets(gp, identities, [[position]], { signal: run.signal });
  const [target] = targets.list as readonly [Target];
  const evaluator = queryEvaluator(gp, targets, run);
  const record = rowOf(gp.inputs, position);
  const span = settings.span ?? defaultSpan(fitted);
  const offsets = offsetsOf(span, settings.points);
  const nearest = nearestOther(fitted, position);
  const vectorOf = (direction: StraightDirection) => {
    const straight = straightDirection(fitted, position, nearest, direction);
    if (isReasonable(displaced(record, span, straight.vector))) return straight;
    throw new AuditError('OPTION_INVALID', {
      expected: 'a span within which a kernel can be computed',
      got: `${span}`,
      try: `--span ${defaultSpan(fitted)}`,
    });
  };

  const lines: Landscape['lines'] = [];
  for (const direction of settings.directions) {
    if (direction === 'search') {
      const path = await climbPath(fitted, evaluator, target, run);
      const units = placeUnits(fitted);
      const points = await altitudes(
        evaluator,
        target,
        path.map(({ point }) => point),
        run,
      );
      lines.push({
        direction,
        description: 'the way of a search that starts at random noise, by distance from the record',
        points: points.map((altitude, i) => ({ offset: offsetBetween(units, (path[i] as Step).point, record), ...altitude })),
      });
      continue;
    }
    const { vector, description } = vectorOf(direction);
    const points = await altitudes(
      evaluator,
      target,
      offsets.map((offset) => displaced(record, offset, vector)),
      run,
    );
    lines.push({ direction, description, points: points.map((altitude, i) => ({ offset: offsets[i] as number, ...altitude })) });
  }
  return {
    record: settings.record,
    span,
    unit: offsetUnitOf(fitted),
    klAtRecord: target.ownKl,
    lines,
    plane: settings.plane === undefined ? null : await planeAround(settings.plane),
  };

  async function planeAround(directions: readonly [StraightDirection, StraightDirection]): Promise<Landscape['plane']> {
    const [u, v] = directions.map((direction) => vectorOf(direction).vector) as [Float64Array, Float64Array];
    const sides = offsetsOf(span, Math.min(settings.points, MOST_PLANE_POINTS));
    const queries = sides.flatMap((b) => sides.map((a) => displaced(record, a, u, b, v)));
    const points = await altitudes(evaluator, target, queries, run);
    return {
      directions: [...directions],
      offsets: sides,
      kl: points.map(({ kl }) => kl),
      meanDistance: points.map(({ meanDistance }) => meanDistance),
      auc: points.map(({ auc }) => auc),
    };
  }
}

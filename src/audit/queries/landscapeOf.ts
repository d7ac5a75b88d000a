// How does what the model gives away fall off around a record? The pipeline behind `lood landscape`: from data to the result object.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
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
import { assertSubjectOptions, MACHINE_KEYS, MODEL_KEYS, type SubjectOptions } from '../options.ts';
import { type Landscape, QUERY_RESULT_SCHEMA_VERSION, type QueryResult } from '../queryResult.ts';
import {
  DIRECTIONS,
  type Direction,
  offsetBetween,
  offsetUnitOf,
  placeUnits,
  type StraightDirection,
  straightDirection,
} from './directions.ts';
import { positionsOf } from './targets.ts';

export interface LandscapeOptions extends SubjectOptions {
  /** Row of the input. */
  readonly record?: number | undefined;
  /** Largest offset to both sides: root mean square change of a value. Default: 50 for bytes, a fifth of the range for other images, else 3. */
  readonly span?: number | undefined;
  /** Points along each direction. Default 101. */
  readonly points?: number | undefined;
  /** Default: all but `scale`. */
  readonly directions?: readonly string[] | undefined;
  /** Two straight directions that span a plane, or `none`. Default random, nearest. */
  readonly plane?: readonly string[] | undefined;
}

export const LANDSCAPE_KEYS = [
  ...MODEL_KEYS,
  'record',
  'span',
  'points',
  'directions',
  'plane',
  ...MACHINE_KEYS,
] as const satisfies readonly (keyof LandscapeOptions)[];

export const DEFAULT_POINTS = 101;
export const DEFAULT_DIRECTIONS: readonly Direction[] = ['ones', 'random', 'nearest', 'search'];
export const DEFAULT_PLANE: readonly [StraightDirection, StraightDirection] = ['random', 'nearest'];
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
  const request = { keys: LANDSCAPE_KEYS, modules: [tileDifferentiatorModule()] };
  return withFittedSubject(data, options, request, async (fitted) => {
    const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
    const found = await fitted.clock.stage('landscape', () => landscapeAround(fitted, asked, run));
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

interface Settings {
  readonly record: number;
  readonly span: number | undefined;
  readonly points: number;
  readonly directions: readonly Direction[];
  readonly plane: readonly [StraightDirection, StraightDirection] | undefined;
}

function landscapeSettings(options: LandscapeOptions): Settings {
  assertSubjectOptions(options, LANDSCAPE_KEYS);
  const { record, span, points = DEFAULT_POINTS, directions = DEFAULT_DIRECTIONS, plane = DEFAULT_PLANE } = options;
  if (record === undefined) throw wrong('a record, by its row in the input', 'none', '--record 7');
  if (span !== undefined && !(Number.isFinite(span) && span > 0)) throw wrong('a span above 0', `${span}`, '--span 50');
  if (!(Number.isInteger(points) && points >= 3)) throw wrong('at least 3 points', `${points}`, `--points ${DEFAULT_POINTS}`);
  for (const name of directions) assertKnownName('direction', name, DIRECTIONS);
  return { record, span, points, directions: directions as readonly Direction[], plane: planeOf(plane) };
}

function planeOf(plane: readonly string[]): Settings['plane'] {
  if (plane.length === 1 && plane[0] === 'none') return undefined;
  const straight = DIRECTIONS.filter((name) => name !== 'search');
  for (const name of plane) assertKnownName('direction of a plane', name, straight);
  const [first, second, ...others] = plane as readonly StraightDirection[];
  if (first === undefined || second === undefined || first === second || others.length > 0) {
    throw wrong('two different directions for the plane, or none', plane.join(','), `--plane ${DEFAULT_PLANE.join(',')}`);
  }
  return [first, second];
}

function wrong(expected: string, got: string, tryThis: string): AuditError {
  return new AuditError('OPTION_INVALID', { expected, got, try: tryThis });
}

/** Position of the training record nearest to another one. */
function nearestOther({ gp, spec }: FittedSubject, position: number): number {
  const values = dissimilarities(rowOf(gp.inputs, position), gp.inputs, likenessOf(spec));
  values[position] = Number.POSITIVE_INFINITY;
  return values.reduce((best, value, i) => (value < (values[best] as number) ? i : best), 0);
}

/** A fifth of the range for images, which have one unit; three standard deviations otherwise. */
function defaultSpan(fitted: FittedSubject): number {
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

async function landscapeAround(fitted: FittedSubject, settings: Settings, run: RunOptions): Promise<Landscape> {
  const { gp, identities } = fitted;
  const [position] = positionsOf(fitted, [settings.record]) as [number];
  const targets = await prepareTargets(gp, identities, [[position]], { signal: run.signal });
  const [target] = targets.list as readonly [Target];
  const evaluator = queryEvaluator(gp, targets, run);
  const record = rowOf(gp.inputs, position);
  const span = settings.span ?? defaultSpan(fitted);
  const offsets = offsetsOf(span, settings.points);
  const nearest = nearestOther(fitted, position);
  const vectorOf = (direction: StraightDirection) => straightDirection(fitted, position, nearest, direction);

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

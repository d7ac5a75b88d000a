// Which settings does a landscape take, and what holds when they are not given? Called by landscapeOf.ts; the command line passes the same keys.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import { assertSubjectOptions, MACHINE_KEYS, MODEL_KEYS, type SubjectOptions } from '../options.ts';
import { DIRECTIONS, type Direction, type StraightDirection } from './directions.ts';
import { assertCoordinates } from './options.ts';

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
/** More are a slip: a picture shows no more. */
const MOST_POINTS = 10_000;
export const DEFAULT_DIRECTIONS: readonly Direction[] = ['ones', 'random', 'nearest', 'search'];
export const DEFAULT_PLANE: readonly [StraightDirection, StraightDirection] = ['random', 'nearest'];
export interface LandscapeSettings {
  readonly record: number;
  readonly span: number | undefined;
  readonly points: number;
  readonly directions: readonly Direction[];
  readonly plane: readonly [StraightDirection, StraightDirection] | undefined;
}

/**
 * Checks what no later step would name as well, and fills in defaults.
 *
 * @throws AuditError OPTION_INVALID, NAME_UNKNOWN
 */
export function landscapeSettings(options: LandscapeOptions): LandscapeSettings {
  assertSubjectOptions(options, LANDSCAPE_KEYS);
  assertCoordinates(options);
  const { record, span, points = DEFAULT_POINTS, directions = DEFAULT_DIRECTIONS, plane = DEFAULT_PLANE } = options;
  if (record === undefined) throw wrong('a record, by its row in the input', 'none', '--record 7');
  if (span !== undefined && !(Number.isFinite(span) && span > 0)) throw wrong('a span above 0', `${span}`, '--span 50');
  if (!(Number.isInteger(points) && points >= 3 && points <= MOST_POINTS)) {
    throw wrong(`a whole number of points from 3 to ${MOST_POINTS}`, `${points}`, `--points ${DEFAULT_POINTS}`);
  }
  for (const name of directions) assertKnownName('direction', name, DIRECTIONS);
  const repeated = directions.find((name, i) => directions.indexOf(name) < i);
  if (repeated !== undefined) throw wrong('each direction once', `${repeated} twice`, 'leaving one of them out');
  if (directions.length === 0) throw wrong('at least one direction', 'none', `--directions ${DEFAULT_DIRECTIONS.join(',')}`);
  return { record, span, points, directions: directions as readonly Direction[], plane: planeOf(plane) };
}

function planeOf(plane: readonly string[]): LandscapeSettings['plane'] {
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

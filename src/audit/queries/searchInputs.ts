// What do the options of a search name that must be read or fits only some data? Pool, starts, features that vary, and their sizes: all of it is read
// and checked before the model is fitted. Called by findQueries.ts and reconstructRecords.ts.

import { closest, distance } from 'fastest-levenshtein';
import { AuditError } from '../../base/errors.ts';
import { plainText, quotedPath } from '../../base/plainText.ts';
import type { Warning } from '../../base/warnings.ts';
import { assertFits } from '../../data/memory.ts';
import type { KernelSpec } from '../../kernels/kernel.ts';
import type { Matrix } from '../../linalg/matrix.ts';
import { type LoadedStarts, loadStarts } from '../../query/constraints/loadStarts.ts';
import { loadPool, type Pool } from '../../query/constraints/pool.ts';
import { type ValueRange, valueRange } from '../../query/constraints/valueRange.ts';
import { type VariedFeatures, varyFeatures } from '../../query/constraints/varyFeatures.ts';
import { BATCH } from '../../query/evaluateQueries.ts';
import { norm } from '../../query/optimizers/optimizer.ts';
import type { Subject } from '../subject.ts';
import { type FindQueriesOptions, INITS, type SearchSettings } from './options.ts';
import { groupSizeOf } from './targets.ts';
import { unusedSettings } from './unusedSettings.ts';

export interface SearchInputs {
  readonly range: ValueRange;
  readonly vary: VariedFeatures | null;
  readonly pool: Pool | null;
  /** Starts from a file; undefined where they are drawn or chosen. */
  readonly given: LoadedStarts | undefined;
  /** g, records that differ at once. */
  readonly groupSize: number;
  /** m. */
  readonly queries: number;
  /** Of each search. */
  readonly starts: number;
  readonly warnings: readonly Warning[];
}

/** Norm in standardized values, within which all that a kernel computes of an input can be finite. */
const LARGEST_NORM = 1e100;
/** Points that a climb holds: pairs of L-BFGS, what is kept of the way, and trials. */
const POINTS_OF_CLIMB = 32;

/** @throws AuditError of kind `input` for options that do not fit the data, and those of reading files */
export async function readSearchInputs(
  subject: Subject,
  options: FindQueriesOptions,
  settings: SearchSettings,
): Promise<SearchInputs> {
  const { prepared, spec } = subject;
  const groupSize = groupSizeOf(subject, options);
  if (settings.objective === 'mean-distance' && settings.values === 'any' && isUnbounded(spec)) throw unbounded();
  const vary = options.vary === undefined ? null : varyFeatures(options.vary, prepared.dataset);
  const { featuresKey, labelColumn, onProgress, signal } = options;
  const pool =
    options.pool === undefined ? null : await loadPool(options.pool, prepared, { featuresKey, labelColumn, onProgress, signal });
  if (pool !== null) assertReasonable(pool);
  const isWord = (INITS as readonly string[]).includes(settings.init);
  const given = isWord || pool !== null ? undefined : await readStarts(settings.init, subject, options);
  const queries = settings.queries ?? given?.queries ?? groupSize;
  if (given !== undefined && given.queries !== queries) throw otherQueries(given, queries);
  const starts = given?.points.length ?? settings.starts;
  if (pool === null) assertStartsFit(starts, queries, prepared.inputs.cols);
  const warnings = unusedSettings(options, { isPool: pool !== null, startsInFile: given && { name: given.name, count: starts } });
  return { range: valueRange(prepared), vary, pool, given, groupSize, queries, starts, warnings };
}

/** Whether a start is of a size that kernels can take. */
export function isReasonable(point: Float64Array): boolean {
  return norm(point) <= LARGEST_NORM;
}

async function readStarts(init: string, { prepared }: Subject, { signal }: FindQueriesOptions): Promise<LoadedStarts> {
  const given = await loadStarts(init, prepared, { signal }).catch((cause) => {
    throw cause instanceof AuditError && cause.code === 'FILE_NOT_FOUND' ? unknownInit(init, cause) : cause;
  });
  if (given.points.some(isReasonable)) return given;
  throw tooFar(given.name, 'at least one start', 'all of them');
}

/** A word that is none is taken for the name of a file, which mostly is not there. */
function unknownInit(init: string, cause: AuditError): AuditError {
  const nearest = closest(init.slice(0, 60), INITS);
  return new AuditError(
    'NAME_UNKNOWN',
    {
      expected: `--init to be one of ${INITS.join(', ')}, or a .npy or .npz file of queries`,
      got: `"${plainText(init, 160)}", where no file is`,
      try: distance(init.slice(0, 60), nearest) <= nearest.length / 2 ? `--init ${nearest}` : 'checking the path',
    },
    { init },
    cause,
  );
}

function assertReasonable({ name, rows }: Pool): void {
  const row = firstBeyond(rows);
  if (row !== undefined) throw tooFar(name, 'every row', `row ${row} (counted from 0)`);
}

function firstBeyond({ rows, cols, data }: Matrix): number | undefined {
  for (let i = 0; i < rows; i++) if (!isReasonable(data.subarray(i * cols, (i + 1) * cols))) return i;
  return undefined;
}

function tooFar(name: string, what: string, got: string): AuditError {
  return new AuditError('NOT_FINITE', {
    expected: `${what} of ${quotedPath(name)} to be of a size that kernels can take, at most ${LARGEST_NORM} standard deviations`,
    got: `${got} beyond`,
    try: 'values in the units of the training data',
  });
}

function assertStartsFit(starts: number, queries: number, dimensions: number): void {
  const climbing = Math.min(starts, Math.max(1, Math.floor(BATCH / queries)));
  const points = starts + POINTS_OF_CLIMB * climbing;
  const bytes = Float64Array.BYTES_PER_ELEMENT * (points * queries * dimensions + climbing * queries ** 2);
  assertFits(
    bytes,
    `${starts} starts of ${queries} queries with ${dimensions} values`,
    'TOO_LARGE',
    'fewer --starts or --queries',
  );
}

function otherQueries({ name, queries }: LoadedStarts, wanted: number): AuditError {
  return new AuditError('SHAPE_MISMATCH', {
    expected: `starts of ${wanted} ${wanted === 1 ? 'query' : 'queries'} each, as many as are asked together`,
    got: `${queries} in ${quotedPath(name)}`,
    try: `--queries ${queries}, or starts of shape [starts, ${wanted === 1 ? '' : `${wanted}, `}values]`,
  });
}

/** Activations that grow without end, and with them what their networks answer. */
const UNBOUNDED: readonly string[] = ['relu', 'leaky-relu', 'abs', 'gelu', 'identity', 'silu', 'elu'];

/** Whether answers grow with the size of a query without end; a caller's own activation counts as bounded, as is not known of it. */
function isUnbounded(spec: KernelSpec): boolean {
  if (spec.type === 'fcn') return spec.depth === 0 || UNBOUNDED.includes(spec.activation);
  return spec.type === 'linear';
}

function unbounded(): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'queries within bounds, since with this kernel the mean distance grows with the size of a query without end',
    got: '--objective mean-distance with --values any',
    try: '--values range, or --objective kl',
  });
}

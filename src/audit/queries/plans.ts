// From where does each search start, and what may it ask? Domains and starts of each target, from the options. Called by runSearches.ts.

import { createHash } from 'node:crypto';
import { AuditError } from '../../base/errors.ts';
import { quotedPath } from '../../base/plainText.ts';
import { createRandom } from '../../base/random.ts';
import { isScaleFree } from '../../kernels/scaleFree.ts';
import { type Matrix, rowOf } from '../../linalg/matrix.ts';
import { type Boundary, createBoundary } from '../../query/constraints/boundary.ts';
import { createDiscreteDomain } from '../../query/constraints/discrete.ts';
import { createDomain, type Domain } from '../../query/constraints/domain.ts';
import { type LoadedStarts, loadStarts } from '../../query/constraints/loadStarts.ts';
import { allowedRows, loadPool } from '../../query/constraints/pool.ts';
import type { DomainOptions, Exclude } from '../../query/constraints/region.ts';
import { recordStart, uniformStart } from '../../query/constraints/startPoints.ts';
import { type ValueRange, valueRange } from '../../query/constraints/valueRange.ts';
import { type VariedFeatures, varyFeatures } from '../../query/constraints/varyFeatures.ts';
import { leakiestRecords } from '../../query/leakiestRecords.ts';
import type { SearchPlan, Start } from '../../query/searchQueries.ts';
import type { Target, Targets } from '../../query/target.ts';
import type { FittedSubject } from '../fitSubject.ts';
import { type FindQueriesOptions, INITS, type SearchSettings } from './options.ts';

/** Records this close to the boundary of what is excluded, in standardized values, count as outside. */
const NEARLY_OUTSIDE = 1e-6;

/** What all searches of one run have in common. */
export interface Planner {
  /** Identifies files that settings only name. */
  readonly key: string;
  readonly range: ValueRange;
  /** m. */
  readonly queries: number;
  /** Starts of each search. */
  readonly starts: number;
  /** Whether no query's scale tells anything, so that searches go by direction and scale is chosen afterwards. */
  readonly isScaleFree: boolean;
  /** Whether the own queries of the records are among those that may be asked, and are enough to tell all. */
  readonly canReachRecord: boolean;
  readonly exclude: { readonly radius: number; readonly shape: Exclude['shape'] } | null;
  readonly vary: VariedFeatures | null;
  readonly pool: { readonly name: string; readonly rows: Matrix } | null;
  plan(target: Target, targets: Targets): SearchPlan;
  /** Rows of the pool that may be asked about the target. */
  allowedRows(target: Target): readonly number[];
}

/**
 * Reads what the options name and checks that it fits the data.
 *
 * @param groupSize g of every target
 * @throws AuditError OPTION_INVALID, SHAPE_MISMATCH and those of reading files
 */
export async function createPlanner(
  fitted: FittedSubject,
  options: FindQueriesOptions,
  settings: SearchSettings,
  groupSize: number,
): Promise<Planner> {
  const { gp, prepared, spec, identities } = fitted;
  const range = valueRange(prepared);
  const vary = options.vary === undefined ? null : varyFeatures(options.vary, prepared.dataset);
  const { featuresKey, labelColumn, onProgress, signal } = options;
  const pool =
    options.pool === undefined ? null : await loadPool(options.pool, prepared, { featuresKey, labelColumn, onProgress, signal });
  const isFile = !(INITS as readonly string[]).includes(settings.init);
  const given = isFile ? await loadStarts(settings.init, prepared, { signal }) : undefined;
  const queries = settings.queries ?? given?.queries ?? groupSize;
  if (given !== undefined && given.queries !== queries) throw otherQueries(given, queries);
  const isTable =
    range.categories.length > 0 || (prepared.dataset.image === undefined && range.whole.some((whole) => whole === 1));
  const isDiscrete = settings.values === 'valid' && isTable;
  // The scale of a query says nothing about it where the kernel does not see it and nothing fixes it either.
  const scaleFree = isScaleFree(spec) && settings.objective !== 'mean-distance' && vary === null && !isDiscrete;
  const shape = isScaleFree(spec) ? 'cone' : 'ball';
  const exclude =
    options.excludeRadius === undefined ? null : { radius: options.excludeRadius, shape: shape as Exclude['shape'] };
  const startCount = given?.points.length ?? settings.starts;

  const optionsFor = ({ records }: Target): DomainOptions => ({
    values: scaleFree ? 'any' : settings.values,
    ...(vary !== null && { vary: { places: vary.places, row: rowOf(gp.inputs, records[0] as number) } }),
    ...(exclude !== null && { exclude: { ...exclude, records: records.map((s) => rowOf(gp.inputs, s)) } }),
  });

  /** Of one record, where neither shares of categories nor fixed features would have the last word. */
  function boundaryOf({ records: [only, ...others] }: Target): Boundary | undefined {
    const isPlain = others.length === 0 && vary === null && !isDiscrete && settings.objective !== 'mean-distance';
    if (exclude === null || !isPlain) return undefined;
    return createBoundary(exclude.shape, rowOf(gp.inputs, only as number), exclude.radius);
  }

  function startsOf(target: Target, targets: Targets, domain: Domain): Start[] {
    // Each target has a stream of its own, so that its starts do not depend on which others were chosen.
    const random = createRandom(hashOf(prepared.selection.seed, target.records));
    const named = (positions: readonly number[]) => positions.map((s) => `record ${prepared.rows[s]}`).join(' and ');
    const each = (make: (k: number) => Start): Start[] => Array.from({ length: startCount }, (_, k) => make(k));
    if (given !== undefined) {
      return each((k) => ({ from: `row ${k} of ${given.name}`, point: (given.points[k] as Float64Array).slice() }));
    }
    switch (settings.init) {
      case 'uniform':
        return each(() => ({ from: 'uniform', point: uniformStart(range, queries, random) }));
      case 'dataset':
        return each(() => {
          const { records, point } = recordStart(gp.inputs, queries, random, target.records);
          return { from: named(records), point };
        });
      default: {
        const mayAsk = (j: number) => exclude === null || domain.contains(rowOf(gp.inputs, j).slice(), NEARLY_OUTSIDE);
        const found = leakiestRecords(settings.objective, targets, target, identities, startCount * queries, mayAsk);
        // Where nothing else may be asked, the domain moves the leakiest records to where it may.
        const leaky =
          found.length > 0 ? found : leakiestRecords(settings.objective, targets, target, identities, startCount * queries);
        return each((k) => {
          // Fewer records than asked for are asked about again.
          const positions = Array.from({ length: queries }, (_, i) => leaky[(k * queries + i) % leaky.length] as number);
          const point = Float64Array.from(positions.flatMap((s) => Array.from(rowOf(gp.inputs, s))));
          return { from: named(positions), point };
        });
      }
    }
  }

  return {
    key: keyOf(pool?.rows, given?.points),
    range,
    queries,
    starts: startCount,
    isScaleFree: scaleFree,
    canReachRecord: exclude === null && pool === null && queries >= groupSize && settings.objective !== 'mean-distance',
    exclude,
    vary,
    pool: pool === null ? null : { name: pool.name, rows: pool.rows },
    plan(target, targets) {
      const domain = createDomain(range, optionsFor(target));
      return {
        target,
        domain,
        boundary: boundaryOf(target),
        starts: startsOf(target, targets, domain),
        discrete: isDiscrete ? createDiscreteDomain(range, optionsFor(target)) : undefined,
      };
    },
    allowedRows: (target) => (pool === null ? [] : Array.from(allowedRows(pool, optionsFor(target).exclude))),
  };
}

/** Identifies values that settings only name by a file. */
function keyOf(pool: Matrix | undefined, starts: readonly Float64Array[] | undefined): string {
  const hash = createHash('sha256');
  // Copies, since Node.js does not promise to hash memory that threads share.
  if (pool !== undefined) hash.update(pool.data.slice());
  for (const point of starts ?? []) hash.update(point.slice());
  return hash.digest('hex');
}

function otherQueries({ name, queries }: LoadedStarts, wanted: number): AuditError {
  return new AuditError('SHAPE_MISMATCH', {
    expected: `starts of ${wanted} ${wanted === 1 ? 'query' : 'queries'} each, as --queries says`,
    got: `${queries} in ${quotedPath(name)}`,
    try: `--queries ${queries}, or starts of shape [starts, ${wanted}, values]`,
  });
}

/** A seed of 32 bits from the run's and the records. */
function hashOf(seed: number, records: readonly number[]): number {
  return createHash('sha256')
    .update(JSON.stringify([seed, records]))
    .digest()
    .readUInt32LE(0);
}

// From where does each search start, and what may it ask? Domains and starts of each target, from the options. Called by runSearches.ts.

import { createHash } from 'node:crypto';
import { AuditError } from '../../base/errors.ts';
import type { Warning } from '../../base/warnings.ts';
import { isScaleFree } from '../../kernels/scaleFree.ts';
import { isSignBlind } from '../../kernels/signBlind.ts';
import { type Matrix, rowOf } from '../../linalg/matrix.ts';
import { type Boundary, createBoundary } from '../../query/constraints/boundary.ts';
import { createDiscreteDomain } from '../../query/constraints/discrete.ts';
import { createDomain, type Domain } from '../../query/constraints/domain.ts';
import { allowedRows } from '../../query/constraints/pool.ts';
import type { DomainOptions, Exclude } from '../../query/constraints/region.ts';
import type { ValueRange } from '../../query/constraints/valueRange.ts';
import type { VariedFeatures } from '../../query/constraints/varyFeatures.ts';
import type { SearchPlan } from '../../query/searchQueries.ts';
import type { Target, Targets } from '../../query/target.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { FindQueriesOptions, SearchSettings } from './options.ts';
import type { SearchInputs } from './searchInputs.ts';
import { startsOf } from './starts.ts';

/** What all searches of one run have in common. */
export interface Planner {
  /** Identifies files that settings only name. */
  readonly key: string;
  readonly range: ValueRange;
  /** m. */
  readonly queries: number;
  /** Starts of each search. */
  readonly starts: number;
  /** Where they are: a word, or the name of a file without folders. */
  readonly init: string;
  /** Whether no query's scale tells anything, so that searches go by direction and scale is chosen afterwards. */
  readonly isScaleFree: boolean;
  /** Whether queries must be valid rows of a table. */
  readonly isDiscrete: boolean;
  /** Whether queries must lie within the range of the data. */
  readonly isBounded: boolean;
  /** Whether the own queries of the records are among those that may be asked. */
  readonly mayAskRecord: boolean;
  /** Whether they are enough to tell all, by the objective too. */
  readonly canReachRecord: boolean;
  readonly exclude: { readonly radius: number; readonly shape: Exclude['shape'] } | null;
  readonly vary: VariedFeatures | null;
  readonly pool: { readonly name: string; readonly rows: Matrix } | null;
  /** What the options say to no effect. */
  readonly warnings: readonly Warning[];
  /** Throws unless something may be asked about each group of positions, before a long run comes to it. @throws AuditError OPTION_INVALID */
  assertAskable(groups: readonly (readonly number[])[]): void;
  /** What may be asked about the target. */
  domain(target: Pick<Target, 'records'>): Domain;
  plan(target: Target, targets: Targets): SearchPlan;
  /** Rows of the pool that may be asked about the target. */
  allowedRows(target: Pick<Target, 'records'>): readonly number[];
}

/** @param inputs what the options name, read before the model was fitted */
export function createPlanner(
  fitted: FittedSubject,
  inputs: SearchInputs,
  options: FindQueriesOptions,
  settings: SearchSettings,
): Planner {
  const { gp, prepared, spec } = fitted;
  const { range, vary, pool, given, groupSize, queries, starts: startCount } = inputs;
  const isTable =
    range.categories.length > 0 || (prepared.dataset.image === undefined && range.whole.some((whole) => whole === 1));
  const isDiscrete = settings.values === 'valid' && isTable;
  // The scale of a query says nothing about it where the kernel does not see it, nothing fixes it, and any direction has a size within the range.
  const scaleFree =
    isScaleFree(spec) &&
    settings.objective !== 'mean-distance' &&
    vary === null &&
    !isDiscrete &&
    (settings.values === 'any' || surroundsMean(range));
  const shape = isScaleFree(spec) ? 'cone' : 'ball';
  const exclude =
    options.excludeRadius === undefined ? null : { radius: options.excludeRadius, shape: shape as Exclude['shape'] };

  /** The record, and its negative where the kernel answers both alike: asking about that is asking about the record. */
  const sameQuestions = (s: number): Float64Array[] => {
    const record = rowOf(gp.inputs, s);
    return isSignBlind(spec) ? [record, record.map((value) => 0 - value)] : [record];
  };

  const optionsFor = ({ records }: Pick<Target, 'records'>): DomainOptions => ({
    values: scaleFree ? 'any' : settings.values,
    ...(vary !== null && { vary: { places: vary.places, row: rowOf(gp.inputs, records[0] as number) } }),
    ...(exclude !== null && { exclude: { ...exclude, records: records.flatMap(sameQuestions) } }),
  });

  /** Of one record, where neither shares of categories nor fixed features would have the last word. */
  function boundaryOf({ records: [only, ...others] }: Target): Boundary | undefined {
    const isPlain = others.length === 0 && vary === null && !isDiscrete && settings.objective !== 'mean-distance';
    if (exclude === null || !isPlain) return undefined;
    return createBoundary(exclude.shape, rowOf(gp.inputs, only as number), exclude.radius);
  }

  const allowedOf = (target: Pick<Target, 'records'>): number[] =>
    pool === null ? [] : Array.from(allowedRows(pool, optionsFor(target).exclude));
  const mayAskRecord = exclude === null && pool === null;

  return {
    key: keyOf(pool?.rows, given?.points),
    range,
    queries,
    starts: startCount,
    init: given?.name ?? settings.init,
    isScaleFree: scaleFree,
    isDiscrete,
    isBounded: settings.values !== 'any',
    mayAskRecord,
    canReachRecord: mayAskRecord && queries >= groupSize && settings.objective !== 'mean-distance',
    exclude,
    vary,
    pool: pool === null ? null : { name: pool.name, rows: pool.rows },
    warnings: inputs.warnings,
    assertAskable(groups) {
      if (exclude === null && vary === null) return;
      for (const records of groups) {
        try {
          if (pool === null) createDomain(range, optionsFor({ records }));
          else allowedOf({ records });
        } catch (cause) {
          throw cause instanceof AuditError
            ? about(
                cause,
                records.map((s) => prepared.rows[s] as number),
              )
            : cause;
        }
      }
    },
    domain: (target) => createDomain(range, optionsFor(target)),
    plan(target, targets) {
      const domain = createDomain(range, optionsFor(target));
      return {
        target,
        domain,
        boundary: boundaryOf(target),
        starts: startsOf(fitted, inputs, settings, { target, targets, domain, isExcluding: exclude !== null }),
        discrete: isDiscrete ? createDiscreteDomain(range, optionsFor(target)) : undefined,
      };
    },
    allowedRows: allowedOf,
  };
}

/** Whether every place takes values on both sides of the mean, so that every direction leads some way within the range. */
function surroundsMean({ low, high }: ValueRange): boolean {
  return low.every((bound, j) => bound < 0 && (high[j] as number) > 0);
}

/** The error with the records that it is about. */
function about({ code, text, details }: AuditError, records: readonly number[]): AuditError {
  const named =
    records.length === 1
      ? `record ${records[0]}`
      : `records ${records.slice(0, 5).join(', ')}${records.length > 5 ? ' and others' : ''}`;
  return new AuditError(code, { ...text, got: `${text.got}, for ${named}` }, { ...details, records });
}

/** Identifies values that settings only name by a file. */
function keyOf(pool: Matrix | undefined, starts: readonly Float64Array[] | undefined): string {
  const hash = createHash('sha256');
  // Copies, since Node.js does not promise to hash memory that threads share.
  if (pool !== undefined) hash.update(pool.data.slice());
  for (const point of starts ?? []) hash.update(point.slice());
  return hash.digest('hex');
}

// Which questions to the model give away most about a record? The pipeline behind `lood query`: from data to the result object and the queries.

import type { RunOptions } from '../../base/progress.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { ArraysInput } from '../../data/datasetFromArrays.ts';
import { tileDifferentiatorModule } from '../../gp/crossDerivatives.ts';
import { assertCheckpointPlace } from '../checkpoint.ts';
import { describeSubject } from '../describeSubject.ts';
import { type FittedSubject, withFittedSubject } from '../fitSubject.ts';
import { QUERY_RESULT_SCHEMA_VERSION, type QueryResult } from '../queryResult.ts';
import type { Subject } from '../subject.ts';
import { describeSearches, describeSettings, missedWarning, studyOf } from './describeSearches.ts';
import type { Found } from './found.ts';
import { FIND_QUERIES_KEYS, type FindQueriesOptions, searchSettings } from './options.ts';
import { createPlanner, type Planner } from './plans.ts';
import { runSearches } from './runSearches.ts';
import { readSearchInputs } from './searchInputs.ts';
import { chosenGroups } from './targets.ts';

/** The queries themselves, as queries.npz holds them. */
export interface FoundQueries {
  /** Rows of the input, [N], or [N, g] for groups; row by row. */
  readonly records: Int32Array;
  /** In the input's units, [N, m, d], row by row. */
  readonly queries: Float64Array;
  /** N, g, m and d. */
  readonly searches: number;
  readonly groupSize: number;
  readonly queriesPerSearch: number;
  readonly dimensions: number;
}

export interface QueryFindings {
  readonly result: QueryResult;
  readonly queries: FoundQueries;
}

/**
 * Searches for the queries that tell most about each chosen record, or about all of them left out together.
 *
 * Cost on top of the fit: about 15 iterations for each start, each 4n² + 4n·d flops.
 *
 * @param data a Dataset, arrays or tensors `{x, y}`, or what loadDataset takes (a path or the name of a built-in set)
 * @throws AuditError; `kind` tells input from failure. A start that fails is reported, and only a search without any other ends in an error
 *
 * @example
 * const { result, queries } = await findQueries('digits', { top: 10, excludeRadius: 0.3 });
 */
export async function findQueries(
  data: Dataset | ArraysInput | string,
  options: FindQueriesOptions = {},
): Promise<QueryFindings> {
  const settings = searchSettings(options);
  await assertCheckpointPlace(options.checkpoint);
  const request = {
    keys: FIND_QUERIES_KEYS,
    modules: [tileDifferentiatorModule()],
    before: (subject: Subject) => readSearchInputs(subject, options, settings),
  };
  return withFittedSubject(data, options, request, async (fitted, inputs) => {
    const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
    const groups = chosenGroups(fitted, options);
    const planner = createPlanner(fitted, inputs, options, settings);
    const found = await fitted.clock.stage('search', () =>
      runSearches(fitted, { groups, settings, planner, shown: 0, checkpoint: options.checkpoint }, run),
    );
    const searches = await describeSearches(fitted, planner, settings.objective, found, run);
    const { warnings, manifest, ...described } = describeSubject(fitted, [
      ...fitted.allWarnings,
      ...planner.warnings,
      ...missedWarning(searches, planner),
    ]);
    return {
      result: {
        kind: 'lood-query',
        schemaVersion: QUERY_RESULT_SCHEMA_VERSION,
        command: 'query',
        ...described,
        search: describeSettings(settings, planner),
        searches,
        study: studyOf(searches),
        landscape: null,
        reconstruction: null,
        warnings,
        manifest,
      },
      queries: foundQueries(fitted, planner, found),
    };
  });
}

/** Undoes the preparation; in valid rows of a table down to the last digit of whole numbers and categories. */
export function foundQueries({ prepared, gp }: FittedSubject, planner: Planner, found: readonly Found[]): FoundQueries {
  const d = gp.inputs.cols;
  const [first] = found as readonly [Found];
  const queriesPerSearch = first.point.length / d;
  const { whole, categories } = planner.range;
  const isWhole = planner.isDiscrete && planner.pool === null ? whole.slice() : new Uint8Array(d);
  if (planner.isDiscrete && planner.pool === null) {
    for (const { start, length } of categories) isWhole.fill(1, start, start + length);
  }
  const restored = (point: Float64Array) =>
    prepared.restore(point).map((value, j) => (isWhole[j] ? Math.round(value) + 0 : value));
  const queries = new Float64Array(found.length * first.point.length);
  found.forEach(({ point }, i) => {
    for (let q = 0; q < queriesPerSearch; q++) {
      queries.set(restored(point.subarray(q * d, (q + 1) * d)), (i * queriesPerSearch + q) * d);
    }
  });
  return {
    records: Int32Array.from(found.flatMap(({ positions }) => positions.map((s) => prepared.rows[s] as number))),
    queries,
    searches: found.length,
    groupSize: first.positions.length,
    queriesPerSearch,
    dimensions: d,
  };
}

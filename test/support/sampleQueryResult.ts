// What do complete results of `lood query`, `lood landscape` and `lood reconstruct` look like? Deterministic and schema-valid, for tests of
// everything that reads them. Made by formulas such that the leakage at a query follows from its likeness to the record, as in a real search.

import type { QueryResult } from '../../src/audit/queryResult.ts';
import { createRandom } from '../../src/base/random.ts';
import { sampleLandscape } from './sampleLandscape.ts';
import { sampleReconstruction } from './sampleReconstruction.ts';
import { type SampleOptions, sampleResult } from './sampleResult.ts';
import { sampleSearches, sampleStudy } from './sampleSearches.ts';

export type SampleConstraint = 'none' | 'ball' | 'cone' | 'pool' | 'vary' | 'valid';

export interface QuerySampleOptions
  extends Pick<
    SampleOptions,
    'data' | 'records' | 'classes' | 'classNames' | 'classLabels' | 'datasetName' | 'warnings' | 'noiseSelection' | 'seed'
  > {
  readonly command: QueryResult['command'];
  readonly searches?: number;
  readonly starts?: number;
  readonly objective?: 'kl' | 'mean-distance' | 'auc';
  readonly constraint?: SampleConstraint;
  /** Records in each group; 1 by default. */
  readonly group?: number;
  /** `none`: no record leaks anything; `tiny`: KL near 1e-12. */
  readonly leakage?: 'typical' | 'tiny' | 'none';
  /** All starts but the best one failed. */
  readonly failing?: boolean;
  /** `false` gives null, as where the command makes none. */
  readonly study?: boolean;
  readonly plane?: boolean;
  readonly directions?: number;
  readonly threatModel?: 'distributions' | 'predictions';
  readonly scale?: 'known' | 'estimated';
  /** Decimals to which answers are rounded. */
  readonly answerDecimals?: number;
  /** How good reconstructions are. */
  readonly quality?: 'good' | 'mixed' | 'perfect' | 'poor';
  /** `false` leaves the gallery empty, as with --contents omit. */
  readonly gallery?: boolean;
}

/** One result of every kind that a reader must bear, by a name for test titles. */
export const QUERY_VARIANTS: Readonly<Record<string, QuerySampleOptions>> = {
  'a search over images': { command: 'query', noiseSelection: true },
  'a search over a table for valid rows': { command: 'query', data: 'table', classes: 2, constraint: 'valid' },
  'a search outside a ball': { command: 'query', constraint: 'ball', objective: 'auc' },
  'a search outside a cone': { command: 'query', constraint: 'cone' },
  'a search in a pool': { command: 'query', constraint: 'pool' },
  'a search over some features': { command: 'query', data: 'table', classes: 2, constraint: 'vary' },
  'a search for mean distance': { command: 'query', objective: 'mean-distance' },
  'a search about groups': { command: 'query', group: 2, searches: 8 },
  'a search about one large group': { command: 'query', group: 40, searches: 1, study: false },
  'one search': { command: 'query', searches: 1, starts: 1 },
  'a search without leakage': { command: 'query', leakage: 'none', searches: 6 },
  'a search with tiny leakage': { command: 'query', leakage: 'tiny' },
  'starts that fail': { command: 'query', failing: true, searches: 5 },
  'no study': { command: 'query', study: false, data: 'plain' },
  'many searches': { command: 'query', searches: 400 },
  'hostile names': {
    command: 'query',
    data: 'table',
    classes: 2,
    datasetName: '<img src=x onerror=alert(1)>\u001b[2J.csv',
    classNames: ['<script>alert("1")</script>', '=HYPERLINK("http://example.invalid")'],
    classLabels: ['=1+1', '@SUM(A1)\u001b[31m'],
    warnings: [{ code: 'DUPLICATE_RECORDS', message: '2 records equal another: </td><script>1</script>\u202e' }],
  },
  'a landscape': { command: 'landscape' },
  'a landscape with five directions and no plane': { command: 'landscape', directions: 5, plane: false },
  'a landscape with one direction': { command: 'landscape', directions: 1, plane: false, data: 'plain' },
  'a landscape without leakage': { command: 'landscape', leakage: 'none' },
  'a landscape with tiny leakage': { command: 'landscape', leakage: 'tiny' },
  'reconstructed images': { command: 'reconstruct', quality: 'mixed' },
  'reconstructed colour images': { command: 'reconstruct', data: 'colour', scale: 'estimated', threatModel: 'predictions' },
  'reconstructions from rounded answers': {
    command: 'reconstruct',
    threatModel: 'predictions',
    answerDecimals: 3,
    quality: 'poor',
  },
  'reconstructed table rows': { command: 'reconstruct', data: 'table', classes: 2 },
  'reconstructed vectors': { command: 'reconstruct', data: 'plain', quality: 'poor' },
  'one reconstructed record': { command: 'reconstruct', searches: 1, quality: 'perfect' },
  'reconstructions without contents': { command: 'reconstruct', gallery: false },
  'reconstructions with hostile names': {
    command: 'reconstruct',
    data: 'table',
    classes: 2,
    datasetName: '<b>\u202e.csv',
    classNames: ['<script>alert("1")</script>', '=HYPERLINK("http://example.invalid")'],
  },
};

const DEFAULT_SEARCHES = { query: 24, landscape: 0, reconstruct: 10 } as const;

/** A complete result that `queryResultSchema` accepts; the same options give the same result. */
export function sampleQueryResult(options: QuerySampleOptions): QueryResult {
  const { command, searches: count = DEFAULT_SEARCHES[command], objective = 'kl', constraint = 'none' } = options;
  const { leakage: _, ...shared } = options;
  const { dataset, preprocessing, model, warnings, manifest } = sampleResult({ records: 300, ...shared });
  const random = createRandom(options.seed ?? 3);
  const searches = sampleSearches(options, count, dataset, random);
  return {
    kind: 'lood-query',
    schemaVersion: '1.0',
    command,
    dataset,
    preprocessing,
    model,
    search: command === 'landscape' ? null : searchSettings(options, objective, constraint, dataset.columns !== null),
    searches: options.threatModel === 'predictions' ? [] : searches,
    study: command === 'query' && options.study !== false ? sampleStudy(searches) : null,
    landscape: command === 'landscape' ? sampleLandscape(options, random) : null,
    reconstruction: command === 'reconstruct' ? sampleReconstruction(options, searches, dataset, preprocessing, random) : null,
    warnings,
    manifest: { ...manifest, settings: { ...manifest.settings, record: 17, objective } },
  };
}

function searchSettings(
  { starts = 4, group = 1, command }: QuerySampleOptions,
  objective: 'kl' | 'mean-distance' | 'auc',
  constraint: SampleConstraint,
  isTable: boolean,
): NonNullable<QueryResult['search']> {
  return {
    objective,
    queries: group,
    starts,
    init: command === 'reconstruct' ? 'uniform' : 'leakiest',
    optimizer: constraint === 'pool' ? 'pool' : 'lbfgs',
    maxIterations: 200,
    values: constraint === 'vary' ? 'any' : isTable ? 'valid' : 'range',
    together: group > 1,
    exclude: constraint === 'ball' || constraint === 'cone' ? { radius: 0.2, shape: constraint } : null,
    pool: constraint === 'pool' ? { name: 'public.npz', rows: 500 } : null,
    vary: constraint === 'vary' ? ['age', 'hours <per> week'] : null,
  };
}

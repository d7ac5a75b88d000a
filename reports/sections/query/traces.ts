// How fast do searches find what they find? The objective by iteration, relative to the most it could reach. Called by convergence.ts.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import type { Block } from '../../blocks.ts';
import type { Series, SeriesRole } from '../../figures/figure.ts';
import { count } from '../words.ts';
import { keptAway, type SearchSettings, searchName } from './searches.ts';

const OBJECTIVE_WORDS: Readonly<Record<SearchSettings['objective'], string>> = {
  kl: 'the KL divergence, relative to that of the question found',
  auc: 'the AUC above 0.5, relative to that of the question found',
  'mean-distance': 'the mean distance, relative to that of the question found',
};

interface Trace {
  readonly search: SearchResult;
  /** Share of the limit, from the start itself. */
  readonly shares: readonly number[];
}

/** More searches than this are drawn by their quantiles. */
const DRAWN_ALONE = 4;
const ROLES: readonly SeriesRole[] = ['primary', 'secondary', 'tertiary', 'quaternary'];
/** Share of the limit at which a search counts as nearly there. */
const NEARLY = 0.9;
const NEARLY_WORDS = { reached: '90%', short: '10%' };

/** The figure, or nothing where no search climbed: in a pool, without leakage. */
export function traceBlocks(result: QueryResult, settings: SearchSettings): readonly Block[] {
  const traces = result.searches.flatMap((search) => traceOf(search, settings));
  if (traces.length === 0) return [];
  const most = Math.max(...traces.map(({ shares }) => shares.length - 1));
  const iterations = traces.map(({ shares }) => shares.findIndex((share) => share >= NEARLY)).filter((at) => at >= 0);
  const half = iterations.toSorted((a, b) => a - b)[Math.floor((iterations.length - 1) / 2)];
  const bound = climbsToBound(settings);
  const limit = bound ? 'the leakage at the record' : 'what the search ended with';
  return [
    {
      kind: 'figure',
      figure: {
        id: 'convergence',
        title:
          half === undefined
            ? `No search came within ${NEARLY_WORDS.short} of ${limit}`
            : traces.length === 1
              ? `The search reaches ${NEARLY_WORDS.reached} of ${limit} after ${count(half, 'iteration')}`
              : `Half of the searches that reach ${NEARLY_WORDS.reached} of ${limit} do so within ${count(half, 'iteration')}`,
        altText:
          `Share of ${limit} by iteration, for ${count(traces.length, 'search', 'searches')} of up to ${count(most, 'iteration')}; ` +
          `${count(iterations.length, 'search', 'searches')} reach ${NEARLY_WORDS.reached}.`,
        x: { label: 'Iteration of the best start', scale: 'linear', format: 'integer', min: 0, max: Math.max(1, most) },
        y: {
          label: bound ? 'KL ÷ KL at the record' : 'Share of the final value',
          scale: 'linear',
          format: 'number',
          min: 0,
          max: 1.05,
        },
        series: traces.length <= DRAWN_ALONE ? traces.map((trace, i) => alone(result, trace, i)) : quantiles(traces, most),
        referenceLines: [{ axis: 'y', value: 1, label: bound ? 'the bound' : 'the end' }],
      },
      caption:
        'How the best start of each search climbs.' +
        (traces.length <= DRAWN_ALONE
          ? ''
          : ' At each iteration, a tenth of the searches lie above the upper line and a tenth below the lower one.') +
        (bound ? '' : ` Shown is ${OBJECTIVE_WORDS[settings.objective]}.`),
    },
  ];
}

/** Where the record may not be asked, the bound is out of reach, and a climb is compared with its own end. */
function climbsToBound(settings: SearchSettings): boolean {
  return settings.objective === 'kl' && keptAway(settings) === undefined;
}

function traceOf(search: SearchResult, settings: SearchSettings): readonly Trace[] {
  const floor = settings.objective === 'auc' ? 0.5 : 0;
  const limit = climbsToBound(settings) ? search.klAtRecord : (search.trace.at(-1) ?? 0) - floor;
  if (search.trace.length < 2 || !(limit > 0)) return [];
  return [{ search, shares: search.trace.map((value) => Math.max(0, (value - floor) / limit)) }];
}

function alone(result: QueryResult, { search, shares }: Trace, index: number): Series {
  return {
    kind: 'line',
    name: searchName(result, search),
    role: ROLES[index] as SeriesRole,
    points: shares.map((share, iteration) => [iteration, share]),
  };
}

/** A search that has ended keeps its last value. */
function quantiles(traces: readonly Trace[], most: number): readonly Series[] {
  const at = (iteration: number) =>
    traces.map(({ shares }) => shares[Math.min(iteration, shares.length - 1)] as number).sort((a, b) => a - b);
  const levels = Array.from({ length: most + 1 }, (_, iteration) => at(iteration));
  const line = (name: string, role: SeriesRole, level: number): Series => ({
    kind: 'line',
    name,
    role,
    points: levels.map((sorted, iteration) => [iteration, sorted[Math.round(level * (sorted.length - 1))] as number]),
  });
  return [line('fastest tenth', 'tertiary', 0.9), line('median', 'primary', 0.5), line('slowest tenth', 'secondary', 0.1)];
}

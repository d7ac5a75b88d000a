// Which valid row of a table tells most around where a climb ended? Changes of single columns and climbs of the numbers that need not be whole take
// turns. Called by searchQueries.ts.

import type { RunOptions } from '../base/progress.ts';
import type { ClimbPlan, FinishedClimb } from './climbTogether.ts';
import type { QueryEvaluator } from './evaluateQueries.ts';
import type { Objective } from './objective.ts';
import type { Target } from './target.ts';
import { climbValidRows, type RowClimb, type ValidRow } from './validRows.ts';

/** Climbs over real numbers. */
export type ClimbNumbers = (plans: readonly ClimbPlan[], targetOf: (index: number) => Target) => Promise<FinishedClimb[]>;

/** Rounds of changes of single columns and climbs of the numbers that need not be whole; the first mostly finds what there is. */
const MOST_ROUNDS = 4;
/** Gain in ln(objective) below which another round is not worth it. */
const NO_GAIN = 1e-9;

/** A valid row on its way. */
export interface BestRow extends RowClimb, ValidRow {
  /** By the numbers that need not be whole; 0 where there are none. */
  readonly gradientNorm: number;
  /** Of climbs. */
  readonly evaluations: number;
  /** Whether nothing near it tells more. */
  readonly isBest: boolean;
}

/** Neighbours of a row up to which a table counts as narrow. */
const NARROW = 64;
/** Rows of one target that are climbed from in wide tables, where each takes hundreds of evaluations; in narrow ones all are. */
const CLIMBED = 2;

/** Whether all rows around the starts and ends of climbs are worth trying: each differs from few others in one column. */
export function isNarrow({ discrete }: Pick<RowClimb, 'discrete'>, row: Float64Array): boolean {
  return discrete.neighbours(row).length <= NARROW;
}

/** Of the starts of one target those that are worth climbing from, and the others as they are: in wide tables only the best few are climbed from. */
export async function worthClimbing(
  evaluator: QueryEvaluator,
  objective: Objective,
  starts: readonly RowClimb[],
): Promise<{ readonly climbed: readonly RowClimb[]; readonly others: readonly BestRow[] }> {
  const [first] = starts;
  if (first === undefined || starts.length <= CLIMBED || isNarrow(first, first.from)) return { climbed: starts, others: [] };
  const values = await evaluator.values(
    objective,
    starts.map(({ target, from }) => ({ target, queries: from })),
  );
  const ranked = starts.map((_, i) => i).sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  return {
    climbed: ranked.slice(0, CLIMBED).map((i) => starts[i] as RowClimb),
    others: ranked.slice(CLIMBED).map((i): BestRow => {
      const start = starts[i] as RowClimb;
      return { ...start, point: start.from, value: values[i] as number, gradientNorm: 0, evaluations: 1, isBest: false };
    }),
  };
}

/**
 * The best row around each start. @throws AuditError CANCELLED, and what `climbNumbers` throws
 *
 * @param climbNumbers climbs over real numbers
 */
export async function bestRows(
  evaluator: QueryEvaluator,
  objective: Objective,
  starts: readonly RowClimb[],
  climbNumbers: ClimbNumbers,
  run: RunOptions,
): Promise<BestRow[]> {
  const rows = starts.map(
    (start): BestRow => ({
      ...start,
      point: start.from,
      value: Number.NEGATIVE_INFINITY,
      gradientNorm: 0,
      evaluations: 0,
      isBest: true,
    }),
  );
  let open = rows.map((_, i) => i);
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round++) {
    await climbTheirNumbers(rows, open, climbNumbers);
    const froms = open.map((i): RowClimb => ({ ...(rows[i] as BestRow), from: (rows[i] as BestRow).point }));
    const changed = await climbValidRows(evaluator, objective, froms, run);
    open = open.filter((i, k) => {
      const row = rows[i] as BestRow;
      const { point, value } = changed[k] as ValidRow;
      if (value > row.value) rows[i] = { ...row, point, value };
      return value > row.value + NO_GAIN;
    });
  }
  return rows;
}

/** Moves the rows, in place, to where the numbers that need not be whole tell most. */
async function climbTheirNumbers(rows: BestRow[], open: readonly number[], climbNumbers: ClimbNumbers): Promise<void> {
  const free = open.flatMap((i): { readonly i: number; readonly plan: ClimbPlan }[] => {
    const { discrete, point } = rows[i] as BestRow;
    const domain = discrete.around(point);
    // Each is a group of its own: none is given up for another.
    return domain === undefined ? [] : [{ i, plan: { group: i, start: point, domain } }];
  });
  if (free.length === 0) return;
  const targetOf = (index: number) => (rows[(free[index] as { i: number }).i] as BestRow).target;
  const ends = await climbNumbers(
    free.map(({ plan }) => plan),
    targetOf,
  );
  for (const [k, { i }] of free.entries()) {
    const [row, { point, value, gradientNorm, evaluations }] = [rows[i] as BestRow, ends[k] as FinishedClimb];
    const all = row.evaluations + evaluations;
    rows[i] = value >= row.value ? { ...row, point, value, gradientNorm, evaluations: all } : { ...row, evaluations: all };
  }
}

// Which valid rows of a table tell most, near where climbs over real numbers ended? Rounding, then the best change of one column at a time until none
// gains. Called by bestRows.ts.

import { throwIfCancelled } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { DiscreteDomain } from './constraints/discrete.ts';
import type { QueryEvaluator, Question } from './evaluateQueries.ts';
import type { Objective } from './objective.ts';
import type { Target } from './target.ts';

/** Rounds of changes; each changes the column that gains most. */
const MOST_ROUNDS = 200;
/** Gain in ln(objective) below which two rows tell the same. */
const NO_GAIN = 1e-12;
/** Of many rows that differ in one column, those that are tried first. */
const TRIED_FIRST = 32;
/** Values of rows that are tried together, at most, unless those of one climb are more: 64 MiB. */
const VALUES_AT_ONCE = 2 ** 23;

export interface RowClimb {
  readonly target: Target;
  readonly discrete: DiscreteDomain;
  readonly from: Float64Array;
}

export interface ValidRow {
  readonly point: Float64Array;
  /** φ of objective.ts. */
  readonly value: number;
}

/**
 * The row that each climb comes to: no change of one column gains more. A round costs one evaluation for each row that differs in one column, or where
 * these are many, about 33 until the last.
 *
 * @throws AuditError CANCELLED
 */
export async function climbValidRows(
  evaluator: QueryEvaluator,
  objective: Objective,
  climbs: readonly RowClimb[],
  run: RunOptions,
): Promise<ValidRow[]> {
  const points = climbs.map(({ discrete, from }) => discrete.roundToValid(from));
  const values = await evaluator.values(
    objective,
    climbs.map(({ target }, i) => ({ target, queries: points[i] as Float64Array })),
  );
  const rows = points.map((point, i): ValidRow => ({ point, value: values[i] as number }));
  let open = climbs.flatMap(({ target }, i) => ((rows[i] as ValidRow).value < bound(objective, target) - NO_GAIN ? [i] : []));
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round++) {
    const gaining: number[] = [];
    while (open.length > 0) {
      throwIfCancelled(run.signal);
      const { taken, questions } = nextPortion(climbs, rows, open);
      open = open.slice(taken.length);
      const own = taken.map((i) => rows[i] as ValidRow);
      const found = await betterRows(evaluator, objective, own, questions);
      for (const [k, i] of taken.entries()) {
        const better = found[k];
        if (better === undefined) continue;
        rows[i] = better;
        if (better.value < bound(objective, (climbs[i] as RowClimb).target) - NO_GAIN) gaining.push(i);
      }
    }
    open = gaining;
  }
  return rows;
}

/** φ at the own query of a single record: no query tells more. */
function bound(objective: Objective, { records, ownPair }: Target): number {
  const [mode] = ownPair.modes;
  return objective !== 'mean-distance' && records.length === 1 && mode !== undefined ? Math.log(mode.varianceRatio) : Infinity;
}

/**
 * For each row the best of its neighbours, where one gains. Of many neighbours those are tried first at which the slope promises most, and the others only
 * where none of these gains.
 */
async function betterRows(
  evaluator: QueryEvaluator,
  objective: Objective,
  rows: readonly ValidRow[],
  neighbours: readonly (readonly Question[])[],
): Promise<(ValidRow | undefined)[]> {
  const many = neighbours.flatMap((list, k) => (list.length > 2 * TRIED_FIRST ? [k] : []));
  const slopes = await evaluator.gradients(
    objective,
    many.map((k) => ({
      target: (neighbours[k] as readonly Question[])[0]?.target as Target,
      queries: rows[k]?.point as Float64Array,
    })),
  );
  const ordered = neighbours.map((list, k) => {
    const slope = slopes[many.indexOf(k)];
    return slope === undefined ? list : byPromise(list, (rows[k] as ValidRow).point, slope.gradient);
  });
  const first = ordered.map((list, k) => (many.includes(k) ? list.slice(0, TRIED_FIRST) : list));
  const found = await bestOfEach(evaluator, objective, rows, first);
  const rest = ordered.map((list, k) => (found[k] === undefined && many.includes(k) ? list.slice(TRIED_FIRST) : []));
  const later = await bestOfEach(evaluator, objective, rows, rest);
  return found.map((better, k) => better ?? later[k]);
}

function byPromise(list: readonly Question[], point: Float64Array, gradient: Float64Array): Question[] {
  const promise = ({ queries }: Question) =>
    queries.reduce((sum, value, j) => sum + (value - (point[j] as number)) * (gradient[j] as number), 0);
  return list
    .map((question) => ({ question, gain: promise(question) }))
    .sort((a, b) => b.gain - a.gain)
    .map(({ question }) => question);
}

/** The best question of each list, where it tells more than the row. */
async function bestOfEach(
  evaluator: QueryEvaluator,
  objective: Objective,
  rows: readonly ValidRow[],
  lists: readonly (readonly Question[])[],
): Promise<(ValidRow | undefined)[]> {
  const told = await evaluator.values(objective, lists.flat());
  let at = 0;
  return lists.map((list, k) => {
    let best: ValidRow | undefined;
    let most = (rows[k] as ValidRow).value + NO_GAIN;
    for (const { queries } of list) {
      const value = told[at++] as number;
      if (value > most) [best, most] = [{ point: queries, value }, value];
    }
    return best;
  });
}

/** The next climbs whose neighbours fit into one portion, with a question for each neighbour. */
function nextPortion(
  climbs: readonly RowClimb[],
  rows: readonly ValidRow[],
  open: readonly number[],
): { readonly taken: readonly number[]; readonly questions: readonly (readonly Question[])[] } {
  const taken: number[] = [];
  const questions: Question[][] = [];
  let size = 0;
  for (const i of open) {
    const { target, discrete } = climbs[i] as RowClimb;
    const { point } = rows[i] as ValidRow;
    const neighbours = discrete.neighbours(point).map((queries) => ({ target, queries }));
    taken.push(i);
    questions.push(neighbours);
    size += neighbours.length * point.length;
    if (size > VALUES_AT_ONCE) break;
  }
  return { taken, questions };
}

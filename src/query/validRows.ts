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

/** The row that each climb comes to. A round costs one evaluation for each row that differs in one column. @throws AuditError CANCELLED */
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
  let open = climbs.map((_, i) => i);
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round++) {
    const gaining: number[] = [];
    while (open.length > 0) {
      throwIfCancelled(run.signal);
      const { taken, questions } = nextPortion(climbs, rows, open);
      open = open.slice(taken.length);
      const all = questions.flat();
      const told = await evaluator.values(objective, all);
      let at = 0;
      for (const [k, i] of taken.entries()) {
        const { length } = questions[k] as readonly Question[];
        const best = bestOf(told, at, at + length);
        const candidate = all[best];
        if (candidate !== undefined && (told[best] as number) > (rows[i] as ValidRow).value + NO_GAIN) {
          rows[i] = { point: candidate.queries, value: told[best] as number };
          gaining.push(i);
        }
        at += length;
      }
    }
    open = gaining;
  }
  return rows;
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

/** Index of the largest value among those from `start` to before `end`; −1 where there are none. */
function bestOf(values: readonly number[], start: number, end: number): number {
  let best = start < end ? start : -1;
  for (let i = start + 1; i < end; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

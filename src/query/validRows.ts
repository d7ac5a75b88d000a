// Which valid row of a table tells most, near where a climb over real numbers ended? Rounding, then the best change of one column at a time until
// none gains. Called by searchQueries.ts.

import { throwIfCancelled } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { DiscreteDomain } from './constraints/discrete.ts';
import type { QueryEvaluator } from './evaluateQueries.ts';
import type { Objective } from './objective.ts';
import type { Target } from './target.ts';

/** Rounds of changes; each changes the column that gains most. */
const MOST_ROUNDS = 200;
/** Gain in ln(objective) below which two rows tell the same. */
const NO_GAIN = 1e-12;

/** The row and its φ. One batch of evaluations a round. @throws AuditError CANCELLED */
export async function climbValidRows(
  evaluator: QueryEvaluator,
  objective: Objective,
  target: Target,
  discrete: DiscreteDomain,
  from: Float64Array,
  run: RunOptions,
): Promise<{ readonly point: Float64Array; readonly value: number }> {
  let point = discrete.roundToValid(from);
  let [value] = (await evaluator.values(objective, [{ target, queries: point }])) as [number];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    throwIfCancelled(run.signal);
    const rows = discrete.neighbours(point);
    if (rows.length === 0) break;
    const values = await evaluator.values(
      objective,
      rows.map((queries) => ({ target, queries })),
    );
    const best = values.reduce((top, candidate, i) => (candidate > (values[top] as number) ? i : top), 0);
    if (!((values[best] as number) > value + NO_GAIN)) break;
    [point, value] = [rows[best] as Float64Array, values[best] as number];
  }
  return { point, value };
}

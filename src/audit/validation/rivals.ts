// What do other methods say of the records? Means over the networks that were asked. Called by validate.ts.

import type { Unit, UnitResult } from '../../networks/processes/messages.ts';
import type { RivalScores } from '../../networks/rivals/rivalScores.ts';
import { hasLearned } from './outcomes.ts';

type Scores = Omit<RivalScores, 'influenceResidual'>;

export interface MeanRivals {
  readonly scores: Scores;
  readonly models: number;
  /** Greatest of the residuals of conjugate gradients. */
  readonly residual: number;
}

const NAMES = ['loss', 'negativeMargin', 'tracIn', 'influence'] as const satisfies readonly (keyof Scores)[];

/**
 * Null where no network was asked, or all that were diverged.
 *
 * @param queries Q
 */
export function meanRivals(
  units: readonly Unit[],
  results: readonly UnitResult[],
  records: number,
  queries: number,
): MeanRivals | null {
  const asked = results.flatMap((result, u) =>
    units[u]?.asksRivals && result.rivals !== null && hasLearned(result, 0, queries) ? [result.rivals] : [],
  );
  const sound = asked.filter((scores) => NAMES.every((name) => scores[name].every(Number.isFinite)));
  if (sound.length === 0) return null;
  const mean = (name: keyof Scores) =>
    Float64Array.from(
      { length: records },
      (_, r) => sound.reduce((sum, scores) => sum + (scores[name][r] as number), 0) / sound.length,
    );
  return {
    scores: { loss: mean('loss'), negativeMargin: mean('negativeMargin'), tracIn: mean('tracIn'), influence: mean('influence') },
    models: sound.length,
    residual: Math.max(...sound.map(({ influenceResidual }) => influenceResidual)),
  };
}

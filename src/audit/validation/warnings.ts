// What should a reader of a validation know that its numbers do not say? Called by validate.ts.

import type { Warning } from '../../base/warnings.ts';
import type { ProcessDescription } from '../../networks/processes/messages.ts';
import type { Outcomes } from './outcomes.ts';
import type { MeanRivals } from './rivals.ts';

/** Relative residual of conjugate gradients above which an influence function is not what its formula says. */
const LOOSE = 0.05;
/** Share of the first loss above which networks have learned little. */
const LITTLE = 0.8;

export function validationWarnings(
  { diverged, seeds, firstLoss, lastLoss }: Outcomes,
  rivals: MeanRivals | null,
  { passedOver }: ProcessDescription,
): Warning[] {
  const warnings: Warning[] = [];
  if (diverged > 0) {
    warnings.push({
      code: 'NETWORKS_DIVERGED',
      message: `Networks of ${diverged} of ${seeds + diverged} seeds did not learn (their loss rose, or became infinite) and are left out. A smaller --learning-rate prevents it.`,
    });
  }
  if (lastLoss > LITTLE * firstLoss) {
    warnings.push({
      code: 'NETWORKS_UNTRAINED',
      message: `The training loss fell from ${firstLoss.toPrecision(3)} to ${lastLoss.toPrecision(3)} only, so that records have left little trace in the networks. More --epochs or a larger --learning-rate train them.`,
    });
  }
  if (rivals !== null && rivals.residual > LOOSE) {
    warnings.push({
      code: 'INFLUENCE_UNSOLVED',
      message: `Conjugate gradients left ${(100 * rivals.residual).toPrecision(2)}% of the equations of an influence function, which is the less exact for it. A larger --damping solves them.`,
    });
  }
  const libraries = passedOver.filter((text) => !text.startsWith('native binding'));
  if (libraries.length > 0) {
    warnings.push({
      code: 'SLOW_TRAINING',
      message: `Networks were trained without what could have been faster: ${libraries.join('; ')}.`,
    });
  }
  return warnings;
}

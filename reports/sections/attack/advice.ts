// What can be done about what the attacks show? Advice chosen by the finding. Called by verdict.ts of this folder.

import type { AttackResult } from '../../../src/audit/attackResult.ts';
import { assertNever } from '../../../src/base/errors.ts';
import { count, number } from '../words.ts';
import { headlineBound } from './outcomes.ts';

/** Reference models from which more of them change little (Zarifzadeh et al. 2024, Carlini et al. 2022, figures over their number). */
const FEW_REFERENCES = 8;

/** Sentences that each start with what to do. */
export function attackAdvice(result: AttackResult): readonly string[] {
  const { references } = result.signals;
  const stronger =
    references < FEW_REFERENCES
      ? [
          references === 0
            ? 'Train reference models, eight or more, each on half of the records, and attack again: without them only records that are easy for any model can be told.'
            : `Train more reference models (now ${count(references, 'one', 'of them')}): attacks that compare each record with its own history get stronger up to some tens.`,
        ]
      : [];
  switch (result.verdict.finding) {
    case 'leak':
      return [
        'Do not release this model, or its exact scores, where it matters that somebody was in the training data; the list of records most exposed says who is concerned first.',
        'Train it again with fewer passes, more regularisation or augmentation: a smaller gap between training and test loss is the first thing that lowers these numbers.',
        'Publish less: labels alone, or scores rounded to few digits, tell an attacker less.',
        `Where a guarantee is needed, train with differential privacy, and attack again: an ε below the bound of this report${epsilonClause(result)} is refuted.`,
        ...stronger,
      ];
    case 'none-found':
      return ['Keep this report with the model. No step is needed because of this attack.', ...stronger];
    case 'too-few-records':
      return [
        'Record the signals of more records, members and others alike, and attack again before anything is decided.',
        ...stronger,
      ];
    case 'reversed':
      return [
        'Compare the mean loss of members with that of other records: it should be lower.',
        'Check that members holds 1 for records of the training set, and that all arrays have the records in the same order.',
      ];
    default:
      return assertNever(result.verdict.finding);
  }
}

function epsilonClause(result: AttackResult): string {
  const epsilon = headlineBound(result)?.epsilon ?? 0;
  return epsilon > 0 ? ` (${number(epsilon)})` : '';
}

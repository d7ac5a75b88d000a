// Who is the attacker, in plain words? What they have and what they lack under each threat model. Called by the sections on reconstruction.

import type { Reconstruction } from '../../../src/audit/queryResult.ts';
import { cosine, count } from '../words.ts';

export interface Attacker {
  readonly has: readonly string[];
  readonly lacks: readonly string[];
  /** How the attack goes, in a sentence or two. */
  readonly way: string;
}

/** Clause for sentences: `an attacker who …`. */
export function attackerClause({ threatModel, answerDecimals }: Reconstruction): string {
  if (threatModel === 'distributions')
    return 'who can ask anything and sees how the answers are distributed with and without the record';
  const rounded = answerDecimals === undefined ? '' : `, rounded to ${count(answerDecimals, 'decimal')}`;
  return `who knows all other records and sees the model’s mean predictions${rounded}`;
}

/** How precise answers are: `exact`, `rounded to 3 decimals`. */
export function precision({ answerDecimals }: Reconstruction): string {
  return answerDecimals === undefined ? 'exact' : `rounded to ${count(answerDecimals, 'decimal')}`;
}

export function attackerOf({ threatModel, scale, answers, answerDecimals }: Reconstruction): Attacker {
  const size = scale === 'known' ? ['the norm of the record, which was told'] : [];
  const noSize = scale === 'known' ? [] : ['the norm of the record, which is estimated'];
  switch (threatModel) {
    case 'distributions':
      return {
        has: [
          'the model trained with the record and one trained without it, of which any question may be asked',
          `for each question the exact distribution of the answer, mean and variance, of both (at most ${count(answers, 'answer')} were used for a record)`,
          ...size,
        ],
        lacks: ['the record and its label', 'the other records', ...noSize],
        way:
          'The attack climbs to the question at which both models differ most. By the theorem behind the certificate nothing differs more than at the ' +
          'record itself, so the question it ends with is the record, or as good as it.',
      };
    case 'predictions':
      return {
        has: [
          'all other records with their labels, the kernel and the noise variance',
          `mean predictions of the one model that was trained with the record, ` +
            `${answerDecimals === undefined ? 'as 32-bit numbers' : `rounded to ${count(answerDecimals, 'decimal')}`} (at most ${count(answers, 'answer')} for a record: one at ` +
            'each other record, and one at a pair of probes along each feature)',
          ...size,
        ],
        lacks: ['the record and its label', 'a model trained without the record', 'how certain the model is', ...noSize],
        way:
          'The answers at the other records give their weights in the model. What these leave unexplained at the probes is due to the missing record ' +
          'alone, and the attack looks for the input that explains it.',
      };
  }
}

/** `a cosine of at least 0.9990 with the record`. */
export function criterion({ threshold }: Reconstruction): string {
  return `a cosine of at least ${cosine(threshold).replace(/(\.\d*?[1-9])0+$/, '$1')} with the record`;
}

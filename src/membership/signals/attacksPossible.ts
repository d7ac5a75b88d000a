// Which attacks can run on these signals, and what keeps the others from it? Called by the command before it attacks anything.

import { AuditError, type ErrorText } from '../../base/errors.ts';
import { ATTACKS } from './attacks.ts';
import { countModels, lacksOf, lackText } from './needs.ts';
import { populationOf } from './rmia.ts';
import { assertSignals, type Signals } from './signals.ts';

export interface AttackPossibility {
  readonly name: string;
  /** `fill`: only with `missing: 'fill'`, as some records lack reference models. */
  readonly possible: 'yes' | 'fill' | 'no';
  /** Records that lack reference models. */
  readonly lacking: number;
  /** What is missing and what works instead, unless it is possible. */
  readonly why: ErrorText | undefined;
}

/**
 * An entry for each of `ATTACKS`, in its order, as memberships have it: that reference models agree exactly, and leave no spread, is found by the
 * attack. O(R·n), and O(n) for each attack.
 *
 * @throws what `assertSignals` throws
 */
export function attacksPossible(signals: Signals): AttackPossibility[] {
  assertSignals(signals);
  const counts = countModels(signals);
  const noPopulation = withoutPopulation(signals);
  return ATTACKS.map(({ name, needs }) => {
    const lacks = lacksOf(counts, needs);
    const lacking = counts.in.reduce(
      (sum, count, i) => sum + (count < needs.in || (counts.out[i] as number) < needs.out ? 1 : 0),
      0,
    );
    const [lack] = lacks;
    if (needs.population && noPopulation !== undefined && !lack?.all) return { name, possible: 'no', lacking, why: noPopulation };
    if (lack === undefined) return { name, possible: 'yes', lacking, why: undefined };
    return { name, possible: lack.all ? 'no' : 'fill', lacking, why: lackText(counts, name, lack) };
  });
}

function withoutPopulation(signals: Signals): ErrorText | undefined {
  try {
    populationOf(signals, undefined);
    return undefined;
  } catch (error) {
    if (error instanceof AuditError) return error.text;
    throw error;
  }
}

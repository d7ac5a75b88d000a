// Which attacks are run, and which of them does the verdict rest on? By name, or all that the signals permit and a rule that looks at numbers of
// reference models alone. Called by auditSignals.ts.

import { AuditError, type ErrorText } from '../../base/errors.ts';
import { ATTACKS, type Attack, attackNamed } from '../../membership/signals/attacks.ts';
import { type AttackPossibility, attacksPossible } from '../../membership/signals/attacksPossible.ts';
import type { ModelCounts } from '../../membership/signals/needs.ts';
import type { AttackResult } from '../attackResult.ts';
import type { RecordedSignals } from './readSignals.ts';
import { strongestFirst } from './strongest.ts';

export interface ChosenAttack {
  readonly attack: Attack;
  /** Records that lack reference models and get the mean of the others for it. */
  readonly filled: number;
}

export interface AttackChoice {
  /** In the order of strength by design. */
  readonly attacks: readonly ChosenAttack[];
  /** The attack that the verdict rests on. */
  readonly main: string;
  readonly choice: AttackResult['verdict']['choice'];
  readonly unavailable: AttackResult['unavailable'];
}

/**
 * Share of records that may lack reference models and be given what the others have. With models trained on random halves some records always
 * lack them by chance, half of them with a single model; where most do, the attack is not what its name says.
 */
const MOST_FILLED = 0.6;

/** @throws AuditError RECORDS_INVALID for an attack by name that the signals do not permit */
export function chooseAttacks(
  { signals, infinite }: Pick<RecordedSignals, 'signals' | 'infinite'>,
  counts: ModelCounts,
  named: readonly string[] | undefined,
): AttackChoice {
  const possibilities = new Map(attacksPossible(signals).map((one) => [one.name, one]));
  const isRunnable = ({ name }: Attack) => permits(possibilities.get(name) as AttackPossibility, signals.records);
  const chosen = (attack: Attack): ChosenAttack => ({ attack, filled: possibilities.get(attack.name)?.lacking ?? 0 });
  const order = strongestFirst(counts, infinite);
  const inOrder = (attacks: readonly Attack[]) => attacks.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  if (named !== undefined) {
    const attacks = named.map(attackNamed);
    const impossible = attacks.find((attack) => !isRunnable(attack));
    if (impossible !== undefined) {
      throw new AuditError('RECORDS_INVALID', possibilities.get(impossible.name)?.why as ErrorText, { attack: impossible.name });
    }
    return { attacks: inOrder(attacks).map(chosen), main: named[0] as string, choice: 'named', unavailable: [] };
  }
  const attacks = inOrder(ATTACKS.filter(isRunnable));
  return {
    attacks: attacks.map(chosen),
    main: (attacks[0] as Attack).name,
    choice: 'fixed rule',
    unavailable: ATTACKS.filter((attack) => !isRunnable(attack)).map(({ name, describe }) => ({
      name,
      description: describe,
      reason: reasonOf(possibilities.get(name)?.why as ErrorText),
    })),
  };
}

function permits({ possible, lacking }: AttackPossibility, records: number): boolean {
  return possible === 'yes' || (possible === 'fill' && lacking <= MOST_FILLED * records);
}

/** The complaint as a sentence; what else works is what was run. */
function reasonOf({ expected, got }: ErrorText): string {
  return `Needs ${expected.replace(/, for [\w-]+$/, '')}; there are ${got}.`;
}

// How well is each record's membership told, whichever model was trained? The view of single records that corresponds to leave-one-out
// distinguishability: worlds with the record against worlds without it. For programs; the command reports scores of the audited model alone.

import type { Attack, AttackOptions } from './attacks.ts';
import { type AucInterval, aucInterval } from './aucInterval.ts';
import { modelAsTarget } from './modelAsTarget.ts';
import { assertSignals, type Signals } from './signals.ts';

/**
 * For each record, the AUC of an attack's scores between the models trained on it and those that were not: the audited model and every reference
 * model are attacked in turn, with all the others as reference models. Undefined where all models are of one kind. R + 1 attacks.
 *
 * With few models a single record's AUC says little: with 20 of either kind it is ½ ± 0.09 (one standard deviation) for a record that does not
 * leak. `population-threshold` compares the signals themselves. Attacks that are two-sided in the signal, lira-online… and
 * lira-offline-density…, are below ½ on average for records that do not leak (0.43 and 0.47 with 20 of either kind, 0.45 and 0.49 with 64): the fit of
 * a model's own side lacks that model, and lies further from it. The interval takes models for independent, which the common fits make them only
 * nearly.
 *
 * @returns [n]
 * @throws AuditError where the attack cannot be run on some model
 */
export function recordAucs(
  signals: Signals,
  attack: Attack,
  options: AttackOptions = {},
  level = 0.95,
): (AucInterval | undefined)[] {
  assertSignals(signals);
  const { records, references } = signals;
  const runs = Array.from({ length: references + 1 }, (_, r) => {
    // One at a time: each holds a copy of all signals.
    const model = r === references ? signals : modelAsTarget(signals, r, true);
    return { members: model.members, scores: attack.run(model, options).scores };
  });
  return Array.from({ length: records }, (_, i) => {
    const members = Uint8Array.from(runs, (run) => run.members[i] as number);
    if (members.every((member) => member === members[0])) return undefined;
    return aucInterval(
      Float64Array.from(runs, ({ scores }) => scores[i] as number),
      members,
      level,
    );
  });
}

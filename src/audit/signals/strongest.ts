// Which attack is the strongest that the reference models permit? A fixed order that knows their numbers, never who is a member, and never what an
// attack came to: the best of many by its result would be too good by chance. Called by chooseAttacks.ts.

import { ATTACKS } from '../../membership/signals/attacks.ts';
import { median } from '../../membership/signals/median.ts';
import type { ModelCounts } from '../../membership/signals/needs.ts';

/** Models of a side from which a spread for each record is better than one for all (Carlini et al. 2022 switch at 64 in all, 32 of each side). */
const OWN_SPREAD = 32;

/** Names of all attacks, the strongest by design first, those that the signals do not permit among them. */
export function strongestFirst(counts: ModelCounts): readonly string[] {
  const least = Math.min(median([...counts.in]), median([...counts.out]));
  const out = median([...counts.out]);
  const first = [
    ...(least >= OWN_SPREAD ? ['lira-online', 'lira-online-residuals'] : ['lira-online-residuals', 'lira-online']),
    'rmia-online',
    ...(out >= OWN_SPREAD ? ['lira-offline', 'lira-offline-residuals'] : ['lira-offline-residuals', 'lira-offline']),
    'rmia-offline',
    'base-online',
    'base-offline',
    'difference',
    'population-threshold',
  ];
  const names = ATTACKS.map(({ name }) => name);
  return [...first, ...names.filter((name) => !first.includes(name))];
}

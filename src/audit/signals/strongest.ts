// Which attack is the strongest that the reference models permit? A fixed order that knows their numbers and how many signals were rounded to
// certainty, never who is a member, and never what an attack came to: the best of many by its result would be too good by chance. Called by
// chooseAttacks.ts.

import { ATTACKS } from '../../membership/signals/attacks.ts';
import { median } from '../../membership/signals/median.ts';
import type { ModelCounts } from '../../membership/signals/needs.ts';

/**
 * Models of a side from which normal distributions for each record are worth fitting (Carlini et al. 2022 switch at 64 in all, 32 of each side). With
 * fewer, ratios of confidences tell more, and offline with any number (Zarifzadeh et al. 2024). Of those BASE has no γ, whose ties hide what the
 * ratio tells of most records.
 */
const MANY_MODELS = 32;
/** Share of infinite signals above which normal distributions do not fit; ratios of confidences, which cannot be infinite, bear them. */
const SATURATED = 0.001;

/**
 * Names of all attacks, the strongest by design first, those that the signals do not permit among them.
 *
 * @param infinite share of signals whose confidence was rounded to 0 or 1
 */
export function strongestFirst(counts: ModelCounts, infinite: number): readonly string[] {
  const [inside, out] = [median([...counts.in]), median([...counts.out])];
  const fitsFirst = infinite <= SATURATED && Math.min(inside, out) >= MANY_MODELS;
  const ratios = ['base-online', 'rmia-online'];
  const fits = out >= MANY_MODELS ? ['lira-offline', 'lira-offline-residuals'] : ['lira-offline-residuals', 'lira-offline'];
  const first = [
    ...(fitsFirst ? ['lira-online', 'lira-online-residuals', ...ratios] : [...ratios, 'lira-online-residuals', 'lira-online']),
    'base-offline',
    'rmia-offline',
    ...fits,
    'difference',
    'population-threshold',
  ];
  const names = ATTACKS.map(({ name }) => name);
  return [...first, ...names.filter((name) => !first.includes(name))];
}

// When is a record at risk? Three tiers by what the best attack achieves without accusing many innocents.
// The bounds are those of the membership-inference literature (Carlini et al. 2022: report true positives at low false-positive rates):
// at a false-positive rate of 0.1% a hit rate of 10% means that of 101 accusations, equal numbers of members and others at stake, 100 are
// right. Raising the 10% moves records from a tier to the next lower one; it is a policy choice, stated in every report.

import type { RecordResult } from './result.ts';

/** True-positive rate that counts as being singled out. */
const SINGLED_OUT = 0.1;

export type Tier = RecordResult['tier'];

export const TIER_RULES: Readonly<Record<Tier, string>> = {
  high: 'the best attack recognises it at least 10% of the time while wrongly accusing 0.1% of records that were not used',
  elevated: 'the best attack recognises it at least 10% of the time while wrongly accusing 1% of records that were not used',
  low: 'neither of these holds',
};

export function tierOf(tprAtFpr001Percent: number, tprAtFpr1Percent: number): Tier {
  if (tprAtFpr001Percent >= SINGLED_OUT) return 'high';
  return tprAtFpr1Percent >= SINGLED_OUT ? 'elevated' : 'low';
}

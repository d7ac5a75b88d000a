// From where does each search start? From a file, noise, random training records, or the other records that tell most. Called by plans.ts.

import { createHash } from 'node:crypto';
import { createRandom } from '../../base/random.ts';
import { rowOf } from '../../linalg/matrix.ts';
import type { Domain } from '../../query/constraints/domain.ts';
import { recordStart, uniformStart } from '../../query/constraints/startPoints.ts';
import { leakiestRecords } from '../../query/leakiestRecords.ts';
import type { Start } from '../../query/searchQueries.ts';
import type { Target, Targets } from '../../query/target.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { SearchSettings } from './options.ts';
import type { SearchInputs } from './searchInputs.ts';

/** Records this close to the boundary of what is excluded, in standardized values, count as outside. */
const NEARLY_OUTSIDE = 1e-6;

export interface StartsFor {
  readonly target: Target;
  readonly targets: Targets;
  readonly domain: Domain;
  /** Whether something around the records is excluded. */
  readonly isExcluding: boolean;
}

/** Each target has a stream of random numbers of its own, so that its starts do not depend on which others were chosen. */
export function startsOf(
  { gp, prepared, identities }: FittedSubject,
  { range, given, queries, starts: count }: SearchInputs,
  { init, objective }: SearchSettings,
  { target, targets, domain, isExcluding }: StartsFor,
): Start[] {
  const random = createRandom(hashOf(prepared.selection.seed, target.records));
  const named = (positions: readonly number[]) => positions.map((s) => `record ${prepared.rows[s]}`).join(' and ');
  const each = (make: (k: number) => Start): Start[] => Array.from({ length: count }, (_, k) => make(k));
  if (given !== undefined) {
    return each((k) => ({ from: `row ${k} of ${given.name}`, point: (given.points[k] as Float64Array).slice() }));
  }
  switch (init) {
    case 'uniform':
      return each(() => ({ from: 'uniform', point: uniformStart(range, queries, random) }));
    case 'dataset':
      return each(() => {
        const { records, point } = recordStart(gp.inputs, queries, random, target.records);
        return { from: named(records), point };
      });
    default: {
      const mayAsk = (j: number) => !isExcluding || domain.contains(rowOf(gp.inputs, j).slice(), NEARLY_OUTSIDE);
      const found = leakiestRecords(objective, targets, target, identities, count * queries, mayAsk);
      // Where nothing else may be asked, the domain moves the leakiest records to where it may.
      const leaky = found.length > 0 ? found : leakiestRecords(objective, targets, target, identities, count * queries);
      return each((k) => {
        // Fewer records than asked for are asked about again.
        const positions = Array.from({ length: queries }, (_, i) => leaky[(k * queries + i) % leaky.length] as number);
        const point = Float64Array.from(positions.flatMap((s) => Array.from(rowOf(gp.inputs, s))));
        return { from: named(positions), point };
      });
    }
  }
}

/** A seed of 32 bits from the run's and the records. */
function hashOf(seed: number, records: readonly number[]): number {
  return createHash('sha256')
    .update(JSON.stringify([seed, records]))
    .digest()
    .readUInt32LE(0);
}

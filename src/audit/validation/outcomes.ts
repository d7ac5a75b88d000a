// Which outputs of which networks belong to the two worlds of a record? Networks that did not learn are left out. Called by validate.ts.

import { AuditError } from '../../base/errors.ts';
import type { OutputSamples } from '../../networks/empiricalLood/outputSamples.ts';
import type { Unit, UnitResult } from '../../networks/processes/messages.ts';
import { FEWEST_MODELS } from './options.ts';

/** Outputs of the networks of both worlds, seed by seed. */
export interface Outcomes {
  /** Seeds whose networks all learned. */
  readonly seeds: number;
  readonly diverged: number;
  /** Mean training loss in the first and the last epoch, over the networks that are counted. */
  readonly firstLoss: number;
  readonly lastLoss: number;
  /** Outputs at query q of the networks with and without the record of place r among those chosen; only of every second seed for a part 0 or 1. */
  samples(r: number, q: number, part?: 0 | 1): OutputSamples;
}

/** A pair of networks that share a seed. */
interface Pair {
  readonly result: UnitResult;
  /** Index of the network with the record at place r, and of the one without it. */
  readonly members: (r: number) => readonly [number, number];
}

/**
 * @param positions of the chosen records
 * @param queries Q
 * @param outputs C
 * @throws AuditError NUMERICAL_FAILURE when too few networks learned
 */
export function outcomesOf(
  units: readonly Unit[],
  results: readonly UnitResult[],
  positions: readonly number[],
  queries: number,
  outputs: number,
): Outcomes {
  let diverged = 0;
  const losses: (readonly [number, number])[] = [];
  const pairs: Pair[] = [];
  for (const [u, unit] of units.entries()) {
    const result = results[u] as UnitResult;
    const leftOut = unit.members.map((member) => new Set(member.leftOut));
    for (const group of seedGroups(unit)) {
      if (!group.every((g) => hasLearned(result, g, queries))) {
        diverged++;
        continue;
      }
      for (const g of group) losses.push([result.firstLoss[g] as number, result.lastLoss[g] as number]);
      pairs.push({ result, members: (r) => worldsOf(group, leftOut, positions[r] as number) });
    }
  }
  if (pairs.length < FEWEST_MODELS) throw tooFew(pairs.length, pairs.length + diverged);
  const mean = (at: 0 | 1) => losses.reduce((sum, loss) => sum + loss[at], 0) / losses.length;
  return {
    seeds: pairs.length,
    diverged,
    firstLoss: mean(0),
    lastLoss: mean(1),
    samples(r, q, part) {
      const chosen = part === undefined ? pairs : pairs.filter((_, i) => i % 2 === part);
      const world = (side: 0 | 1) =>
        Float64Array.from(
          chosen.flatMap(({ result, members }) => {
            const at = (members(r)[side] * queries + q) * outputs;
            return [...result.outputs.subarray(at, at + outputs)];
          }),
        );
      return { outputs, withRecord: world(0), withoutRecord: world(1), isPaired: true };
    },
  };
}

/** Members of each seed. */
function seedGroups({ members }: Unit): number[][] {
  const groups = new Map<number, number[]>();
  for (const [g, { seed }] of members.entries()) groups.set(seed, [...(groups.get(seed) ?? []), g]);
  return [...groups.values()];
}

/** The loss fell and is a number, and not all that is asked gets one answer, as from a network whose units all died of a step too large. */
export function hasLearned({ firstLoss, lastLoss, outputs }: UnitResult, member: number, queries: number): boolean {
  const [first, last] = [firstLoss[member] as number, lastLoss[member] as number];
  if (!(Number.isFinite(first) && last <= first)) return false;
  const size = outputs.length / firstLoss.length;
  const answers = outputs.subarray(member * size, (member + 1) * size);
  const width = size / queries;
  return answers.every(Number.isFinite) && (queries === 1 || answers.some((value, i) => value !== answers[i % width]));
}

/** The first network of the group that has the record, and the first that leaves it out. */
function worldsOf(
  group: readonly number[],
  leftOut: readonly ReadonlySet<number>[],
  position: number,
): readonly [number, number] {
  const isWithout = (g: number) => leftOut[g]?.has(position) === true;
  return [group.find((g) => !isWithout(g)) as number, group.find(isWithout) as number];
}

function tooFew(learned: number, all: number): AuditError {
  return new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: `networks whose loss falls in training, with at least ${FEWEST_MODELS} seeds`,
      got: `${learned} of ${all} seeds`,
      try: 'a smaller --learning-rate, or more --epochs',
    },
    { learned, seeds: all },
  );
}

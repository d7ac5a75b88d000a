// How much would an estimate from networks have differed with other networks? It is made again without some of them. Called by networkAuc.ts,
// empiricalKl.ts and paperAuc.ts.

import type { OutputSamples } from './outputSamples.ts';

/** Groups left out in turn: their spread then tells the error to about 11%, at a bounded cost however many networks there are. */
const MOST_GROUPS = 40;

/**
 * Standard error by the jackknife over networks, √((G − 1)/G · Σ_g (θ_g − mean)²) with θ_g the estimate without group g: over pairs, where there are pairs, and else over the
 * networks of either world in turn, the variances added. Groups are single networks up to 40 of them, and above that every 40th. Up to 80 estimates.
 */
export function jackknifeError(samples: OutputSamples, estimate: (samples: OutputSamples) => number): number {
  const { outputs, withRecord, withoutRecord, isPaired } = samples;
  if (isPaired) {
    return groupError(withRecord.length / outputs, (stays) =>
      estimate({
        ...samples,
        withRecord: rowsOf(withRecord, outputs, stays),
        withoutRecord: rowsOf(withoutRecord, outputs, stays),
      }),
    );
  }
  return Math.hypot(
    groupError(withRecord.length / outputs, (stays) => estimate({ ...samples, withRecord: rowsOf(withRecord, outputs, stays) })),
    groupError(withoutRecord.length / outputs, (stays) =>
      estimate({ ...samples, withoutRecord: rowsOf(withoutRecord, outputs, stays) }),
    ),
  );
}

function groupError(networks: number, without: (stays: (network: number) => boolean) => number): number {
  const groups = Math.min(MOST_GROUPS, networks);
  return errorOfGroups(Float64Array.from({ length: groups }, (_, g) => without((network) => network % groups !== g)));
}

/** √((G − 1)/G · Σ (θ_g − mean)²) of the estimates without each group. */
export function errorOfGroups(leftOut: Float64Array): number {
  const groups = leftOut.length;
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / groups;
  return Math.sqrt(((groups - 1) / groups) * leftOut.reduce((sum, value) => sum + (value - mean) ** 2, 0));
}

function rowsOf(values: Float64Array, outputs: number, stays: (network: number) => boolean): Float64Array {
  return values.filter((_, i) => stays(Math.floor(i / outputs)));
}

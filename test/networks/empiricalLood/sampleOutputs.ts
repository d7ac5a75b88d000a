// Which samples do the tests of this folder see? Outputs of imagined networks: Gaussian, one variance per world, correlated in pairs.

import type { Random } from '../../../src/base/random.ts';
import type { OutputSamples } from '../../../src/networks/empiricalLood/outputSamples.ts';

export interface Imagined {
  readonly networks: number;
  readonly outputs: number;
  /** Shift of the mean of each output by the record. */
  readonly shift?: number;
  /** Standard deviation with the record, in units of that without. */
  readonly deviation?: number;
  /** Correlation of each output within a pair; without it the networks are unpaired. */
  readonly correlation?: number;
}

export function sampleOutputs(imagined: Imagined, rng: Random): OutputSamples {
  const { networks, outputs, shift = 0, deviation = 1, correlation } = imagined;
  const rho = correlation ?? 0;
  const withRecord = new Float64Array(networks * outputs);
  const withoutRecord = withRecord.map((_, i) => {
    const common = rng.normal();
    withRecord[i] = shift + deviation * (rho * common + Math.sqrt(1 - rho * rho) * rng.normal());
    return common;
  });
  return { outputs, withRecord, withoutRecord, isPaired: correlation !== undefined };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** With n − 1. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** The same networks with every output vector mapped to another. */
export function mapped(
  samples: OutputSamples,
  outputs: number,
  map: (row: readonly [number, number, number]) => number[],
): OutputSamples {
  const of = (values: Float64Array) =>
    Float64Array.from(
      Array.from({ length: values.length / 3 }, (_, m) =>
        map([values[3 * m], values[3 * m + 1], values[3 * m + 2]] as [number, number, number]),
      ).flat(),
    );
  return { ...samples, outputs, withRecord: of(samples.withRecord), withoutRecord: of(samples.withoutRecord) };
}

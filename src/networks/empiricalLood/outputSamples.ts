// What did networks trained with and without a record answer at it? One sample of outputs per world, and their moments. Made by the ensembles
// of networks/; read by every file of this folder.

import { AuditError } from '../../base/errors.ts';

/** Outputs at one record of networks that were trained with it and without it, one network a row. */
export interface OutputSamples {
  /** C. */
  readonly outputs: number;
  /** [M1, C], row by row. */
  readonly withRecord: Float64Array;
  /** [M2, C], row by row. */
  readonly withoutRecord: Float64Array;
  /** Row m of both is one seed (initialization and order of batches), and M1 = M2. */
  readonly isPaired: boolean;
}

/** M1 and M2. */
export interface SampleSizes {
  readonly withRecord: number;
  readonly withoutRecord: number;
}

/**
 * The sizes of samples that can be used: finite, whole rows, at least `least` in each world.
 *
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE; OPTION_INVALID for too few networks
 */
export function sampleSizes({ outputs, withRecord, withoutRecord, isPaired }: OutputSamples, least = 2): SampleSizes {
  const sizes = { withRecord: withRecord.length / outputs, withoutRecord: withoutRecord.length / outputs };
  const got = `${withRecord.length} and ${withoutRecord.length} values of ${outputs} outputs`;
  if (!(outputs >= 1 && [outputs, sizes.withRecord, sizes.withoutRecord].every(Number.isInteger))) {
    throw new AuditError('SHAPE_MISMATCH', { expected: 'whole rows of outputs', got, try: 'one row for each network' });
  }
  if (isPaired && withRecord.length !== withoutRecord.length) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: 'as many networks with the record as without, in pairs',
      got,
      try: 'isPaired: false for networks that do not share their seeds',
    });
  }
  if (!withRecord.every(Number.isFinite) || !withoutRecord.every(Number.isFinite)) {
    throw new AuditError('NOT_FINITE', {
      expected: 'finite outputs of every network',
      got: 'an output that is NaN or infinite',
      try: 'a smaller learning rate; the training of a network diverged',
    });
  }
  if (sizes.withRecord < least || sizes.withoutRecord < least) {
    throw new AuditError(
      'OPTION_INVALID',
      {
        expected: `at least ${least} networks with the record and as many without`,
        got: `${sizes.withRecord} and ${sizes.withoutRecord}`,
        try: 'training more networks',
      },
      { ...sizes, least },
    );
  }
  return sizes;
}

export interface Moments {
  /** [C]. */
  readonly mean: Float64Array;
  /** [C, C], unbiased. */
  readonly covariance: Float64Array;
}

/**
 * Mean and unbiased covariance of some rows of a sample. O(rows·C²).
 *
 * @param values [M, C]
 * @param rows which of them, at least two; all by default
 */
export function momentsOf(values: Float64Array, outputs: number, rows?: ArrayLike<number>): Moments {
  const count = rows?.length ?? values.length / outputs;
  const start = (m: number) => (rows === undefined ? m : (rows[m] as number)) * outputs;
  const mean = new Float64Array(outputs);
  for (let m = 0; m < count; m++) {
    for (let c = 0, at = start(m); c < outputs; c++) mean[c] = (mean[c] as number) + (values[at + c] as number) / count;
  }
  const covariance = new Float64Array(outputs * outputs);
  const centred = new Float64Array(outputs);
  for (let m = 0; m < count; m++) {
    for (let c = 0, at = start(m); c < outputs; c++) centred[c] = (values[at + c] as number) - (mean[c] as number);
    for (let i = 0; i < outputs; i++) {
      const scaled = (centred[i] as number) / (count - 1);
      for (let j = 0; j <= i; j++) {
        covariance[i * outputs + j] = (covariance[i * outputs + j] as number) + scaled * (centred[j] as number);
      }
    }
  }
  for (let i = 0; i < outputs; i++) {
    for (let j = 0; j < i; j++) covariance[j * outputs + i] = covariance[i * outputs + j] as number;
  }
  return { mean, covariance };
}

/** μ_with − μ_without, [C], with the covariance of its own sampling error, [C, C], which pairs that share their seed make small. */
export interface MeanShift {
  readonly shift: Float64Array;
  readonly errorCovariance: Float64Array;
}

/** The shift of the mean: S_d/M of the differences d of pairs, S_with/M1 + S_without/M2 of networks without partners. */
export function meanShift(samples: OutputSamples): MeanShift {
  const { outputs, withRecord, withoutRecord, isPaired } = samples;
  const sizes = sampleSizes(samples);
  if (isPaired) {
    const differences = withRecord.map((value, i) => value - (withoutRecord[i] as number));
    const { mean, covariance } = momentsOf(differences, outputs);
    return { shift: mean, errorCovariance: covariance.map((s) => s / sizes.withRecord) };
  }
  const one = momentsOf(withRecord, outputs);
  const other = momentsOf(withoutRecord, outputs);
  return {
    shift: one.mean.map((mean, c) => mean - (other.mean[c] as number)),
    errorCovariance: one.covariance.map((s, i) => s / sizes.withRecord + (other.covariance[i] as number) / sizes.withoutRecord),
  };
}

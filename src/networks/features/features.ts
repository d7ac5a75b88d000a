// What do features of records look like, and are they numbers? The form in which lastLayer.ts and gradients.ts hand them to the audit.

import { AuditError } from '../../base/errors.ts';

/** Under this name progress is reported while features are made. */
export const FEATURES_STAGE = 'features';

export interface Features {
  /** [records, dimensions], row-major, float64; rows of records that do not take part are zero. */
  readonly values: Float64Array;
  readonly dimensions: number;
  /** Whether the outputs have a constant besides what is linear in the features (a bias). */
  readonly hasConstant: boolean;
  /** The layer that was looked at. */
  readonly layer: string;
  /** Trainable numbers of what is linear in the features: of the layer, or of the whole model. */
  readonly parameters: number;
}

/**
 * @param what the numbers are, in the plural: `outputs`
 * @param row of the first record they belong to
 * @throws AuditError NOT_FINITE
 */
export function assertFiniteAnswers(
  values: ArrayLike<number>,
  what: string,
  model: string,
  perRecord: number,
  rowOf: (position: number) => number,
): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new AuditError('NOT_FINITE', {
      expected: `the ${what} of "${model}" to be finite numbers`,
      got: `${values[i]} for record ${rowOf(Math.floor(i / perRecord))}`,
      try: 'looking at the training loss (training may have diverged), and giving x as it was given to model.fit',
    });
  }
}

// Which output belongs to each record's own label? Rows of C outputs with their labels, checked. Called by fromLogits.ts and fromProbabilities.ts.

import { AuditError } from '../../base/errors.ts';
import { notANumber } from './notANumber.ts';
import { labelError } from './signals.ts';

/**
 * Number C of outputs of each row. One output stands for two classes: it is that of class 1, as models with a single sigmoid have it.
 *
 * @param values [m, C]
 * @param labels [m], from 0 to C − 1, or 0 and 1 where C = 1
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE for a NaN, LABELS_INVALID
 */
export function outputsPerRow(name: string, values: Float64Array, labels: Int32Array): number {
  const outputs = values.length / labels.length;
  if (!(Number.isInteger(outputs) && outputs >= 1)) {
    throw new AuditError(
      'SHAPE_MISMATCH',
      {
        expected: `as many ${name} in each of ${labels.length} rows, one row for each label`,
        got: `${values.length} values`,
        try: 'repeating the label of a record for each model and augmentation',
      },
      { name, values: values.length, labels: labels.length },
    );
  }
  const broken = values.findIndex(Number.isNaN);
  if (broken >= 0) throw notANumber(name, `row ${Math.floor(broken / outputs)}, class ${broken % outputs}`);
  const classes = Math.max(2, outputs);
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0) {
    throw labelError(`${labels[wrong]} in row ${wrong}`, `from 0 to ${classes - 1}, as ${outputs} outputs have it`, {
      row: wrong,
    });
  }
  return outputs;
}

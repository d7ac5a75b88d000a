// Are all kernel values numbers? Asked of every matrix before it is handed on, so that a failed computation is an error and not a result.

import { AuditError } from '../base/errors.ts';

/** The values, if all are finite. @throws AuditError NUMERICAL_FAILURE with what they are and where */
export function finite(what: string, values: Float64Array): Float64Array {
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad < 0) return values;
  throw new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: `the ${what} to be finite`,
      got: `${values[bad]} at entry ${bad}`,
      try: 'inputs without NaN or infinity and of smaller norm, or a smaller weight variance',
    },
    { what, index: bad },
  );
}

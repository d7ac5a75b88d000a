// What is said of recorded numbers that are none? Called by the readers of signals.

import { AuditError } from '../../base/errors.ts';

/** @param place where in the caller's array: `place 7`, `row 3, class 1` */
export function notANumber(name: string, place: string): AuditError {
  return new AuditError(
    'NOT_FINITE',
    {
      expected: `${name} to be numbers`,
      got: `NaN at ${place}`,
      try: 'leaving out the records or models whose outputs are not numbers',
    },
    { name, place },
  );
}

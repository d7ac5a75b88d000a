// Which known name did the user mean? Serves every option that takes a name (kernel, activation, command, class).

import { closest } from 'fastest-levenshtein';
import { AuditError } from './errors.ts';
import { plainText } from './plainText.ts';

/** Names listed in a message; with more, the last ones give way to their number so that the advice stays in view. */
const LISTED = 20;

/**
 * Returns `name` when it is one of `known`.
 *
 * @param what what the name stands for, in the singular: `kernel`
 * @throws AuditError `NAME_UNKNOWN`, naming the nearest known name and listing all
 */
export function assertKnownName<T extends string>(what: string, name: string, known: readonly T[]): T {
  if ((known as readonly string[]).includes(name)) return name as T;
  const more = known.length > LISTED ? ` and ${known.length - LISTED} more` : '';
  const listed = known.slice(0, LISTED).map((k) => plainText(k, 40));
  throw new AuditError(
    'NAME_UNKNOWN',
    {
      expected: `the ${what} to be one of ${listed.join(', ')}${more}`,
      got: `"${plainText(name, 60)}"`,
      try: `"${plainText(closest(String(name).slice(0, 60), known), 40)}"`,
    },
    { what, name },
  );
}

// Which engine does the n×n work here? The one asked for, or the fastest that this machine has.

import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import type { Engine } from './engine.ts';
import { createJavascriptEngine } from './javascript/engine.ts';

/** Names that `--engine` takes. */
export const ENGINE_NAMES = ['auto', 'javascript'] as const;

/**
 * @param name one of ENGINE_NAMES; `auto` takes the fastest engine found
 * @param threads upper limit, at least 1; the portable engine uses one
 * @throws AuditError NAME_UNKNOWN, OPTION_INVALID
 */
export function createEngine(name = 'auto', threads?: number): Engine {
  assertKnownName('engine', name, ENGINE_NAMES);
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'at least one thread',
      got: `${threads}`,
      try: '--threads 1, or leaving it out',
    });
  }
  return createJavascriptEngine();
}

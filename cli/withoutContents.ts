// What may everyone see who gets a report? The result without pictures, values and names of records, for --contents omit. Called by output.ts.

import type { AnyResult } from '../reports/results.ts';
import type { Warning } from '../src/base/warnings.ts';

/** Names are left out too: that of a file may be that of a person. */
export function withoutContents(result: AnyResult): AnyResult {
  const warnings = result.warnings.map(withoutPrivateParts);
  if (result.kind === 'lood-audit') {
    return { ...result, warnings, exhibits: [], records: result.records.map(({ name: _, ...record }) => record) };
  }
  if (result.kind === 'lood-attack') {
    return { ...result, warnings, records: result.records.map(({ name: _, ...record }) => record) };
  }
  if (result.kind === 'lood-validation') return { ...result, warnings };
  const { reconstruction } = result;
  return { ...result, warnings, reconstruction: reconstruction === null ? null : { ...reconstruction, gallery: [] } };
}

interface PrivateParts {
  /** What the readers in src/data put in from the data: matched as far as it can reach, since it may hold anything. */
  readonly part: RegExp;
  readonly inItsPlace: string;
  /** The whole message, where the part is not found. */
  readonly otherwise: string;
}

/** Warnings that repeat names of files or contents of cells, by code. */
const PRIVATE: Readonly<Record<string, PrivateParts>> = {
  FILES_LEFT_OUT: {
    part: / \(.*\)(?=: their records are not audited)/s,
    inItsPlace: ' (names not shown)',
    otherwise: 'Files or folders without a PNG or JPEG picture were left out; their names are not shown here.',
  },
  MIXED_COLUMN: {
    part: / holds ".*"(?=; write a number there)/s,
    inItsPlace: ' holds something else (not shown)',
    otherwise: 'A column that is mostly numbers became categories; what its cells hold is not shown here.',
  },
  COUNTING_COLUMN: {
    part: / counts the records \(.*\) as an index does/s,
    inItsPlace: ' counts the records as an index does',
    otherwise: 'A column counts the records as an index does, and is used as a feature.',
  },
};

function withoutPrivateParts({ code, message }: Warning): Warning {
  const known = PRIVATE[code];
  if (known === undefined) return { code, message };
  return { code, message: known.part.test(message) ? message.replace(known.part, known.inItsPlace) : known.otherwise };
}

// What may everyone see who gets a report? The result without pictures, values and names of records, for --contents omit. Called by output.ts.

import type { AnyResult } from '../reports/results.ts';

/** Names are left out too: that of a file may be that of a person. */
export function withoutContents(result: AnyResult): AnyResult {
  if (result.kind === 'lood-audit') {
    return { ...result, exhibits: [], records: result.records.map(({ name: _, ...record }) => record) };
  }
  const { reconstruction } = result;
  return { ...result, reconstruction: reconstruction === null ? null : { ...reconstruction, gallery: [] } };
}

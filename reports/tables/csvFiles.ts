// Which tables does a result give to other tools, and under which names? Called by writeReports.ts and, for the first of them, by the command
// line, which can write it to stdout.

import { assertNever } from '../../src/base/errors.ts';
import { type AnyResult, commandOf, REPORTED } from '../results.ts';
import { landscapeCsv, planeCsv } from './landscapeCsv.ts';
import { reconstructionCsv } from './reconstructionCsv.ts';
import { recordsCsv } from './recordsCsv.ts';
import { scoresCsv } from './scoresCsv.ts';
import { searchesCsv } from './searchesCsv.ts';
import { validationCsv } from './validationCsv.ts';

export interface CsvFile {
  readonly name: string;
  text(): string;
}

/** The tables that this result has, the main one first, in the order of `REPORTED`. */
export function csvFiles(result: AnyResult): readonly CsvFile[] {
  const texts = tablesOf(result);
  return REPORTED[commandOf(result)].csv.flatMap((name, i) => {
    const text = texts[i];
    return text === undefined ? [] : [{ name, text }];
  });
}

function tablesOf(result: AnyResult): readonly (() => string)[] {
  switch (result.kind) {
    case 'lood-audit':
      return [() => recordsCsv(result)];
    case 'lood-query':
      return queryTables(result);
    case 'lood-attack':
      return [() => scoresCsv(result)];
    case 'lood-validation':
      return [() => validationCsv(result)];
    default:
      return assertNever(result);
  }
}

function queryTables(result: Extract<AnyResult, { kind: 'lood-query' }>): readonly (() => string)[] {
  const { landscape, reconstruction } = result;
  switch (result.command) {
    case 'query':
      return [() => searchesCsv(result)];
    case 'landscape': {
      const plane = landscape?.plane ?? null;
      return [() => landscapeCsv(landscape?.lines ?? []), ...(plane === null ? [] : [() => planeCsv(plane)])];
    }
    case 'reconstruct':
      return [() => reconstructionCsv(reconstruction?.records ?? []), () => searchesCsv(result)];
  }
}

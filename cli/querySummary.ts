// What did a search for queries, a landscape or an attack come to, in a few lines? Called by summary.ts.

import { isPeak, largestKl, narrowest, straight } from '../reports/sections/landscape/shape.ts';
import { leaking, median, mostTelling, reachesBound, shareOfBound, shortName } from '../reports/sections/query/searches.ts';
import { auc, cosine, count, listInWords, nats, number, percent, range } from '../reports/sections/words.ts';
import type { Landscape, QueryResult, Reconstruction, SearchResult } from '../src/audit/queryResult.ts';
import { assertNever } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';

export function queryLines(result: QueryResult): string[] {
  const name = plainText(result.dataset.name);
  switch (result.command) {
    case 'query':
      return searchLines(name, result.searches);
    case 'landscape':
      return landscapeLines(name, result.landscape as Landscape);
    case 'reconstruct':
      return reconstructionLines(name, result.reconstruction as Reconstruction);
    default:
      return assertNever(result.command);
  }
}

function searchLines(name: string, searches: readonly SearchResult[]): string[] {
  const made = `${name}: ${count(searches.length, 'search', 'searches')}`;
  const leaky = leaking(searches);
  if (leaky.length === 0) return [`${made}; nothing to find, since the records leave no trace`];
  const shares = leaky.map((search) => shareOfBound(search) as number);
  const reached = leaky.filter(reachesBound).length;
  const best = mostTelling(leaky)[0] as SearchResult;
  return [
    `${made}; ${reached} of ${leaky.length} found a question that tells as much as the record itself`,
    `share of what the record itself tells: median ${percent(median(shares))}, all ${range(percent(Math.min(...shares)), percent(Math.max(...shares)))}`,
    `most telling: ${nats(best.kl)}, attack AUC ${auc(best.auc)} (${best.records.length === 1 ? 'record' : 'records'} ${shortName(best)})`,
  ];
}

function landscapeLines(name: string, landscape: Landscape): string[] {
  const { record, klAtRecord, lines } = landscape;
  const widths = straight(lines).flatMap((line) => {
    const width = klAtRecord > 0 ? narrowest(line, klAtRecord) : undefined;
    return width === undefined ? [] : [`${number(width)} (${line.direction})`];
  });
  return [
    isPeak(landscape)
      ? `${name}: record ${record} leaks ${nats(klAtRecord)}, and nothing around it leaks more`
      : `${name}: record ${record} leaks ${nats(klAtRecord)}, but ${nats(largestKl(landscape))} are leaked near it, which points to numerical trouble`,
    ...(widths.length === 0 ? [] : [`half of it is left at offsets of ${listInWords(widths)}`]),
  ];
}

function reconstructionLines(name: string, { success, records, threshold }: Reconstruction): string[] {
  const { successes, low, high, level } = success;
  const cosines = records.map((record) => record.cosine);
  return [
    `${name}: ${successes} of ${count(records.length, 'record')} rebuilt to a cosine of ${threshold} or more ` +
      `(${number(100 * level)}% interval of the share: ${range(percent(low), percent(high))})`,
    ...(cosines.length === 0
      ? []
      : [`cosine: median ${cosine(median(cosines))}, all ${range(cosine(Math.min(...cosines)), cosine(Math.max(...cosines)))}`]),
  ];
}

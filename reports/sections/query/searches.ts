// How are searches, their bound and what restricted them named in sentences? Called by every section about searches.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import { count, listInWords, number, percent, recordName, shownName } from '../words.ts';

export type SearchSettings = NonNullable<QueryResult['search']>;

/** Relative distance from the bound that counts as reaching it, as in the search itself. */
const REACHED = 1e-6;
/** Records of a group that are named one by one. */
const NAMED = 4;

/** `record 17 (class cat)`, `records 3 and 57`, `40 records (3, 57, 60, 61 and others)`. */
export function searchName(result: Pick<QueryResult, 'dataset'>, { records, classIndexes }: SearchResult): string {
  const [record, ...others] = records as [number, ...number[]];
  if (others.length === 0) return recordName(result, { record, classIndex: classIndexes[0] as number });
  if (records.length <= NAMED) return `records ${listInWords(records.map(String))}`;
  return `${count(records.length, 'record')} (${records.slice(0, NAMED).join(', ')} and others)`;
}

/** `17`, `3+57`, `0+7+14+21+…`, for lists of searches. */
export function shortName({ records }: SearchResult): string {
  return `${records.slice(0, NAMED).join('+')}${records.length > NAMED ? '+…' : ''}`;
}

/** `3+57`, as in queries.csv; a number where one record differs, so that tables sort by it. */
export function recordCell({ records }: SearchResult): number | string {
  return records.length === 1 ? (records[0] as number) : records.join('+');
}

/** What of the leakage at the records themselves the queries found tell: 1 where they reach the bound; undefined without leakage. */
export function shareOfBound({ kl, klAtRecord }: SearchResult): number | undefined {
  if (!(klAtRecord > 0)) return undefined;
  const share = kl / klAtRecord;
  return Math.abs(share - 1) <= REACHED ? 1 : share;
}

export function reachesBound(search: SearchResult): boolean {
  return (shareOfBound(search) ?? 0) >= 1;
}

/** Searches about records that leak at all. */
export function leaking(searches: readonly SearchResult[]): readonly SearchResult[] {
  return searches.filter(({ klAtRecord }) => klAtRecord > 0);
}

/** Largest KL divergence, in nats, of a trace that is called faint: an attack on it has an AUC of 0.54 or so. */
const FAINT = 0.01;

/** Whether even the records themselves tell next to nothing. */
export function isFaint(searches: readonly SearchResult[]): boolean {
  return searches.every(({ klAtRecord }) => klAtRecord < FAINT);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

/** Most telling first; equal ones in the order of the result. */
export function mostTelling(searches: readonly SearchResult[]): readonly SearchResult[] {
  return searches.toSorted((a, b) => b.kl - a.kl);
}

/** What keeps a search from the record itself, as the end of a sentence that begins with *nothing may be asked*; undefined where nothing does. */
export function keptAway({ exclude, pool }: SearchSettings): string | undefined {
  const around =
    exclude === null
      ? undefined
      : exclude.shape === 'ball'
        ? `within ${percent(exclude.radius)} of the record’s norm around it`
        : `at an angle of less than ${angle(exclude.radius)} to the record (the cone around a ball of ${percent(exclude.radius)} of its norm)`;
  const outside = pool === null ? undefined : `but the ${count(pool.rows, 'row')} of ${shownName(pool.name, 80)}`;
  if (around !== undefined && outside !== undefined) return `${outside}, and of those nothing ${around}`;
  return outside ?? around;
}

/** Half-angle of the cone, in degrees. */
function angle(radius: number): string {
  return `${number(Number(((Math.asin(Math.min(1, radius)) * 180) / Math.PI).toPrecision(3)))}°`;
}

const VALUES: Readonly<Record<SearchSettings['values'], string>> = {
  any: 'any numbers',
  range: 'numbers within the range of the data',
  valid:
    'what a record could be: numbers within the range of the data, in tables whole where the column is, and one category of each column',
};

/** What may be asked, in a sentence. */
export function whatMayBeAsked(settings: SearchSettings, searches: readonly SearchResult[]): string {
  const { queries, values, vary } = settings;
  const group = Math.max(...searches.map(({ records }) => records.length));
  const few =
    queries < group
      ? ` That is fewer than the ${count(group, 'record')} that differ at once, so it need not tell all about them.`
      : '';
  const asked = queries === 1 ? 'One query at a time was asked' : `${count(queries, 'query', 'queries')} were asked together`;
  const made = settings.pool === null ? `, each made of ${VALUES[values]}` : '';
  const varied = vary === null ? '' : ` Only ${listInWords(shortened(vary))} varied; the other features were the record’s own.`;
  const away = keptAway(settings);
  return `${asked}${made}.${few}${varied}${away === undefined ? '' : ` Nothing could be asked ${away}.`}`;
}

/** Names of features listed before the rest is counted. */
const LISTED = 8;

/** The first names, and how many more there are. */
export function shortened(names: readonly string[]): readonly string[] {
  const listed = names.slice(0, LISTED).map((name) => shownName(name));
  return names.length > LISTED ? [...listed, `${names.length - LISTED} more`] : listed;
}

export const OBJECTIVES: Readonly<Record<SearchSettings['objective'], string>> = {
  kl: 'the KL divergence',
  'mean-distance': 'the mean distance',
  auc: 'the AUC of the best attack',
};

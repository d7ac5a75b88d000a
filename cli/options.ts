// Which values may an option take? Small readers of what stands on the command line or in a config file, each refusing with one line that
// names the place.

import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';

/** Where a value stands, for messages. */
export interface Place {
  /** `--depth`, or `depth in "audit.yaml"`. */
  readonly name: string;
  /** How that place would hold `example`: `--depth 5`, or `depth: 5`. */
  readonly with: (example: string) => string;
}

/** @param value text from the command line; from a config file anything that YAML knows, but never null */
export type OptionReader<T = unknown> = (value: unknown, place: Place) => T;

export function refuse(place: Place, expected: string, got: unknown, example: string): never {
  const shown = typeof got === 'string' ? got : (JSON.stringify(got) ?? String(got));
  throw new AuditError('OPTION_INVALID', {
    expected: `${place.name} to be ${expected}`,
    got: shown.trim() === '' ? 'an empty value' : `"${plainText(shown, 60)}"`,
    try: place.with(example),
  });
}

/** A finite number. */
export const number =
  (example: string): OptionReader<number> =>
  (value, place) => {
    const parsed = typeof value === 'string' ? Number(value.trim() || Number.NaN) : value;
    return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : refuse(place, 'one number', value, example);
  };

/** The word on, which a switch without a value stands for, or off. */
export const onOrOff: OptionReader<boolean> = (value, place) => {
  if (value === true || value === 'on' || value === 'true') return true;
  return value === false || value === 'off' || value === 'false' ? false : refuse(place, 'on or off', value, 'on');
};

/** An integer of at least `least`. */
export const integer =
  (least: number, example: string): OptionReader<number> =>
  (value, place) => {
    const parsed = number(example)(value, place);
    return Number.isSafeInteger(parsed) && parsed >= least
      ? parsed
      : refuse(place, `one whole number, ${least} or more`, value, example);
  };

/** A number, or the word `auto`. */
export const numberOrAuto =
  (example: string): OptionReader<number | 'auto'> =>
  (value, place) => {
    if (value === 'auto') return value;
    if (typeof value === 'string' && Number.isNaN(Number(value.trim() || Number.NaN))) {
      return refuse(place, 'one number or auto', value, example);
    }
    return number(example)(value, place);
  };

/** One text that is not empty; a number in a config file counts as its digits. */
export const text =
  (example: string): OptionReader<string> =>
  (value, place) => {
    const isOne = typeof value === 'string' || typeof value === 'number';
    return isOne && String(value) !== '' ? String(value) : refuse(place, 'one value', value, example);
  };

/**
 * Words separated by commas, or a list in a config file, whose elements are taken whole. A word that holds a comma or begins with a quote
 * stands in double quotes, as in a CSV file: `"Smith, J",other`.
 */
export const list =
  (example: string): OptionReader<string[]> =>
  (value, place) => {
    const isWord = (item: unknown) => ['string', 'number', 'boolean'].includes(typeof item) && String(item).trim() !== '';
    const items = Array.isArray(value) ? value : isWord(value) ? splitWords(String(value)) : [];
    return items.length > 0 && items.every(isWord)
      ? items.map(String)
      : refuse(place, 'words separated by commas', value, example);
  };

function splitWords(joined: string): string[] {
  const words = joined.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g);
  return [...words].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim());
}

/** Whole numbers of at least 0, separated by commas; `3-6` stands for 3,4,5,6. */
export const integers =
  (example: string): OptionReader<number[]> =>
  (value, place) =>
    list(example)(value, place).flatMap((item) => {
      const [, from, to] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(item) ?? [];
      if (from === undefined) return refuse(place, 'whole numbers separated by commas', item, example);
      const [first, last] = [Number(from), Number(to ?? from)];
      if (last < first || last - first > LONGEST_SPAN) return refuse(place, 'spans that rise, such as 3-6', item, example);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });

/** Numbers that one span may stand for. */
const LONGEST_SPAN = 1e6;

/**
 * One whole number of at least 1, which is a count, or several as `integers` reads them. A comma after the only one (`7,`), or a list in a config file, says
 * that it is no count.
 */
export const countOrIntegers =
  (example: string): OptionReader<number | number[]> =>
  (value, place) => {
    if (typeof value === 'number') return integer(1, example)(value, place);
    if (typeof value !== 'string') return integers(example)(value, place);
    if (/^\s*\d+\s*$/.test(value)) return integer(1, example)(value, place);
    return integers(example)(value.replace(/(?<=\d)\s*,\s*$/, ''), place);
  };

/** Finite numbers, separated by commas. */
export const numbers =
  (example: string): OptionReader<number[]> =>
  (value, place) =>
    list(example)(value, place).map((item) => {
      const parsed = Number(item);
      return Number.isFinite(parsed) ? parsed : refuse(place, 'numbers separated by commas', item, example);
    });

/** `auc=0.9,kl=3`, or a mapping in a config file. */
export const limits =
  (example: string): OptionReader<Record<string, number>> =>
  (value, place) => {
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    const pairs: readonly (readonly [string, unknown])[] = isMapping
      ? Object.entries(value)
      : list(example)(value, place).map((item) => {
          const [metric = '', limit, ...rest] = item.split('=');
          if (limit === undefined || rest.length > 0) return refuse(place, 'METRIC=LIMIT', item, example);
          return [metric.trim(), limit];
        });
    const metrics = pairs.map(([metric]) => metric);
    const repeated = metrics.find((metric, i) => metrics.indexOf(metric) < i);
    if (metrics.length === 0 || repeated !== undefined) return refuse(place, 'one limit for each metric', value, example);
    return Object.fromEntries(pairs.map(([metric, limit]) => [metric, number(example)(limit, place)]));
  };

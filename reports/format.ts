// How is a number written for people? One answer for prose, tables, tooltips and axes, in the page, on paper and in pictures: independent
// of the machine's locale, short, and never rounded into a claim that is not true (99.999% does not become 100%). Also runs in the page.

import type { NumberFormat } from './figures/figure.ts';

const MISSING = '–';

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** `-5` as `⁻⁵`. */
export function superscript(integer: number): string {
  return Array.from(String(integer), (character) => SUPERSCRIPTS[character] ?? character).join('');
}

/** `1234567.5` as `1,234,567.5`; expects plain decimal digits. */
export function groupThousands(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function powerOfTen(magnitude: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = magnitude.toExponential(digits).split('e');
  return exponent === '+0' ? mantissa : `${mantissa}×10${superscript(Number(exponent))}`;
}

/** Three significant digits, fewer where they are exact (`0.1`); whole numbers in full up to a million; powers of ten beyond. */
function general(magnitude: number): string {
  if (Number.isInteger(magnitude) && magnitude < 1e6) return groupThousands(String(magnitude));
  const rounded = Number(magnitude.toPrecision(3));
  if (rounded < 1e-4 || magnitude >= 999_999.5) {
    return rounded === magnitude ? powerOfTen(magnitude, shortestDigits(magnitude)) : powerOfTen(magnitude, 2);
  }
  if (rounded >= 1000) return groupThousands(magnitude.toFixed(0));
  return rounded === magnitude ? String(magnitude) : rounded.toPrecision(3);
}

/** Decimals of the mantissa of the shortest exact form: 1 for 1.2e-5. */
function shortestDigits(magnitude: number): number {
  return (magnitude.toExponential().split('e')[0] ?? '').replace(/^\d\.?/, '').length;
}

/** One decimal from 1% on, two significant digits below; the ends are reached only by 0 and 1 themselves. */
function percent(fraction: number): string {
  const value = 100 * fraction;
  if (fraction === 0 || fraction === 1) return `${value}%`;
  if (fraction < 1 && value >= 99.95) return '>99.9%';
  if (value >= 1e6) return value === Number.POSITIVE_INFINITY ? '∞' : `${powerOfTen(value, 2)}%`;
  if (value >= 0.9995) return `${groupThousands(value.toFixed(1))}%`;
  if (value < 0.000_095) return '<0.0001%';
  return `${value.toFixed(1 - Math.floor(Math.log10(Number(value.toPrecision(2)))))}%`;
}

/**
 * A number as text.
 *
 * `number`: three significant digits (`0.0123`, `0.1`, `1,234`), powers of ten below 10⁻⁴ and from 10⁶; `percent`: a fraction as
 * `12.3%`, `0.018%`, `>99.9%`; `integer`: rounded, `12,345`; `scientific`: `1.23×10⁻⁵`;
 * `auc`: three decimals, `>0.999` at the end; `cosine`: four, `>0.9999` and `<−0.9999` at the ends, which only ±1 reach. Missing and not-a-number give `–`; the minus
 * sign is `−`.
 */
export function formatNumber(value: number | null | undefined, format: NumberFormat = 'number'): string {
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  const sign = value < 0 ? '−' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}∞`;
  switch (format) {
    case 'percent': {
      const text = percent(magnitude);
      return sign === '' || text === '0%' ? text : text.replace(/^[<>]?/, (bound) => `${flipped(bound)}${sign}`);
    }
    case 'integer': {
      const rounded = Math.round(magnitude);
      if (rounded === 0) return '0';
      return `${sign}${rounded < 1e15 ? groupThousands(String(rounded)) : powerOfTen(rounded, 2)}`;
    }
    case 'auc':
      // Two normal distributions always overlap, even where float64 cannot show it: an AUC never reads as 1.
      return magnitude >= 0.9995 ? '>0.999' : magnitude.toFixed(3);
    case 'cosine': {
      if (magnitude >= 1 || magnitude < 0.000_05) return magnitude >= 1 ? `${sign}1` : '0';
      return magnitude >= 0.999_95 ? `${sign === '' ? '>' : '<'}${sign}0.9999` : `${sign}${magnitude.toFixed(4)}`;
    }
    case 'scientific':
      return magnitude === 0 ? '0' : `${sign}${powerOfTen(magnitude, 2)}`;
    case 'number':
      return magnitude === 0 ? '0' : `${sign}${general(magnitude)}`;
  }
}

/** A number beside a limit that it is compared with: three significant digits, more where those would stand on the limit's other side or at 1. */
export function besideLimit(value: number, limit: number): string {
  for (let digits = 3; digits < 17; digits++) {
    const rounded = Number(value.toPrecision(digits));
    const isTrue = rounded > limit === value > limit && (rounded !== 1 || value === 1);
    if (isTrue) return String(rounded);
  }
  return String(value);
}

/** The bound of a negative number points the other way: −0.99999 is less than −99.9%. */
function flipped(bound: string): string {
  return bound === '<' ? '>' : bound === '>' ? '<' : '';
}

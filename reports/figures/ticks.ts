// Where does an axis begin and end, where are its ticks and how are they written? Pure numbers, so that the page, paper and pictures show
// the same axis. Called by chartConfiguration.ts.

import { formatNumber, groupThousands, superscript } from '../format.ts';
import type { Axis, NumberFormat } from './figure.ts';

/** An axis with everything decided. `ticks` ascend and lie within the limits; `labels` has one text per tick. */
export interface ResolvedAxis {
  readonly scale: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
}

const MOST_INTERVALS = 6;

/** Whether a value has a place on the axis: finite, and positive where the scale is logarithmic. */
export function canStandOn(axis: Axis, value: number): boolean {
  return Number.isFinite(value) && (axis.scale === 'linear' || value > 0);
}

/**
 * Limits and ticks. Linear axes without own limits end on ticks (steps of 1, 2 or 5 times a power of ten); logarithmic ones end a little
 * beyond the data and carry ticks at decades only, finer ones when there are fewer than three of those.
 *
 * @param values everything the axis must show; values without a place on it are left out
 * @param tight when true the axis ends exactly at the data (histograms)
 */
export function resolveAxis(axis: Axis, values: readonly number[], tight = false): ResolvedAxis {
  const shown = values.filter((value) => canStandOn(axis, value));
  let low = shown.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  let high = shown.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (shown.length === 0) [low, high] = axis.scale === 'log' ? [0.1, 1] : [0, 1];
  const fixedMin = axis.min !== undefined && canStandOn(axis, axis.min) ? axis.min : undefined;
  const fixedMax = axis.max !== undefined && canStandOn(axis, axis.max) ? axis.max : undefined;
  low = fixedMin ?? Math.min(low, fixedMax ?? low);
  high = fixedMax ?? Math.max(high, fixedMin ?? high);
  return axis.scale === 'log'
    ? logAxis(axis.format, low, high, fixedMin, fixedMax, tight)
    : linearAxis(axis.format, low, high, fixedMin, fixedMax, tight);
}

type Limit = number | undefined;

/** Relative difference between two values from which on they count as two. Labels have twelve digits. */
const LEAST_SPREAD = 1e-9;

function linearAxis(
  format: NumberFormat,
  from: number,
  to: number,
  fixedMin: Limit,
  fixedMax: Limit,
  tight: boolean,
): ResolvedAxis {
  // Values that differ by rounding alone are one value: their differences are no finding, and no tick could tell them apart.
  const isRange = to - from > LEAST_SPREAD * Math.max(Math.abs(from), Math.abs(to));
  const [low, high] = isRange ? [from, to] : apart(from, fixedMin, fixedMax);
  const step = niceStep((high - low) / MOST_INTERVALS, format === 'integer');
  // A multiple of the step may round to a hair inside the data.
  const min = fixedMin ?? (tight ? low : Math.min(low, Math.floor(low / step + 1e-9) * step));
  const max = fixedMax ?? (tight ? high : Math.max(high, Math.ceil(high / step - 1e-9) * step));
  const ticks = multiples(step, min, max);
  const labels = ticks.map((tick) => linearLabel(tick, step, format));
  // Three digits do not tell apart the ticks of a narrow axis far from zero.
  const unique = new Set(labels).size === labels.length;
  return { scale: 'linear', min, max, ticks, labels: unique ? labels : ticks.map(fullLabel) };
}

function fullLabel(tick: number): string {
  return `${tick < 0 ? '−' : ''}${plainDecimal(Math.abs(tick))}`;
}

/** A range around one value, when there is nothing else to show. */
function apart(value: number, fixedMin: Limit, fixedMax: Limit): [number, number] {
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [fixedMin === undefined ? value - half : value, fixedMax === undefined || fixedMin !== undefined ? value + half : value];
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `atLeast`. */
function niceStep(atLeast: number, whole: boolean): number {
  const exponent = Math.floor(Math.log10(atLeast) + 1e-9);
  const power = 10 ** exponent;
  const step = ([1, 2, 5].find((mantissa) => mantissa * power >= atLeast * (1 - 1e-9)) ?? 10) * power;
  return whole ? Math.max(1, step) : step;
}

function multiples(step: number, min: number, max: number): number[] {
  const ticks: number[] = [];
  const last = Math.floor(max / step + 1e-9);
  for (let i = Math.ceil(min / step - 1e-9); i <= last; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function linearLabel(tick: number, step: number, format: NumberFormat): string {
  const sign = tick < 0 ? '−' : '';
  const factor = format === 'percent' ? 100 : 1;
  const unit = format === 'percent' ? '%' : '';
  if (tick === 0) return `0${unit}`;
  const magnitude = Math.abs(tick) * factor;
  if (format === 'scientific' || (format === 'number' && (step < 0.9999e-5 || magnitude >= 1e7))) {
    return formatNumber(tick, 'number');
  }
  const decimals = Math.max(0, -Math.floor(Math.log10(step * factor) + 1e-9));
  return `${sign}${groupThousands(magnitude.toFixed(Math.min(decimals, 15)))}${unit}`;
}

function logAxis(format: NumberFormat, from: number, to: number, fixedMin: Limit, fixedMax: Limit, tight: boolean): ResolvedAxis {
  // Room beyond the data: 4% of the span each way, half a decade around a single value, none beyond what a number can hold.
  const decades = Math.log10(to) - Math.log10(from);
  const room = decades <= LEAST_SPREAD ? 0.5 : tight ? 0 : 0.04 * decades;
  const beyond = (value: number, exponents: number) => (exponents === 0 ? value : clampedPower(Math.log10(value) + exponents));
  const min = fixedMin !== undefined && fixedMin < beyond(to, room) ? fixedMin : beyond(from, -room);
  const max = fixedMax !== undefined && fixedMax > min ? fixedMax : beyond(to, room);
  const ticks = logTicks(min, max);
  const powers = format === 'scientific' || (format === 'number' && ticks.some((tick) => tick < 0.9e-4 || tick > 1.1e5));
  return { scale: 'log', min, max, ticks, labels: ticks.map((tick) => logLabel(tick, format, powers)) };
}

function clampedPower(exponent: number): number {
  return 10 ** Math.min(Math.max(exponent, -306), 306);
}

function logTicks(min: number, max: number): number[] {
  const first = Math.ceil(Math.log10(min) - 1e-9);
  const last = Math.floor(Math.log10(max) + 1e-9);
  if (last - first >= 2) {
    const stride = Math.ceil((last - first) / (MOST_INTERVALS + 1));
    const ticks: number[] = [];
    // Counted down from the top: the largest values are the ones a reader of leakage looks for.
    for (let exponent = last; exponent >= first; exponent -= stride) ticks.unshift(Number(`1e${exponent}`));
    return ticks;
  }
  // Two decades leave room for one tick between them on a phone; less than one for more.
  const finer = last > first ? [[1, 3]] : [];
  for (const mantissas of [...finer, [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]]) {
    const ticks: number[] = [];
    for (let exponent = first - 1; exponent <= last + 1; exponent++) {
      ticks.push(...mantissas.map((m) => Number(`${m}e${exponent}`)).filter((tick) => tick >= min && tick <= max));
    }
    if (ticks.length >= 2) return ticks;
  }
  // Five steps at most and never fewer than two, since a nice step is at most two and a half times the one asked for.
  return multiples(niceStep((max - min) / 5, false), min, max);
}

function logLabel(tick: number, format: NumberFormat, powers: boolean): string {
  const exponent = Math.round(Math.log10(tick));
  const isDecade = Math.abs(tick / 10 ** exponent - 1) < 1e-9;
  if (powers && isDecade) return exponent === 0 ? '1' : exponent === 1 ? '10' : `10${superscript(exponent)}`;
  if (powers) return formatNumber(tick, 'number');
  if (format === 'percent') return `${plainDecimal(100 * tick)}%`;
  return groupThousands(plainDecimal(tick));
}

/** Without trailing zeros and without an exponent. */
function plainDecimal(value: number): string {
  const short = Number(value.toPrecision(12));
  return short >= 1e-6 ? String(short) : short.toFixed(20).replace(/0+$/, '');
}

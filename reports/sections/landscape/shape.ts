// How does leakage fall off along a line through a record? The width of its peak and its extremes, for the sections on landscapes.

import type { Landscape } from '../../../src/audit/queryResult.ts';
import type { SeriesRole } from '../../figures/figure.ts';
import { formatNumber } from '../../format.ts';
import { number } from '../words.ts';

export type Line = Landscape['lines'][number];
export type Point = Line['points'][number];
export type Measure = 'kl' | 'meanDistance' | 'auc';

/** Relative excess over the record that is more than rounding. */
const ROUNDING = 1e-6;

/** Names for legends and tables; the description of a line says more. */
export const DIRECTION_NAMES: Readonly<Record<Line['direction'], string>> = {
  ones: 'all values by the same amount',
  random: 'a random direction',
  nearest: 'towards the nearest record',
  scale: 'away from the mean of the data',
  search: 'the way of a search',
};

export const DIRECTION_ROLES: Readonly<Record<Line['direction'], SeriesRole>> = {
  nearest: 'primary',
  ones: 'secondary',
  random: 'tertiary',
  scale: 'quaternary',
  search: 'primary',
};

/** Lines through the record; the way of a search comes from afar, and its offsets are distances. */
export function straight(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ direction }) => direction !== 'search');
}

/** The axis of offsets with its unit; captions say what RMS means. */
export function offsetLabel({ unit }: Pick<Landscape, 'unit'>, what = 'Offset from the record'): string {
  return `${what} (RMS change of a value, ${unit === 'input' ? 'input units' : 'standard deviations'})`;
}

/** `12.3`, `0.5 standard deviations`. */
export function offsetText({ unit }: Pick<Landscape, 'unit'>, offset: number): string {
  return unit === 'input' ? number(offset) : `${number(offset)} standard deviations`;
}

/**
 * Offset at which a measure first falls to half of its value at the record, going one way from it; by linear interpolation between points.
 *
 * @param side −1 towards negative offsets, 1 towards positive ones
 * @returns undefined where more than half is left at the end of the line, or the line has no points there
 */
export function halfWidth({ points }: Line, atRecord: number, side: -1 | 1): number | undefined {
  const ahead = points
    .map(({ offset, kl }) => [side * offset, kl] as const)
    .filter(([distance]) => distance > 0)
    .sort((a, b) => a[0] - b[0]);
  let [before, klBefore] = [0, atRecord];
  for (const [distance, kl] of ahead) {
    if (kl <= atRecord / 2) {
      const share = klBefore === kl ? 0 : (klBefore - atRecord / 2) / (klBefore - kl);
      return before + share * (distance - before);
    }
    [before, klBefore] = [distance, kl];
  }
  return undefined;
}

/** The narrower of both sides; undefined where neither falls to half. */
export function narrowest(line: Line, atRecord: number): number | undefined {
  const sides = ([-1, 1] as const).map((side) => halfWidth(line, atRecord, side)).filter((width) => width !== undefined);
  return sides.length === 0 ? undefined : Math.min(...sides);
}

/** Everything computed around the record, plane included. */
export function largestKl({ lines, plane }: Landscape): number {
  return [...lines.flatMap(({ points }) => points.map(({ kl }) => kl)), ...(plane?.kl ?? [])].reduce((a, b) => Math.max(a, b), 0);
}

/** Whether nothing around the record leaks more than it does, but for rounding. */
export function isPeak(landscape: Landscape): boolean {
  return largestKl(landscape) <= landscape.klAtRecord * (1 + ROUNDING);
}

export function pointAtRecord({ lines }: Landscape): Point | undefined {
  return lines.flatMap(({ points }) => points).find(({ offset }) => offset === 0);
}

/** `12.3 downwards, 14.1 upwards`, in the unit of offsets. */
export function widthsText(landscape: Landscape, line: Line): string {
  const [below, above] = ([-1, 1] as const).map((side) => halfWidth(line, landscape.klAtRecord, side)) as [number?, number?];
  const width = (value: number | undefined) =>
    value === undefined ? `more than ${formatNumber(landscape.span, 'number')}` : number(value);
  return width(below) === width(above) ? `${width(below)} either way` : `${width(below)} downwards, ${width(above)} upwards`;
}

// What does the leakage look like when two directions are taken at once? Heat maps of the plane that they span. Called by buildReport.ts.

import type { Landscape, QueryResult } from '../../../src/audit/queryResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Axis } from '../../figures/figure.ts';
import { count, nats, number, percent } from '../words.ts';
import { DIRECTION_NAMES, offsetLabel } from './shape.ts';

type Plane = NonNullable<Landscape['plane']>;

export const landscapePlane: SectionDefinition<QueryResult> = {
  id: 'plane',
  title: 'The plane of two directions',
  question: 'What does the leakage look like when two directions are taken at once?',
  build(result) {
    const landscape = result.landscape as Landscape;
    const plane = landscape.plane as Plane;
    return [
      { kind: 'text', text: answer(landscape, plane) },
      heat(landscape, plane, 'kl'),
      heat(landscape, plane, 'meanDistance'),
    ];
  },
};

function answer({ klAtRecord }: Landscape, plane: Plane): string {
  const largest = Math.max(...plane.kl);
  if (!(klAtRecord > 0)) return `All ${count(plane.kl.length, 'question')} of the plane leak 0 nats (computed).`;
  const half = plane.kl.filter((kl) => kl >= klAtRecord / 2).length / plane.kl.length;
  return (
    `At least half as much as at the record is leaked on ${percent(half)} of the plane (${count(plane.kl.length, 'question')}, each computed ` +
    `exactly); the most on it is ${nats(largest)}, against ${nats(klAtRecord)} at the record.`
  );
}

const VALUES: Readonly<Record<'kl' | 'meanDistance', { readonly id: string; readonly name: string; readonly axis: Axis }>> = {
  kl: {
    id: 'kl-plane',
    name: 'KL divergence',
    axis: { label: 'KL divergence (nats)', scale: 'linear', format: 'number', min: 0 },
  },
  meanDistance: {
    id: 'mean-distance-plane',
    name: 'mean distance',
    axis: { label: 'Mean distance (squared output units)', scale: 'linear', format: 'number', min: 0 },
  },
};

function heat(landscape: Landscape, plane: Plane, measure: 'kl' | 'meanDistance'): Block {
  const { id, name, axis } = VALUES[measure];
  const { offsets } = plane;
  const values = plane[measure];
  const at = values.indexOf(Math.max(...values));
  const peak = [offsets[at % offsets.length] as number, offsets[Math.floor(at / offsets.length)] as number] as const;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, second] = plane.directions.map(directionName) as [string, string];
  // Half a cell away the record is the peak: no point of the plane need lie on it.
  const step = ((offsets.at(-1) as number) - (offsets[0] as number)) / (offsets.length - 1);
  const isAtRecord = Math.hypot(...peak) <= step;
  return {
    kind: 'figure',
    figure: {
      id,
      title: !(high > 0)
        ? `The ${name} is 0 on the whole plane`
        : isAtRecord
          ? `On the plane the ${name} is largest at the record`
          : `On the plane the ${name} is largest away from the record, at offsets ${number(peak[0])} and ${number(peak[1])}`,
      altText:
        `Heat map of the ${name} over ${count(values.length, 'question')} around record ${landscape.record}, from ${number(low)} to ${number(high)}; ` +
        `the largest at offsets ${number(peak[0])} and ${number(peak[1])}.`,
      x: { label: offsetLabel(landscape, first), scale: 'linear', format: 'number' },
      y: { label: offsetLabel(landscape, second), scale: 'linear', format: 'number' },
      series: [
        { kind: 'heat', name, value: axis, columns: offsets, rows: offsets, values },
        {
          kind: 'scatter',
          name: `record ${landscape.record}`,
          role: 'primary',
          points: [[0, 0]],
          pointLabels: [`record ${landscape.record}`],
        },
        ...(isAtRecord || !(high > 0)
          ? []
          : [{ kind: 'scatter', name: 'largest', role: 'secondary', points: [peak], pointLabels: ['largest'] } as const]),
      ],
    },
    caption:
      'Each cell is one question; its colour says what its answer gives away. Lighter = more. Offsets are root mean square (RMS) changes of a value.',
  };
}

/** With a capital, as the axis of a figure begins. */
function directionName(direction: string): string {
  const name = (DIRECTION_NAMES as Readonly<Record<string, string>>)[direction] ?? plainText(direction, 40);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

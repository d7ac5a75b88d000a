// Does a search that starts far away find the record? Leakage along its way, by distance from the record. Called by buildReport.ts where a way was
// asked for.

import type { Landscape, QueryResult } from '../../../src/audit/queryResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { count, nats, number, percent } from '../words.ts';
import { type Line, offsetLabel, offsetText, type Point } from './shape.ts';

export const searchWay: SectionDefinition<QueryResult> = {
  id: 'way-of-a-search',
  title: 'The way of a search',
  question: 'Does a search that starts far away find the record?',
  build(result) {
    const landscape = result.landscape as Landscape;
    const way = landscape.lines.find(({ direction }) => direction === 'search') as Line;
    return [{ kind: 'text', text: answer(landscape, way) }, ...figure(landscape, way)];
  },
};

/** Share of the leakage at the record from which on a search has found it, or as good as it. */
const FOUND = 0.999;

function answer(landscape: Landscape, { points }: Line): string {
  const { klAtRecord } = landscape;
  const [first, last] = [points[0] as Point, points.at(-1) as Point];
  const steps = count(points.length - 1, 'iteration');
  if (!(klAtRecord > 0))
    return `The search has nothing to climb: the KL divergence is 0 nats at all ${count(points.length, 'point')} of its way.`;
  const share = last.kl / klAtRecord;
  const outcome =
    share >= FOUND
      ? 'it found the record, or a question as good as it'
      : 'it ended where nothing better is near: one start need not find the best question, which is why lood query makes several';
  return (
    `From a distance of ${offsetText(landscape, first.offset)} (root mean square difference of a value) the search came to ` +
    `${offsetText(landscape, last.offset)} in ${steps}, and from ${nats(first.kl)} to ${nats(last.kl)}, ${percent(Math.min(1, share))} of what the record ` +
    `tells (computed, not sampled): ${outcome}. Where the kernel does not see the scale of a question, the distance need not fall to 0.`
  );
}

function figure(landscape: Landscape, { points }: Line): readonly Block[] {
  const drawn = points.filter(({ kl }) => kl > 0);
  if (drawn.length === 0) return [];
  const last = drawn.at(-1) as Point;
  const { klAtRecord, record } = landscape;
  return [
    {
      kind: 'figure',
      figure: {
        id: 'way-of-a-search',
        title: `The search ends at ${percent(Math.min(1, last.kl / klAtRecord))} of the leakage at the record`,
        altText:
          `KL divergence against the distance from record ${record} along the way of a search of ${count(points.length - 1, 'iteration')}, from ` +
          `${nats((drawn[0] as Point).kl)} to ${nats(last.kl)}.`,
        x: { label: offsetLabel(landscape, 'Distance from the record'), scale: 'linear', format: 'number', min: 0 },
        y: { label: 'KL divergence (nats)', scale: 'log', format: 'number' },
        series: [
          { kind: 'line', name: 'way', role: 'primary', points: drawn.map(({ offset, kl }) => [offset, kl]) },
          {
            kind: 'scatter',
            name: 'after each iteration',
            role: 'primary',
            points: drawn.map(({ offset, kl }) => [offset, kl]),
            pointLabels: drawn.map((point) => `iteration ${points.indexOf(point)}, distance ${number(point.offset)}`),
          },
        ],
        referenceLines: [{ axis: 'y', value: klAtRecord, label: 'at the record' }],
      },
      caption: 'The vertical axis is logarithmic. RMS is the root mean square over the values of the record.',
    },
  ];
}

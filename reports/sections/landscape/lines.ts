// How does what the model gives away change on the way from the record? Curves along directions, for each of the three measures. Called by
// buildReport.ts.

import type { Landscape, QueryResult } from '../../../src/audit/queryResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, Cell, SectionDefinition } from '../../blocks.ts';
import type { Axis, Figure, ReferenceLine } from '../../figures/figure.ts';
import { auc, count, nats, number, percent, range } from '../words.ts';
import {
  DIRECTION_NAMES,
  DIRECTION_ROLES,
  type Line,
  type Measure,
  offsetLabel,
  pointAtRecord,
  straight,
  widthsText,
} from './shape.ts';

export const landscapeLines: SectionDefinition<QueryResult> = {
  id: 'directions',
  title: 'Along directions',
  question: 'How does what the model gives away change on the way from the record?',
  build(result) {
    const landscape = result.landscape as Landscape;
    const lines = straight(landscape.lines);
    if (lines.length === 0) return [{ kind: 'text', text: 'No straight direction was asked for: 0 lines are drawn.' }];
    return [
      { kind: 'text', text: answer(landscape, lines) },
      klFigure(landscape, lines),
      measureFigure(landscape, lines, 'meanDistance'),
      measureFigure(landscape, lines, 'auc'),
      table(landscape, lines),
    ];
  },
};

function answer({ klAtRecord, span }: Landscape, lines: readonly Line[]): string {
  const points = lines.reduce((sum, line) => sum + line.points.length, 0);
  if (!(klAtRecord > 0))
    return `All ${count(points, 'question')} along ${count(lines.length, 'direction')} leak 0 nats (computed).`;
  const ends = lines.map((line) => ({
    line,
    left: Math.max(line.points[0]?.kl ?? 0, line.points.at(-1)?.kl ?? 0) / klAtRecord,
  }));
  const [slowest] = ends.toSorted((a, b) => b.left - a.left);
  const [fastest] = ends.toSorted((a, b) => a.left - b.left);
  const spread =
    slowest === undefined || fastest === undefined
      ? ''
      : slowest === fastest
        ? ` At an offset of ±${number(span)}, ${percent(slowest.left)} of it is left.`
        : ` At an offset of ±${number(span)}, ${percent(slowest.left)} of it is left ${phrase(slowest.line)}, and ${percent(fastest.left)} ` +
          `${phrase(fastest.line)}.`;
  return (
    `The KL divergence falls from ${nats(klAtRecord)} at the record on ${lines.length === 1 ? 'the one direction' : `all ${count(lines.length, 'direction')}`} ` +
    `(${count(points, 'question')}, each computed exactly).${spread}`
  );
}

/** `towards the nearest record`, `along a random direction`. */
function phrase({ direction }: Line): string {
  const name = DIRECTION_NAMES[direction];
  return direction === 'ones' ? `when all values change by the same amount` : direction === 'random' ? `along ${name}` : name;
}

const lineSeries = (lines: readonly Line[], measure: Measure): Figure['series'] =>
  lines.map((line) => ({
    kind: 'line',
    name: DIRECTION_NAMES[line.direction],
    role: DIRECTION_ROLES[line.direction],
    points: line.points.map((point) => [point.offset, point[measure]]),
  }));

/** The axis ends with the lines, whatever a tick would round to. */
const offsetAxis = (landscape: Landscape): Axis => ({
  label: offsetLabel(landscape),
  scale: 'linear',
  format: 'number',
  min: -landscape.span,
  max: landscape.span,
});

function klFigure(landscape: Landscape, lines: readonly Line[]): Block {
  const { klAtRecord, record } = landscape;
  const least = Math.min(...lines.flatMap(({ points }) => points.map(({ kl }) => kl)));
  return {
    kind: 'figure',
    figure: {
      id: 'kl-along-directions',
      title:
        klAtRecord > 0
          ? `Leakage is highest at the record; at the lowest point of a line ${percent(Math.min(1, least / klAtRecord))} of it is left`
          : 'No line shows any leakage',
      altText:
        `KL divergence against the offset from record ${record} along ${count(lines.length, 'direction')}; ${nats(klAtRecord)} at the record, ` +
        `${nats(least)} at the lowest point.`,
      x: offsetAxis(landscape),
      y: { label: 'KL divergence (nats)', scale: 'linear', format: 'number', min: 0 },
      series: lineSeries(lines, 'kl'),
      referenceLines: [{ axis: 'y', value: klAtRecord, label: 'at the record: the most there can be' }],
    },
    caption: `One point of a line is one question; its offset is the root mean square (RMS) change of a value of the record. Higher = more exposed.`,
  };
}

const MEASURES = {
  meanDistance: {
    id: 'mean-distance-along-directions',
    label: 'Mean distance (squared output units)',
    name: 'mean distance',
    text: number,
    caption: 'How far the average output moves. Nothing bounds it by its value at the record, and it may rise beyond it.',
  },
  auc: {
    id: 'auc-along-directions',
    label: 'AUC of the best attack (0.5 = guessing)',
    name: 'AUC',
    text: auc,
    caption: 'How well the best possible attacker tells from the answer whether the record was used.',
  },
} as const;

function measureFigure(landscape: Landscape, lines: readonly Line[], measure: 'meanDistance' | 'auc'): Block {
  const { id, label, name, text, caption } = MEASURES[measure];
  const values = lines.flatMap(({ points }) => points.map((point) => point[measure]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const own = pointAtRecord(landscape)?.[measure];
  const referenceLines: readonly ReferenceLine[] = own === undefined ? [] : [{ axis: 'y', value: own, label: 'at the record' }];
  const beyond = own !== undefined && high > own * (1 + 1e-6);
  return {
    kind: 'figure',
    figure: {
      id,
      title: beyond
        ? `The ${name} rises beyond the record, to ${text(high)} from ${text(own)} there`
        : `The ${name} around the record: ${range(text(low), text(high))}`,
      altText: `The ${name} against the offset from record ${landscape.record} along ${count(lines.length, 'direction')}, from ${text(low)} to ${text(high)}.`,
      x: offsetAxis(landscape),
      y: { label, scale: 'linear', format: 'number', ...(measure === 'auc' ? { min: 0.5 } : { min: 0 }) },
      series: lineSeries(lines, measure),
      referenceLines,
    },
    caption,
  };
}

function table(landscape: Landscape, lines: readonly Line[]): Block {
  return {
    kind: 'table',
    caption: 'The directions. The half-width is the offset at which half of the leakage at the record is left.',
    columns: [
      { title: 'Direction', align: 'left' },
      { title: 'In words', align: 'left' },
      { title: 'Half-width', align: 'left' },
      { title: 'Largest KL (nats)', align: 'right', format: 'number' },
      { title: 'Smallest KL (nats)', align: 'right', format: 'number' },
      { title: 'Largest mean distance', align: 'right', format: 'number' },
    ],
    rows: lines.map((line): Cell[] => [
      line.direction,
      plainText(line.description, 200),
      landscape.klAtRecord > 0 ? widthsText(landscape, line) : 'no leakage',
      Math.max(...line.points.map(({ kl }) => kl)),
      Math.min(...line.points.map(({ kl }) => kl)),
      Math.max(...line.points.map(({ meanDistance }) => meanDistance)),
    ]),
  };
}

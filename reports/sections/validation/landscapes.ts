// Do networks forget a record on the way from it as LOOD says? The AUC of both along lines through records. Called by buildReport.ts where there are any.

import type { ValidationResult } from '../../../src/audit/validationResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, Cell, SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { area } from '../attack/outcomes.ts';
import { DIRECTION_NAMES, offsetLabel, offsetText } from '../landscape/shape.ts';
import { auc, count, number, percent } from '../words.ts';

type Landscape = ValidationResult['landscapes'][number];
type Point = Landscape['points'][number];

/** Figures that a reader looks at; the table has all lines. */
const SHOWN = 9;
/** Intervals that can be told apart. */
const MOST_INTERVALS = 60;

export const networkLandscapes: SectionDefinition<ValidationResult> = {
  id: 'landscapes',
  title: 'Around a record',
  question: 'Does exposure fall off around a record in networks as LOOD says?',
  build({ landscapes }) {
    return [{ kind: 'text', text: answer(landscapes) }, ...landscapes.slice(0, SHOWN).map(figureBlock), table(landscapes)];
  },
};

/** `towards the nearest record`; a direction of no known name as it stands. */
function nameOf({ direction }: Landscape): string {
  return Object.hasOwn(DIRECTION_NAMES, direction)
    ? DIRECTION_NAMES[direction as keyof typeof DIRECTION_NAMES]
    : plainText(direction, 40);
}

const isWithin = ({ auc, networkAucLow, networkAucHigh }: Point): boolean => auc >= networkAucLow && auc <= networkAucHigh;

function answer(landscapes: readonly Landscape[]): string {
  const points = landscapes.flatMap(({ points }) => points);
  const within = points.filter(isWithin).length;
  const records = new Set(landscapes.map(({ record }) => record)).size;
  const peaks = landscapes.filter((landscape) => atRecord(landscape) === highest(landscape, (point) => point.networkAuc)).length;
  return (
    `At ${within} of ${count(points.length, 'question')} (${percent(within / points.length)}) along ${count(landscapes.length, 'line')} through ${count(records, 'record')}, the AUC of LOOD lies ` +
    `within the 95% interval of the AUC measured on networks. By LOOD no question tells more than the record itself; the networks’ AUC, measured with noise, is ` +
    `highest exactly there on ${peaks} of the ${count(landscapes.length, 'line')}.`
  );
}

/** The point nearest to the record. */
function atRecord({ points }: Landscape): Point {
  return points.reduce((a, b) => (Math.abs(b.offset) < Math.abs(a.offset) ? b : a));
}

function highest({ points }: Landscape, read: (point: Point) => number): Point {
  return points.reduce((a, b) => (read(b) > read(a) ? b : a));
}

function figureBlock(landscape: Landscape, index: number): Block {
  const { record, description } = landscape;
  const thinned = everyFew(landscape.points);
  const part =
    thinned.length < landscape.points.length
      ? ` Drawn: ${thinned.length} of ${count(landscape.points.length, 'question')} to networks.`
      : '';
  return {
    kind: 'figure',
    figure: figure(landscape, thinned, index),
    caption:
      `Questions along a line through record ${record}: ${plainText(description, 200)}. Bars: 95% intervals of the AUC measured on networks, each for itself. ` +
      `The offset is the root mean square (RMS) change of a value of the record.${part}`,
  };
}

function everyFew(points: readonly Point[]): readonly Point[] {
  const stride = Math.ceil(points.length / MOST_INTERVALS);
  return points.filter((_, i) => i % stride === 0);
}

function figure(landscape: Landscape, shown: readonly Point[], index: number): Figure {
  const { record, points } = landscape;
  const own = atRecord(landscape);
  const name = nameOf(landscape);
  const lood = points.map((point) => point.auc);
  return {
    id: `landscape-${index + 1}`,
    title: `Record ${record}, ${name}: AUC at the record ${auc(own.auc)} by LOOD, ${area(own.networkAuc)} on networks`,
    altText:
      `AUC of LOOD and of networks against the offset from record ${record}, ${name}; by LOOD from ${auc(Math.min(...lood))} to ${auc(Math.max(...lood))}, ` +
      `on networks from ${area(Math.min(...points.map((p) => p.networkAuc)))} to ${area(Math.max(...points.map((p) => p.networkAuc)))}.`,
    x: { label: offsetLabel(landscape), scale: 'linear', format: 'number', ...ends(points) },
    y: { label: 'AUC of an attack (0.5 is guessing)', scale: 'linear', format: 'auc' },
    series: [
      { kind: 'line', name: 'LOOD', role: 'primary', points: points.map((point) => [point.offset, point.auc]) },
      {
        kind: 'scatter',
        name: 'networks, with 95% interval',
        role: 'secondary',
        points: shown.map((point) => [point.offset, point.networkAuc]),
        intervals: shown.map(({ networkAucLow, networkAucHigh }) => [networkAucLow, networkAucHigh]),
        pointLabels: shown.map(
          ({ networkAucLow, networkAucHigh }) => `networks ${area(networkAucLow)} to ${area(networkAucHigh)}`,
        ),
      },
    ],
    referenceLines: [{ axis: 'y', value: 0.5, label: 'guessing' }],
  };
}

/** Half a step beyond the points, so that their bars are whole. */
function ends(points: readonly Point[]): { readonly min?: number; readonly max?: number } {
  const offsets = points.map(({ offset }) => offset);
  const [first, last] = [Math.min(...offsets), Math.max(...offsets)];
  const beyond = (last - first) / Math.max(1, 2 * (points.length - 1));
  return beyond > 0 ? { min: first - beyond, max: last + beyond } : {};
}

function table(landscapes: readonly Landscape[]): Block {
  return {
    kind: 'table',
    caption:
      'The lines. A line’s highest AUC on networks is the largest of many noisy ones, and therefore too large on average; it lies off the record for that reason alone, too.',
    columns: [
      { title: 'Record', align: 'right', format: 'integer' },
      { title: 'Line', align: 'left' },
      { title: 'LOOD, at the record', align: 'right', format: 'auc' },
      { title: 'Networks, there', align: 'left' },
      { title: 'LOOD, lowest', align: 'right', format: 'auc' },
      { title: 'Networks, highest', align: 'left' },
      { title: 'Within the interval', align: 'left' },
    ],
    rows: landscapes.map((landscape): Cell[] => {
      const own = atRecord(landscape);
      const peak = highest(landscape, (point) => point.networkAuc);
      return [
        landscape.record,
        nameOf(landscape),
        own.auc,
        `${area(own.networkAuc)} (${area(own.networkAucLow)} to ${area(own.networkAucHigh)})`,
        Math.min(...landscape.points.map((point) => point.auc)),
        `${area(peak.networkAuc)} at ${offsetText(landscape, peak.offset)}`,
        `${landscape.points.filter(isWithin).length} of ${number(landscape.points.length)}`,
      ];
    }),
  };
}

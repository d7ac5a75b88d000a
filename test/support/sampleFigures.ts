// Figures like the ones of a real audit, with every kind of series and both scales: the renderers' tests and their human readers look at them.

import type { Figure } from '../../reports/figures/figure.ts';
import { createRandom } from '../../src/base/random.ts';

/** Names as a hostile or careless data set could have them. */
export const HOSTILE_NAMES = [
  'airplane',
  '<script>alert("automobile")</script>',
  '=HYPERLINK("http://example.org")',
  'a very long class name that goes on and on without saying much more than cat',
  '猫 😀 кот',
  'שלום',
  '\u001b[31mred\u001b[0m',
  'supercalifragilisticexpialidocious'.repeat(3),
  '\u202egnp.exe',
  'truck & “trailer”',
];

const steps = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** A ROC curve of the shape that equal-variance Gaussians give: TPR = FPR^(1/power). */
const roc = (power: number): [number, number][] => [
  [0, 0],
  ...steps(-6, 0, 120).map((exponent): [number, number] => [10 ** exponent, 10 ** (exponent / power)]),
];

export const rocLogLog: Figure = {
  id: 'roc-log-log',
  title: 'At a false-positive rate of 0.1%, the most exposed record is caught 56% of the time',
  altText: 'Four ROC curves on logarithmic axes.',
  x: { label: 'False-positive rate', scale: 'log', format: 'percent', min: 1e-5, max: 1 },
  y: { label: 'True-positive rate', scale: 'log', format: 'percent', min: 1e-5, max: 1 },
  series: [
    { kind: 'line', name: 'most exposed (record 482)', role: 'primary', points: roc(12) },
    { kind: 'line', name: 'upper decile (record 1,203)', role: 'secondary', points: roc(4) },
    { kind: 'line', name: 'median (record 77)', role: 'tertiary', points: roc(2) },
    { kind: 'line', name: 'least exposed (record 9)', role: 'quaternary', points: roc(1.2) },
    {
      kind: 'line',
      name: 'guessing',
      role: 'reference',
      points: steps(-5, 0, 2).map((e): [number, number] => [10 ** e, 10 ** e]),
    },
  ],
  referenceLines: [
    { axis: 'x', value: 0.001, label: 'FPR 0.1%' },
    { axis: 'x', value: 0.01, label: 'FPR 1%' },
  ],
};

export const rocLinear: Figure = {
  ...rocLogLog,
  id: 'roc-linear',
  title: 'The most exposed record’s curve leaves the diagonal at once',
  x: { label: 'False-positive rate', scale: 'linear', format: 'percent', min: 0, max: 1 },
  y: { label: 'True-positive rate', scale: 'linear', format: 'percent', min: 0, max: 1 },
  series: rocLogLog.series.map((series) =>
    series.kind === 'line' && series.role === 'reference'
      ? {
          ...series,
          points: [
            [0, 0],
            [1, 1],
          ] as const,
        }
      : series,
  ),
  referenceLines: [],
};

const bell = (bins: number) =>
  Array.from({ length: bins }, (_, i) => Math.round(260 * Math.exp(-(((i - 0.45 * bins) / (0.16 * bins)) ** 2))));

export const klHistogram: Figure = {
  id: 'kl-histogram',
  title: 'Most records leak little; 41 leak more than 1 nat',
  altText: 'Histogram of KL divergences on a logarithmic axis.',
  x: { label: 'KL divergence (nats)', scale: 'log', format: 'number' },
  y: { label: 'Records', scale: 'linear', format: 'integer' },
  series: [{ kind: 'bars', name: 'records', role: 'primary', edges: steps(-5, 1, 41).map((e) => 10 ** e), counts: bell(40) }],
  referenceLines: [
    { axis: 'x', value: 0.021, label: 'median 0.021' },
    { axis: 'x', value: 0.04, label: 'mean 0.040' },
    { axis: 'x', value: 1, label: '1 nat' },
  ],
};

export const aucHistogram: Figure = {
  id: 'auc-histogram',
  title: 'Twelve records can be told from the outside with an AUC above 0.9',
  altText: 'Two histograms of the AUC.',
  x: { label: 'AUC of the optimal membership test', scale: 'linear', format: 'number', min: 0.5, max: 1 },
  y: { label: 'Records', scale: 'log', format: 'integer', min: 0.7 },
  series: [
    { kind: 'bars', name: 'class 0', role: 'primary', edges: steps(0.5, 1, 26), counts: bell(25) },
    { kind: 'bars', name: 'class 1', role: 'secondary', edges: steps(0.5, 1, 26), counts: bell(25).reverse() },
  ],
  referenceLines: [{ axis: 'x', value: 0.9, label: 'high-risk tier' }],
};

function classBoxes(names: readonly string[]): Figure {
  return {
    id: `kl-by-class-${names.length}`,
    title: 'Records of the class automobile are twice as exposed as the others',
    altText: 'One box per class.',
    x: { label: 'Class', scale: 'linear', format: 'integer' },
    y: { label: 'KL divergence (nats)', scale: 'log', format: 'number' },
    series: [
      {
        kind: 'boxes',
        name: 'records',
        role: 'primary',
        categories: names,
        boxes: names.map((_, i) => [0.0004 * (i + 1), 0.006 * (i + 1), 0.02 * (i + 1), 0.05 * (i + 1), 0.7 * (i + 1)] as const),
      },
    ],
    referenceLines: [{ axis: 'y', value: 0.021, label: 'median of all' }],
  };
}

export const twoClassBoxes = classBoxes(['airplane', 'automobile']);
export const tenClassBoxes = classBoxes(HOSTILE_NAMES);

export const agreementScatter: Figure = (() => {
  const random = createRandom(7);
  const points = Array.from({ length: 2000 }, (): [number, number] => {
    const kl = 10 ** (-2 + 1.1 * random.normal());
    return [kl, kl * 0.3 * 10 ** (0.25 * random.normal())];
  });
  return {
    id: 'kl-against-mean-distance',
    title: 'KL and mean distance name the same records (rank correlation 0.97)',
    altText: 'Scatter of 2,000 records.',
    x: { label: 'KL divergence (nats)', scale: 'log', format: 'number' },
    y: { label: 'Mean distance (target units²)', scale: 'log', format: 'scientific' },
    series: [
      {
        kind: 'scatter',
        name: 'records',
        role: 'primary',
        points: [...points, [0, 1e-3]],
        pointLabels: [...points.map((_, i) => `record ${i}`), 'record 2000'],
      },
    ],
  };
})();

export const noiseCurve: Figure = {
  id: 'noise-variance',
  title: 'A noise variance of 0.1 predicts left-out records best',
  altText: 'Curve of the leave-one-out log predictive density.',
  x: { label: 'Noise variance σ²', scale: 'log', format: 'number' },
  y: { label: 'Leave-one-out log predictive density (nats per record and class)', scale: 'linear', format: 'number' },
  series: [
    {
      kind: 'line',
      name: 'leave-one-out log predictive density',
      role: 'primary',
      points: steps(-4, 1, 41).map((e): [number, number] => [10 ** e, -0.31 - 0.08 * (e + 1) ** 2]),
    },
  ],
  referenceLines: [
    { axis: 'x', value: 0.1, label: 'chosen: 0.1' },
    { axis: 'y', value: -0.31, label: 'best' },
  ],
};

const planeOffsets = steps(-60, 60, 25);

export const klPlane: Figure = {
  id: 'kl-plane',
  title: 'Leakage falls off faster towards the nearest record than along a random direction',
  altText: 'Heat map of the KL divergence over two offsets from record 17.',
  x: { label: 'Offset towards the nearest record (input units)', scale: 'linear', format: 'number' },
  y: { label: 'Offset along a random direction (input units)', scale: 'linear', format: 'number' },
  series: [
    {
      kind: 'heat',
      name: 'KL divergence',
      value: { label: 'KL divergence (nats)', scale: 'linear', format: 'number', min: 0 },
      columns: planeOffsets,
      rows: planeOffsets,
      values: planeOffsets.flatMap((y) => planeOffsets.map((x) => 0.83 / (1 + (x / 22) ** 2 + (y / 41) ** 2))),
    },
    { kind: 'scatter', name: 'record 17', role: 'primary', points: [[0, 0]], pointLabels: ['record 17'] },
    {
      kind: 'line',
      name: 'half of its leakage',
      role: 'secondary',
      points: steps(0, 2 * Math.PI, 40).map((a) => [22 * Math.cos(a), 41 * Math.sin(a)] as const),
    },
  ],
};

export const sampleFigures: readonly Figure[] = [
  rocLogLog,
  rocLinear,
  klHistogram,
  aucHistogram,
  twoClassBoxes,
  tenClassBoxes,
  agreementScatter,
  noiseCurve,
  klPlane,
];

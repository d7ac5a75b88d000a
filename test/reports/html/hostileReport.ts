// What is the worst that the words of a report can be? A report of every block kind in which every string from the data tries something:
// markup, the end of a script, a formula, a line separator, an override of the writing direction. Seeded, any number of records.

import type { Block, Cell, RecordPicture, Report } from '../../../reports/blocks.ts';
import type { Figure } from '../../../reports/figures/figure.ts';
import { createRandom } from '../../../src/base/random.ts';

/** Would each set `window.attacked` if the browser ran it. */
export const HOSTILE = {
  markup: '<img src=x onerror="window.attacked=1">',
  script: '</script><script>window.attacked=1</script>',
  comment: '<!--<script>',
  attribute: '" onmouseover="window.attacked=1" x="',
  formula: "=cmd|' /C calc'!A0",
  lines: 'one\u2028two\u2029three',
  direction: 'cat\u202egnp.exe',
  entity: '&lt;b&gt; & <b>',
} as const;

export const HOSTILE_CLASSES: readonly string[] = ['cat', 'sports car', ...Object.values(HOSTILE)];

/** A picture with a gradient, different for every record. */
export function samplePicture(record: number, channels: 1 | 3): RecordPicture {
  const pixels = Array.from({ length: 8 * 8 * channels }, (_, i) => (i * 4 + record * 37) % 256);
  return { height: 8, width: 8, channels, pixels };
}

/** Columns: record, class, KL (nats), AUC, TPR at 0.1% FPR, tier; most exposed first; every 97th record has no KL. */
export function sampleRows(count: number): Cell[][] {
  const random = createRandom(11);
  const rows = Array.from({ length: count }, (_, record): Cell[] => {
    const kl = 10 ** (-2 + random.normal());
    const auc = 0.5 + 0.5 * (1 - Math.exp(-Math.sqrt(kl)));
    const tpr = Math.min(1, 0.001 * (1 + 40 * kl));
    const tier = auc > 0.8 ? 'high' : auc > 0.65 ? 'elevated' : 'low';
    return [
      record,
      HOSTILE_CLASSES[random.integer(HOSTILE_CLASSES.length)] as string,
      record % 97 === 96 ? null : kl,
      auc,
      tpr,
      tier,
    ];
  });
  return rows.sort((a, b) => (b[3] as number) - (a[3] as number));
}

const line = (id: string, name: string): Figure => ({
  id,
  title: `A line ${name}`,
  altText: `Alternative text ${name}`,
  x: { label: `x ${name}`, scale: 'linear', format: 'percent', min: 0, max: 1 },
  y: { label: `y ${name}`, scale: 'linear', format: 'percent', min: 0, max: 1 },
  series: [
    { kind: 'line', name, role: 'primary', points: Array.from({ length: 60 }, (_, i) => [i / 59, Math.sqrt(i / 59)] as const) },
    {
      kind: 'line',
      name: 'guessing',
      role: 'reference',
      points: [
        [0, 0],
        [1, 1],
      ],
    },
  ],
  referenceLines: [{ axis: 'x', value: 0.1, label: name }],
});

export const FIGURES: readonly Figure[] = [
  line('line-one', HOSTILE.markup),
  line('line-two', HOSTILE.script),
  {
    id: 'bars',
    title: `Bars ${HOSTILE.comment}`,
    altText: 'Bars',
    x: { label: 'KL (nats)', scale: 'log', format: 'number' },
    y: { label: 'Records', scale: 'linear', format: 'integer' },
    series: [{ kind: 'bars', name: 'records', role: 'primary', edges: [0.001, 0.01, 0.1, 1], counts: [5, 1234, 3] }],
  },
  {
    id: 'boxes',
    title: 'Boxes by class',
    altText: 'Boxes',
    x: { label: 'Class', scale: 'linear', format: 'integer' },
    y: { label: 'KL (nats)', scale: 'log', format: 'number' },
    series: [
      {
        kind: 'boxes',
        name: 'records',
        role: 'primary',
        categories: HOSTILE_CLASSES,
        boxes: HOSTILE_CLASSES.map(
          (_, i) => [0.001 * (i + 1), 0.005 * (i + 1), 0.02 * (i + 1), 0.05 * (i + 1), 0.2 * (i + 1)] as const,
        ),
      },
    ],
  },
  {
    id: 'scatter',
    title: 'A scatter of points with names',
    altText: 'Scatter',
    x: { label: 'KL (nats)', scale: 'log', format: 'number' },
    y: { label: 'Mean distance', scale: 'log', format: 'scientific' },
    series: [
      {
        kind: 'scatter',
        name: 'records',
        role: 'primary',
        points: Array.from({ length: 40 }, (_, i) => [10 ** (-4 + i / 10), 10 ** (-5 + i / 11)] as const),
        pointLabels: Array.from({ length: 40 }, (_, i) => `record ${i}, ${HOSTILE_CLASSES[i % HOSTILE_CLASSES.length]}`),
      },
    ],
  },
];

const figureBlock = (figure: Figure | undefined): Block => ({
  kind: 'figure',
  figure: figure as Figure,
  caption: `Caption of ${figure?.id} ${HOSTILE.entity}`,
});

/** @param printRows of the record table */
export function hostileReport(records = 300, printRows = 20): Report {
  const rows = sampleRows(records);
  const pictured = rows.slice(0, 6).map((row) => row[0] as number);
  const alsoPictured = rows.slice(10, 12).map((row) => row[0] as number);
  return {
    title: `Privacy audit of ${HOSTILE.markup}`,
    subtitle: `${HOSTILE.script} · ${records} records · ${HOSTILE_CLASSES.length} classes`,
    generatedFrom: { startedAt: '2026-03-01T14:05:09.123Z', loodVersion: '0.1.0', sha256: 'ab'.repeat(32) },
    sections: [
      {
        id: 'verdict',
        title: 'Verdict',
        question: `How exposed are the records of ${HOSTILE.direction}?`,
        blocks: [
          { kind: 'text', text: `First paragraph ${HOSTILE.markup}.\nSecond paragraph ${HOSTILE.lines}.` },
          {
            kind: 'metrics',
            items: (['good', 'caution', 'danger', 'neutral'] as const).map((tone) => ({
              label: `label ${tone} ${HOSTILE.entity}`,
              value: '0.98',
              note: HOSTILE.attribute,
              tone,
            })),
          },
          ...(['danger', 'caution', 'good', 'neutral'] as const).map(
            (tone): Block => ({ kind: 'callout', tone, title: `Callout ${tone} ${HOSTILE.script}`, text: HOSTILE.attribute }),
          ),
          { kind: 'list', items: [HOSTILE.formula, HOSTILE.comment] },
          {
            kind: 'command',
            title: `Command ${HOSTILE.entity}`,
            command: `lood audit '${HOSTILE.markup}' --depth 5 --classes '${HOSTILE.script}'`,
          },
          { kind: 'sign-off', text: `Sign ${HOSTILE.markup}`, fields: ['Name', HOSTILE.script] },
        ],
      },
      {
        id: 'figures',
        title: `Figures ${HOSTILE.markup}`,
        question: 'Do all charts draw?',
        blocks: [
          ...FIGURES.slice(0, 2).map(figureBlock),
          { kind: 'text', text: 'Between.' },
          figureBlock(FIGURES[2]),
          { kind: 'text', text: 'Between.' },
          ...FIGURES.slice(3).map(figureBlock),
          {
            kind: 'table',
            caption: `A table ${HOSTILE.script}`,
            columns: [
              { title: HOSTILE.markup, align: 'left' },
              { title: 'Share', align: 'right', format: 'percent' },
            ],
            rows: [
              [HOSTILE.script, 0.25],
              [HOSTILE.direction, null],
            ],
          },
        ],
      },
      {
        id: 'records',
        title: 'Records',
        question: 'Which are they?',
        blocks: [
          {
            kind: 'records',
            caption: `Most exposed ${HOSTILE.markup}`,
            cards: pictured.map((record, i) => ({
              record,
              title: `#${i + 1} · record ${record} · ${HOSTILE.script}`,
              facts: [HOSTILE.attribute, 'AUC 0.98'],
              picture: samplePicture(record, i % 2 === 0 ? 1 : 3),
            })),
          },
          {
            kind: 'strips',
            id: 'gallery',
            caption: `Rebuilt ${HOSTILE.markup}`,
            columns: ['True record', HOSTILE.attribute, 'Rebuilt'],
            rows: [
              {
                record: 5000,
                title: `record 5000 ${HOSTILE.script}`,
                facts: [HOSTILE.attribute],
                pictures: [samplePicture(1, 3), samplePicture(2, 3), null],
              },
            ],
          },
          {
            kind: 'records',
            caption: 'With values',
            cards: [
              {
                record: 3,
                title: `record 3 ${HOSTILE.markup}`,
                facts: ['AUC 0.51'],
                values: Array.from({ length: 12 }, (_, i) => ({ name: `${i} ${HOSTILE.attribute}`, value: HOSTILE.formula })),
              },
            ],
          },
          {
            kind: 'record-table',
            file: 'records.csv',
            caption: `All ${records} records ${HOSTILE.markup}`,
            printRows,
            columns: [
              { title: 'Record', align: 'right', format: 'integer' },
              { title: 'Class', align: 'left' },
              { title: 'KL (nats)', align: 'right', format: 'number' },
              { title: 'AUC', align: 'right', format: 'number' },
              { title: 'TPR at 0.1% FPR', align: 'right', format: 'percent' },
              { title: 'Tier', align: 'left' },
            ],
            rows,
            pictures: new Map([...pictured, ...alsoPictured].map((record) => [record, samplePicture(record, 1)])),
          },
        ],
      },
    ],
  };
}

// A report written by hand that holds every kind of block and names from strangers; the writers' tests render it.

import type { Block, RecordCard, RecordPicture, Report, TableColumnSpec } from '../../reports/blocks.ts';
import { createRandom } from '../../src/base/random.ts';
import {
  agreementScatter,
  aucHistogram,
  HOSTILE_NAMES,
  klHistogram,
  noiseCurve,
  rocLinear,
  rocLogLog,
  tenClassBoxes,
  twoClassBoxes,
} from './sampleFigures.ts';

/** A soft blob on a dark ground, different for each seed, so that a gallery looks like one. */
export function samplePicture(seed: number, side: number, channels: 1 | 3): RecordPicture {
  const random = createRandom(seed);
  const centres = Array.from({ length: channels }, () => [random.uniform() * side, random.uniform() * side] as const);
  const pixels: number[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (const [cx, cy] of centres) {
        pixels.push(
          Math.round(255 * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (0.1 * side * side)) * (0.8 + 0.2 * random.uniform())),
        );
      }
    }
  }
  return { height: side, width: side, channels, pixels };
}

const pictureCards = (first: number, count: number): RecordCard[] =>
  Array.from({ length: count }, (_, i) => ({
    record: 37 * (first + i),
    title: `#${first + i} · record ${37 * (first + i)} · class ${HOSTILE_NAMES[i % HOSTILE_NAMES.length]}`,
    facts: [`AUC ${(0.98 - 0.01 * i).toFixed(2)}`, `caught at 0.1% FPR: ${41 - 2 * i}%`],
    picture: samplePicture(first + i, i % 2 === 0 ? 28 : 32, i % 2 === 0 ? 1 : 3),
  }));

const valueCards: RecordCard[] = [1, 2, 3, 4].map((rank) => ({
  record: 100 * rank,
  title: `#${rank} · record ${100 * rank} · class ${rank % 2}`,
  facts: [`AUC 0.9${rank}`, `KL ${rank}.23 nats`],
  values: Array.from({ length: rank === 4 ? 30 : 6 }, (_, i) => ({
    name: HOSTILE_NAMES[i % 10] as string,
    value: `${(i * 3.7).toFixed(2)}`,
  })),
}));

/** The third row ended before its last step. */
const strips: Block = {
  kind: 'strips',
  id: 'gallery',
  caption: 'Three records as they were rebuilt. Black in the last column means equal.',
  columns: ['True record', 'Start', 'Iteration 4', 'Rebuilt', 'Absolute difference'],
  rows: [1, 2, 3].map((i) => ({
    record: 11 * i,
    title: `record ${11 * i} · class ${HOSTILE_NAMES[i]}`,
    facts: [`cosine 0.99${i}`, `PSNR 3${i} dB`, 'rank 1'],
    pictures: [0, 1, 2, 3, 4].map((k) =>
      i === 3 && k === 2 ? null : samplePicture(10 * i + k, i === 2 ? 32 : 28, i === 2 ? 3 : 1),
    ),
  })),
};

const recordColumns: TableColumnSpec[] = [
  { title: 'Record', align: 'right', format: 'integer' },
  { title: 'Class', align: 'left' },
  { title: 'KL (nats)', align: 'right', format: 'number' },
  { title: 'Mean distance', align: 'right', format: 'scientific' },
  { title: 'AUC', align: 'right', format: 'number' },
  { title: 'TPR at 0.1% FPR', align: 'right', format: 'percent' },
  { title: 'TPR at 1% FPR', align: 'right', format: 'percent' },
  { title: 'ε at δ = 10⁻⁵', align: 'right', format: 'number' },
];

const recordRows = (count: number) =>
  Array.from({ length: count }, (_, i) => [
    (i * 7919) % 2000,
    HOSTILE_NAMES[i % 10] as string,
    3.2 / (1 + i),
    0.02 / (1 + i) ** 2,
    0.5 + 0.4999 / (1 + i / 40),
    i === 3 ? null : 0.99999 / (1 + i / 5),
    0.999 / (1 + i / 20),
    12 / (1 + i),
  ]);

const verdictBlocks: Block[] = [
  {
    kind: 'callout',
    tone: 'danger',
    title: '41 of 2,000 records stand out',
    text: 'An attacker who sees the model’s output for one of these records can tell that it was in the training data with an AUC above 0.9. Remove or protect them before the model is handed on.',
  },
  {
    kind: 'metrics',
    items: [
      { label: 'Strongest attack (AUC)', value: '0.983', note: 'record 482, class ship', tone: 'danger' },
      { label: 'Caught at 0.1% FPR', value: '56.2%', note: 'the same record', tone: 'danger' },
      { label: 'Median KL divergence (nats)', value: '0.021', note: 'half of the records leak less', tone: 'neutral' },
      { label: 'Records in the low tier', value: '1,873', note: '93.7% of 2,000', tone: 'good' },
      { label: 'Smallest ε', value: '0.4', tone: 'caution' },
    ],
  },
  {
    kind: 'text',
    text: 'Each record was left out once, exactly, and the two distributions of the model’s output at that record were compared. The office of data protection will find the most efficient and difficult questions answered in the sections below; higher numbers mean more leakage, and n = 2,000 records were audited.',
  },
  {
    kind: 'list',
    items: [
      'Look at the most exposed records first: mislabelled, duplicated and unusual records are the ones that stand out.',
      'Raise the noise variance: at σ² = 1 the strongest attack falls to an AUC of 0.71.',
      `A class is called ${HOSTILE_NAMES[7]} and its name breaks over lines without leaving the page.`,
    ],
  },
];

export const sampleReport: Report = {
  title: 'Privacy audit of cifar10 <b>ships</b> & friends',
  subtitle: 'cifar10.npz · 2,000 records · 10 classes · fully connected NNGP, depth 5, relu',
  generatedFrom: {
    startedAt: '2025-03-04T05:06:07.000Z',
    loodVersion: '0.1.0',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  sections: [
    {
      id: 'verdict',
      title: 'Verdict',
      question: 'How exposed is the training data, and what should be done?',
      blocks: verdictBlocks,
    },
    {
      id: 'leakage',
      title: 'Distribution of leakage',
      question: 'How much does each record leak?',
      blocks: [
        { kind: 'text', text: 'Half of the 2,000 records leak less than 0.021 nats; the most exposed leaks 3.2 nats.' },
        {
          kind: 'figure',
          figure: klHistogram,
          caption: 'KL divergence of the output at each record, with against without it; logarithmic axis.',
        },
        { kind: 'figure', figure: aucHistogram, caption: 'AUC of the optimal membership test; counts on a logarithmic axis.' },
        {
          kind: 'table',
          caption: 'Quantiles of leakage over 2,000 records.',
          columns: [
            { title: 'Quantity', align: 'left' },
            { title: '1%', align: 'right' },
            { title: '50%', align: 'right' },
            { title: '99%', align: 'right' },
          ],
          rows: [
            ['KL divergence (nats)', 0.00012, 0.021, 2.9],
            ['Mean distance (target units²)', 3.2e-7, 0.0041, 0.11],
            ['AUC', 0.503, 0.61, 0.981],
          ],
        },
      ],
    },
    {
      id: 'exposed-records',
      title: 'Most and least exposed records',
      question: 'Which records leak most, and what do they look like?',
      blocks: [
        { kind: 'text', text: 'Record 37 leaks most: 3.2 nats.' },
        { kind: 'records', caption: 'The ten most exposed records.', cards: pictureCards(1, 10) },
        { kind: 'records', caption: 'The three least exposed records.', cards: pictureCards(1998, 3) },
        { kind: 'records', caption: 'Records of a table, by their values.', cards: valueCards },
      ],
    },
    {
      id: 'rebuilt-records',
      title: 'Rebuilt records',
      question: 'What does an attacker see?',
      blocks: [{ kind: 'text', text: '3 of 3 records were rebuilt.' }, strips],
    },
    {
      id: 'roc',
      title: 'ROC curves of the optimal attack',
      question: 'How well can the best attacker tell?',
      blocks: [
        { kind: 'text', text: 'At 0.1% false positives the attacker catches the most exposed record 56.2% of the time.' },
        { kind: 'figure', figure: rocLogLog, caption: 'Both axes logarithmic, down to one false alarm in 100,000.' },
        { kind: 'figure', figure: rocLinear, caption: 'The same curves on linear axes.' },
      ],
    },
    {
      id: 'classes',
      title: 'Leakage by class',
      question: 'Are some classes more exposed than others?',
      blocks: [
        { kind: 'text', text: 'The class airplane has the smallest median.' },
        {
          kind: 'figure',
          figure: tenClassBoxes,
          caption: 'Whiskers reach from the 1% to the 99% quantile, boxes hold the middle half.',
        },
        { kind: 'figure', figure: twoClassBoxes, caption: 'The two largest classes.' },
        {
          kind: 'table',
          caption: 'Leakage by class.',
          columns: [
            { title: 'Class', align: 'left' },
            { title: 'Records', align: 'right', format: 'integer' },
            { title: 'Median KL (nats)', align: 'right' },
            { title: 'Largest AUC', align: 'right' },
            { title: 'High risk', align: 'right', format: 'percent' },
          ],
          rows: HOSTILE_NAMES.map((name, i) => [name, 200 + i, 0.02 * (i + 1), 0.9 + 0.009 * i, 0.02 * i]),
        },
      ],
    },
    {
      id: 'agreement',
      title: 'Agreement of KL and mean distance',
      question: 'Do both measures name the same records?',
      blocks: [
        { kind: 'text', text: 'Yes: the rank correlation is 0.97.' },
        { kind: 'figure', figure: agreementScatter, caption: 'One dot per record.' },
        {
          kind: 'callout',
          tone: 'caution',
          title: 'Mean distance has no certificate',
          text: 'It can rise at other queries; KL cannot.',
        },
        {
          kind: 'callout',
          tone: 'good',
          title: 'Certificate holds',
          text: 'No set of 60 random queries reached more than the record’s own query.',
        },
      ],
    },
    {
      id: 'method',
      title: 'Method, settings and limits',
      question: 'How were the numbers made, and what do they not say?',
      blocks: [
        {
          kind: 'text',
          text: 'KL = ½[C(u − ln(1+u)) + u‖α‖²/p], with u = v_out/v_in − 1; σ² = 0.1, ε at δ ≤ 10⁻⁵, χ² integrals.',
        },
        { kind: 'figure', figure: noiseCurve, caption: 'Choice of the noise variance.' },
        {
          kind: 'callout',
          tone: 'neutral',
          title: 'Limit',
          text: 'All numbers hold for the Gaussian process; how well it stands for a given network is a separate question.',
        },
        {
          kind: 'table',
          caption: 'Settings in force.',
          columns: [
            { title: 'Setting', align: 'left' },
            { title: 'Value', align: 'left' },
          ],
          rows: [
            ['kernel', 'fully connected NNGP, relu, depth 5, weight variance 2, bias variance 0'],
            ['input', 'file:///<img src=x onerror=alert(1)>.npz'],
            ['sha256', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
            ['seed', 1],
            ['limit', null],
          ],
        },
      ],
    },
    {
      id: 'records',
      title: 'All records',
      question: 'What are the numbers of every record?',
      blocks: [
        {
          kind: 'record-table',
          file: 'records.csv',
          caption: 'Most exposed first.',
          printRows: 90,
          columns: recordColumns,
          rows: recordRows(2000),
          pictures: new Map(),
        },
      ],
    },
  ],
};

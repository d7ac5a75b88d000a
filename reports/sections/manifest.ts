// Can this report be made again? Data hash, settings, versions, engine, timings, and the command that repeats it. Called by buildReport.ts.

import { plainText } from '../../src/base/plainText.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import { formatNumber } from '../format.ts';
import { type AnyResult, inputOf } from '../results.ts';
import { repeatCommand, settingText } from './repeatCommand.ts';
import { count, number } from './words.ts';

const NAME_LENGTH = 80;
const VALUE_LENGTH = 300;

export const manifest: SectionDefinition<AnyResult> = {
  id: 'manifest',
  title: 'Reproducibility manifest',
  question: 'How can this report be made again?',
  build(result) {
    const { settings, timings } = result.manifest;
    const command = repeatCommand(result);
    return [
      { kind: 'text', text: answer(result, command !== undefined) },
      ...(command === undefined ? [] : [{ kind: 'command', title: 'The command that repeats the run', command } as const]),
      pairs('What was examined and with what.', facts(result)),
      pairs(
        'Settings as given, and those of the model with their defaults, by the names that a config file uses.',
        Object.entries(settings).map(([key, value]) => [key, settingText(value)]),
      ),
      ...(timings.length === 0 ? [] : [timingTable(result)]),
    ];
  },
};

function totalSeconds(result: AnyResult): number {
  return result.manifest.timings.reduce((sum, { seconds }) => sum + seconds, 0);
}

function answer(result: AnyResult, hasCommand: boolean): string {
  const { manifest: made } = result;
  const how = hasCommand
    ? 'Running the command below'
    : 'A program handed over the data, so no command repeats this run; calling the library with the settings below';
  return (
    `${how} with lood ${plainText(made.lood, 40)} on input of the same SHA-256 hash repeats the numbers of this report, ` +
    `computed from ${count(inputOf(result).records, 'record')} (seed ${made.seed}); another machine or engine rounds differently ` +
    `in the last digits. This run took ${number(totalSeconds(result))} seconds.`
  );
}

function facts(result: AnyResult): readonly (readonly [string, string])[] {
  const { manifest: made, schemaVersion } = result;
  const { name, format, sha256, classes } = inputOf(result);
  return [
    ['Data', name],
    ['Format', format],
    ['SHA-256 of the input', sha256],
    ...sizes(result),
    ['Classes', formatNumber(classes, 'integer')],
    ['Seed', String(made.seed)],
    ['Started (UTC)', made.startedAt],
    ['lood', made.lood],
    ['Schema of the result', schemaVersion],
    ['Node.js', made.node],
    ['Platform', made.platform],
    ...algebra(result),
    ...Object.entries(made.dependencies).map(([name, version]): readonly [string, string] => [`Package ${name}`, version]),
  ];
}

/** Attacks read signals of models; the others records themselves. */
function sizes(result: AnyResult): readonly (readonly [string, string])[] {
  if (result.kind === 'lood-attack') {
    const { records, members, references, queries, kind } = result.signals;
    return [
      ['Members, of records', `${formatNumber(members, 'integer')} of ${formatNumber(records, 'integer')}`],
      ['Recorded signals', kind],
      ['Reference models', formatNumber(references, 'integer')],
      ['Augmentations of each record', formatNumber(queries, 'integer')],
    ];
  }
  const { records, recordsInInput, dimensions } = result.dataset;
  return [
    [
      'Records of the model, of records in the input',
      `${formatNumber(records, 'integer')} of ${formatNumber(recordsInInput, 'integer')}`,
    ],
    ['Values per record', formatNumber(dimensions, 'integer')],
  ];
}

/** Attacks on recorded signals need no matrices. */
function algebra(result: AnyResult): readonly (readonly [string, string])[] {
  if (result.kind === 'lood-attack') return [];
  const { engine, peakMatrixBytes } = result.manifest;
  return [
    ['Engine for linear algebra', `${engine.name}, ${count(engine.threads, 'thread')}: ${engine.detail}`],
    ['Largest matrix storage at once', memory(peakMatrixBytes)],
  ];
}

/** `16.2 MiB`; small sets take a few bytes. */
function memory(bytes: number): string {
  const exponent = Math.min(3, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  return `${number(bytes / 1024 ** exponent)} ${['bytes', 'KiB', 'MiB', 'GiB'][exponent]}`;
}

function pairs(caption: string, rows: readonly (readonly [string, string])[]): Block {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: 'Name', align: 'left' },
      { title: 'Value', align: 'left' },
    ],
    rows: rows.map(([name, value]) => [plainText(name, NAME_LENGTH), plainText(value, VALUE_LENGTH)]),
  };
}

function timingTable(result: AnyResult): Block {
  const total = totalSeconds(result);
  return {
    kind: 'table',
    caption: `Time by stage; ${number(total)} seconds in all.`,
    columns: [
      { title: 'Stage', align: 'left' },
      { title: 'Seconds', align: 'right', format: 'number' },
      { title: 'Share', align: 'right', format: 'percent' },
    ],
    rows: result.manifest.timings.map(({ stage, seconds }) => [
      plainText(stage, NAME_LENGTH),
      seconds,
      total > 0 ? seconds / total : null,
    ]),
  };
}

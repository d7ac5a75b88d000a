// Is the record the most telling question about itself, and how near must a question come to it? The section that a person reads who reads only
// one. Called by buildReport.ts.

import type { Landscape, QueryResult } from '../../../src/audit/queryResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { warningBlocks } from '../warnings.ts';
import { auc, count, listInWords, nats, number, percent } from '../words.ts';
import { DIRECTION_NAMES, isPeak, largestKl, narrowest, offsetText, pointAtRecord, straight } from './shape.ts';

export const landscapeVerdict: SectionDefinition<QueryResult> = {
  id: 'verdict',
  title: 'Verdict',
  question: 'Is the record itself the most telling question about it, and how near must a question come?',
  build(result) {
    const landscape = result.landscape as Landscape;
    return [
      { kind: 'text', text: answer(landscape) },
      { kind: 'metrics', items: keyNumbers(landscape) },
      conclusion(landscape),
      { kind: 'list', items: advice(result, landscape) },
      ...warningBlocks(result.warnings),
      { kind: 'callout', tone: 'neutral', title: 'What this verdict rests on', text: BASIS },
    ];
  },
};

function answer(landscape: Landscape): string {
  const { record, klAtRecord, lines, plane } = landscape;
  const parts = [
    count(straight(lines).length, 'direction'),
    ...(plane === null ? [] : [`a plane of ${count(plane.kl.length, 'question')}`]),
    ...(straight(lines).length < lines.length ? ['the way of a search'] : []),
  ];
  const where = listInWords(parts);
  if (!(klAtRecord > 0)) {
    return `Record ${record} leaves no trace: the KL divergence is 0 nats at the record and everywhere around it, along ${where} (computed).`;
  }
  const peak = isPeak(landscape)
    ? `Record ${record} is the most telling question about itself: along ${where} nothing leaks more than the ${nats(klAtRecord)} at the record`
    : `Along ${where} a question leaks ${nats(largestKl(landscape))}, more than the ${nats(klAtRecord)} at record ${record} itself, which the ` +
      'theory rules out';
  return `${peak} (KL divergence, computed and not sampled). ${widthSentence(landscape)}`;
}

function widthSentence(landscape: Landscape): string {
  const widths = straight(landscape.lines).map((line) => ({ line, width: narrowest(line, landscape.klAtRecord) }));
  const known = widths.filter(({ width }) => width !== undefined) as { line: Landscape['lines'][number]; width: number }[];
  if (known.length === 0) {
    return `More than half of it is left everywhere within ±${offsetText(landscape, landscape.span)}, the span that was looked at.`;
  }
  const parts = known
    .toSorted((a, b) => a.width - b.width)
    .map(({ line, width }) => `${number(width)} (${DIRECTION_NAMES[line.direction]})`);
  const unit = landscape.unit === 'input' ? 'in units of the input' : 'in standard deviations';
  const rest =
    known.length === widths.length
      ? ''
      : ` Along ${count(widths.length - known.length, 'other direction')} more than half is left at the end.`;
  return `Half of it is left where a value changes by ${listInWords(parts)}, as a root mean square and ${unit}.${rest}`;
}

function keyNumbers(landscape: Landscape): Extract<Block, { kind: 'metrics' }>['items'] {
  const own = pointAtRecord(landscape);
  const widths = straight(landscape.lines).flatMap((line) => narrowest(line, landscape.klAtRecord) ?? []);
  const ends = straight(landscape.lines).flatMap(({ points }) => [points[0], points.at(-1)].flatMap((point) => point?.kl ?? []));
  return [
    {
      label: 'Leakage at the record (KL)',
      value: nats(landscape.klAtRecord),
      note: `record ${landscape.record}`,
      tone: 'neutral',
    },
    ...(own === undefined
      ? []
      : [{ label: 'Best attack there (AUC)', value: auc(own.auc), note: '0.5 is guessing', tone: 'neutral' as const }]),
    ...(!(landscape.klAtRecord > 0)
      ? []
      : [
          {
            label: 'Narrowest half-width of the peak',
            value: widths.length === 0 ? `more than ${formatNumber(landscape.span)}` : number(Math.min(...widths)),
            note:
              landscape.unit === 'input'
                ? 'root mean square change, input units'
                : 'root mean square change, standard deviations',
            tone: 'neutral' as const,
          },
        ]),
    ...(ends.length === 0 || !(landscape.klAtRecord > 0)
      ? []
      : [
          {
            label: 'Left at the ends of the lines',
            value: percent(Math.max(...ends) / landscape.klAtRecord),
            note: `at most, at an offset of ±${formatNumber(landscape.span)}`,
            tone: 'neutral' as const,
          },
        ]),
  ];
}

function conclusion(landscape: Landscape): Block {
  if (!(landscape.klAtRecord > 0)) {
    return {
      kind: 'callout',
      tone: 'good',
      title: 'Nothing to see',
      text: 'The model answers the same with and without this record, wherever it is asked.',
    };
  }
  if (!isPeak(landscape)) {
    return {
      kind: 'callout',
      tone: 'danger',
      title: 'The record is not the peak',
      text:
        'No question can tell more than the record itself, so this points to numerical trouble, most often a noise variance that is tiny next to ' +
        'the kernel’s values. Raise --noise-variance or remove duplicate records, and draw the landscape again.',
    };
  }
  return {
    kind: 'callout',
    tone: 'caution',
    title: 'The neighbourhood tells on the record too',
    text:
      'A question need not meet the record exactly. What an attacker guesses within the half-width still tells at least half as much (KL ' +
      'divergence), so a blurred, cropped or slightly changed copy is nearly as good a question as the record.',
  };
}

function advice({ model }: QueryResult, { record, klAtRecord }: Landscape): readonly string[] {
  if (!(klAtRecord > 0)) return ['Keep this report with the model. No step is needed because of this record.'];
  return [
    `Take the half-width as the precision with which record ${record} would have to be hidden: noise or rounding of its values well below it protects nothing.`,
    `Regularise more strongly (here a larger noise variance, now σ² = ${number(model.noiseVariance)}) to lower the whole peak; draw the landscape again to see it.`,
    'Search for telling questions with lood query, which also keeps away from the record when asked to (--exclude-radius).',
  ];
}

const BASIS =
  'The landscape is that of the Gaussian process that stands for the network, for an attacker who sees exact answers and knows their distribution ' +
  'with and without the record. That nothing exceeds the record is a theorem about it (docs/certificate.md); the shape around it depends on the ' +
  'kernel and on the other records.';

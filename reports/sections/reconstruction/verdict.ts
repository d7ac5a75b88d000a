// Can records be rebuilt from what the model answers? The section that a person reads who reads only one. Called by buildReport.ts.

import type { QueryResult, Reconstruction } from '../../../src/audit/queryResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { median } from '../query/searches.ts';
import { SIGN_OFF } from '../verdict.ts';
import { warningBlocks } from '../warnings.ts';
import { cosine, count, listInWords, number, percent, range, recordName } from '../words.ts';
import { attackerClause, attackerOf, criterion, precision } from './attacker.ts';

export const reconstructionVerdict: SectionDefinition<QueryResult> = {
  id: 'verdict',
  title: 'Verdict',
  question: 'Can records be rebuilt from what the model answers?',
  build(result) {
    const reconstruction = result.reconstruction as Reconstruction;
    const attacker = attackerOf(reconstruction);
    return [
      { kind: 'text', text: answer(reconstruction) },
      { kind: 'metrics', items: keyNumbers(reconstruction) },
      conclusion(result, reconstruction),
      { kind: 'text', text: `What the attacker has, and does not have. ${attacker.way}` },
      {
        kind: 'list',
        items: [...attacker.has.map((thing) => `Has: ${thing}.`), ...attacker.lacks.map((thing) => `Does not have: ${thing}.`)],
      },
      { kind: 'text', text: 'What to do:' },
      { kind: 'list', items: advice(result, reconstruction) },
      ...warningBlocks(result.warnings),
      { kind: 'callout', tone: 'neutral', title: 'What this verdict rests on', text: basis(reconstruction) },
      SIGN_OFF,
    ];
  },
};

function answer(reconstruction: Reconstruction): string {
  const { successes, records, rate, low, high, level } = reconstruction.success;
  const rebuilt =
    `${formatNumber(successes, 'integer')} of ${count(records, 'record')} (${percent(rate)}) ${successes === 1 ? 'was' : 'were'} rebuilt to ` +
    `${criterion(reconstruction)}, by an attacker ${attackerClause(reconstruction)}.`;
  return (
    `${rebuilt} Among records chosen like these the share lies between ${percent(low)} and ${percent(high)} (${number(100 * level)}% interval of Clopper ` +
    'and Pearson; the reconstructions themselves are computed, not sampled).'
  );
}

function keyNumbers({
  success,
  records,
  threatModel,
  scale,
  answers,
}: Reconstruction): Extract<Block, { kind: 'metrics' }>['items'] {
  const cosines = records.map((record) => record.cosine);
  const psnrs = records.flatMap(({ psnr }) => psnr ?? []);
  const first = records.filter(({ rank }) => rank === 1).length;
  return [
    {
      label: 'Records rebuilt',
      value: `${formatNumber(success.successes, 'integer')} of ${formatNumber(success.records, 'integer')}`,
      note: `${number(100 * success.level)}% interval ${range(percent(success.low), percent(success.high))}`,
      tone: success.successes > 0 ? 'danger' : 'neutral',
    },
    {
      label: 'Cosine to the record, median',
      value: records.length === 0 ? 'none' : cosine(median(cosines)),
      note:
        records.length === 0 ? 'no record' : `all of them: ${range(cosine(Math.min(...cosines)), cosine(Math.max(...cosines)))}`,
      tone: 'neutral',
    },
    ...(psnrs.length === 0
      ? []
      : [
          {
            label: 'Peak signal-to-noise ratio, median',
            value: `${number(median(psnrs))} dB`,
            note: 'from 30 dB on hardly an error is seen',
            tone: 'neutral' as const,
          },
        ]),
    {
      label: 'Reconstructions nearest to their own record',
      value: `${formatNumber(first, 'integer')} of ${formatNumber(records.length, 'integer')}`,
      note: 'of all training records',
      tone: 'neutral',
    },
    {
      label: 'Answers used for a record, at most',
      value: formatNumber(answers, 'integer'),
      note: `${threatModel === 'distributions' ? 'both distributions' : 'mean predictions'}, norm ${scale}`,
      tone: 'neutral',
    },
  ];
}

function conclusion(result: QueryResult, { records, success }: Reconstruction): Block {
  const best = records.toSorted((a, b) => b.cosine - a.cosine)[0];
  if (success.successes > 0 && best !== undefined) {
    return {
      kind: 'callout',
      tone: 'danger',
      title: 'The model holds these records',
      text:
        `What the model answers is enough to write down ${success.successes === 1 ? 'a record' : `${formatNumber(success.successes, 'integer')} records`} ` +
        `of its training data, best of all ${recordName(result, best)} with cosine ${cosine(best.cosine)}. If the records are about people, treat a model ` +
        'that answers exactly as a copy of the data.',
    };
  }
  return {
    kind: 'callout',
    tone: 'caution',
    title: 'This attack did not rebuild a record',
    text:
      `The best cosine is ${best === undefined ? 'none' : cosine(best.cosine)}, below what counts as rebuilt. That is no proof of safety: another attack, ` +
      'more answers or more knowledge may do better, and parts of a record can be read off without all of it.',
  };
}

function advice({ model }: QueryResult, reconstruction: Reconstruction): readonly string[] {
  const { records, success } = reconstruction;
  const exposed = records.filter((record) => record.success).toSorted((a, b) => b.cosine - a.cosine);
  const named = listInWords(exposed.slice(0, 8).map(({ record }) => String(record)));
  return [
    ...(success.successes === 0
      ? []
      : [
          `Do not release ${reconstruction.answerDecimals === undefined ? 'exact answers' : 'answers of this precision'}: no posterior means in full precision, no variances, no scores of models trained with and without a record. Labels or ` +
            'rounded scores carry far less.',
          `Look at ${exposed.length === 1 ? 'the rebuilt record' : 'the rebuilt records'} (${named}${exposed.length > 8 ? `, and ${exposed.length - 8} more` : ''}): remove outliers that the model does not need, or add more records like ` +
            'these, so that none stands alone.',
        ]),
    `Regularise more strongly: a larger noise variance (now σ² = ${number(model.noiseVariance)}), for a network more weight decay or earlier stopping. Run the ` +
      'attack again to see whether it still succeeds.',
    'Where a guarantee is needed, train with differential privacy, which bounds what any answers tell about any record.',
  ];
}

function basis(reconstruction: Reconstruction): string {
  const isExact = reconstruction.answerDecimals === undefined;
  return (
    `The attack is run on the Gaussian process that stands for the network, and its answers are ${precision(reconstruction)}. A trained network answers ` +
    'with the noise of its training, often rounded, and need not hold a record in the same way: the numbers say what ' +
    `${isExact ? 'exact answers allow, which is the worst case for this model' : 'answers of this precision allow; more precise ones allow at least as much'}.`
  );
}

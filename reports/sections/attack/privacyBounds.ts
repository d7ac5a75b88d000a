// Which promises of differential privacy do the attacks refute? Lower bounds of ε with what each rests on. Called by buildReport.ts.

import type { AttackResult } from '../../../src/audit/attackResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { number } from '../words.ts';
import { attackName, headlineBound } from './outcomes.ts';

type Bound = AttackResult['dp']['bounds'][number];

const METHOD_NAMES: Readonly<Record<Bound['method'], string>> = {
  'sample-split': 'Sample split, Clopper–Pearson',
  gaussian: 'Gaussian differential privacy',
  'one-run': 'One training run',
};

const METHOD_PHRASES: Readonly<Record<Bound['method'], string>> = {
  'sample-split': 'by sample split',
  gaussian: 'for Gaussian mechanisms',
  'one-run': 'for one training run',
};

export const privacyBounds: SectionDefinition<AttackResult> = {
  id: 'differential-privacy',
  title: 'Differential privacy',
  question: 'Which ε does the attack refute?',
  build(result) {
    const { dp } = result;
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'text', text: MEANING },
      ...(dp.bounds.length === 0 ? [] : [boundTable(result)]),
      ...(dp.unavailable.length === 0 ? [] : [unavailableTable(result)]),
    ];
  },
};

const MEANING =
  'Training is (ε, δ)-differentially private when whether one record is in the data changes the probability of any outcome by a factor of e^ε at most, ' +
  'but for δ. Then every attack obeys TPR ≤ e^ε FPR + δ, and an attack that does better refutes the claim. The bounds say which ε are refuted; they never say that an ' +
  'ε is kept. A weak attack gives a small bound whatever the truth is, so 0 is no sign of privacy.';

function answer(result: AttackResult): string {
  const { dp } = result;
  const at = `at δ = ${number(dp.delta)}`;
  const bound = headlineBound(result);
  if (bound === undefined) return `No bound of ε ${at} could be computed.`;
  return bound.epsilon === 0
    ? `The attack refutes no ε at all ${at}: the lower bound is 0 nats (level ${number(100 * dp.level)}%, attack ${attackName(dp.attack)}).`
    : `Every ε below ${number(bound.epsilon)} nats ${at} is refuted (${METHOD_PHRASES[bound.method]}, level ${number(100 * dp.level)}%, attack ${attackName(dp.attack)}), under what the table says.`;
}

function boundTable({ dp }: AttackResult): Block {
  return {
    kind: 'table',
    caption: `Lower bounds of ε at δ = ${number(dp.delta)}, each at a level of ${number(100 * dp.level)}% for itself. Higher = more is refuted.`,
    columns: [
      { title: 'Method', align: 'left' },
      { title: 'ε at least', align: 'right', format: 'number' },
      { title: 'What it promises, and under what', align: 'left' },
    ],
    rows: dp.bounds.map(({ method, epsilon, promise }) => [METHOD_NAMES[method], epsilon, plainText(promise, 600)]),
  };
}

function unavailableTable({ dp }: AttackResult): Block {
  return {
    kind: 'table',
    caption: 'Bounds that were not computed.',
    columns: [
      { title: 'Method', align: 'left' },
      { title: 'Why not', align: 'left' },
    ],
    rows: dp.unavailable.map(({ method, reason }) => [METHOD_NAMES[method], plainText(reason, 300)]),
  };
}

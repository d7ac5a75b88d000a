// How well can an attacker tell who was in the training data, and what should be done? The section that a person reads who reads only one.
// Called by buildReport.ts.

import type { AttackResult } from '../../../src/audit/attackResult.ts';
import { assertNever } from '../../../src/base/errors.ts';
import type { Block, SectionDefinition, Tone } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { SIGN_OFF } from '../verdict.ts';
import { warningBlocks } from '../warnings.ts';
import { count, number, percent, range } from '../words.ts';
import { attackAdvice } from './advice.ts';
import {
  aboveAllOthers,
  area,
  asked,
  attackName,
  aucText,
  chosenAttack,
  headlineBound,
  levelText,
  mainPoint,
  rateText,
} from './outcomes.ts';

export const attackVerdict: SectionDefinition<AttackResult> = {
  id: 'verdict',
  title: 'Verdict',
  question: 'How well can an attacker tell which records the model was trained on, and what should be done?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'metrics', items: keyNumbers(result) },
      conclusion(result),
      { kind: 'list', items: attackAdvice(result) },
      ...warningBlocks(result.warnings),
      { kind: 'callout', tone: 'neutral', title: 'What this verdict rests on', text: basis(result) },
      SIGN_OFF,
    ];
  },
};

function answer(result: AttackResult): string {
  const attack = chosenAttack(result);
  const { members, nonMembers } = result.signals;
  const told = `AUC ${aucText(result, attack.auc)}`;
  const by = `${attackName(attack.name)}, on ${count(members, 'member')} and ${count(nonMembers, 'other record')}`;
  switch (result.verdict.finding) {
    case 'leak':
      return (
        `A leak was found: the attack tells members of the training data from other records with ${told}; 0.5 is guessing, 1 certainty. ` +
        `${caught(result)} (The attack: ${by}.)`
      );
    case 'none-found':
      return (
        `No leak was found: the attack tells members from other records with ${told}, which includes guessing (0.5), and there were enough records ` +
        `to exclude an AUC above ${area(result.verdict.smallLeak)}. ${caught(result)} (The attack: ${by}.)`
      );
    case 'too-few-records':
      return (
        `There are too few records to tell: the attack has ${told}, which includes guessing (0.5) as well as a leak of ${area(attack.auc.high)}. ` +
        `Neither a leak nor its absence is shown. (The attack: ${by}.)`
      );
    case 'reversed':
      return (
        `Something is the wrong way round: members have lower scores than other records, ${told}, which is significantly below the 0.5 of ` +
        `guessing. (The attack: ${by}.)`
      );
    default:
      return assertNever(result.verdict.finding);
  }
}

function caught(result: AttackResult): string {
  const point = mainPoint(chosenAttack(result));
  return (
    `Wrongly accusing at most ${asked(point.fpr)} of the others (here ${percent(point.realizedFpr)}), it recognises ${rateText(result, point)} of ` +
    `the members; guessing would recognise as many as it accuses wrongly.`
  );
}

function toneOf({ verdict }: AttackResult): Tone {
  switch (verdict.finding) {
    case 'leak':
      return 'danger';
    case 'none-found':
      return 'good';
    case 'too-few-records':
      return 'neutral';
    case 'reversed':
      return 'caution';
    default:
      return assertNever(verdict.finding);
  }
}

function keyNumbers(result: AttackResult): Extract<Block, { kind: 'metrics' }>['items'] {
  const attack = chosenAttack(result);
  const tone = toneOf(result);
  const lowest = attack.operatingPoints.reduce((a, b) => (b.fpr < a.fpr ? b : a));
  const sure = aboveAllOthers(result);
  const bound = headlineBound(result);
  return [
    {
      label: 'Members told from others (AUC)',
      value: area(attack.auc.value),
      note: `${levelText(result)} interval ${area(attack.auc.low)} to ${area(attack.auc.high)}; 0.5 is guessing`,
      tone,
    },
    {
      label: `Members recognised at ${asked(lowest.fpr)} false accusations`,
      value: percent(lowest.tpr),
      note: `${levelText(result)} interval ${range(percent(lowest.low), percent(lowest.high))}`,
      tone,
    },
    {
      label: 'Members above every other record',
      value: `${formatNumber(sure, 'integer')} of ${formatNumber(result.signals.members, 'integer')}`,
      note: `none of ${count(result.signals.nonMembers, 'other record')} wrongly accused`,
      tone: 'neutral',
    },
    {
      label: 'Accuracy with equal numbers of both',
      value: percent(attack.accuracy),
      note: '50% is guessing; at the best threshold for these records',
      tone: 'neutral',
    },
    ...(bound === undefined
      ? []
      : [
          {
            label: `Privacy loss ε at δ = ${number(result.dp.delta)}, at least`,
            value: number(bound.epsilon),
            note: `level ${number(100 * result.dp.level)}%; 0 excludes nothing`,
            tone: 'neutral' as const,
          },
        ]),
  ];
}

function conclusion(result: AttackResult): Block {
  const tone = toneOf(result);
  const { auc } = chosenAttack(result);
  switch (result.verdict.finding) {
    case 'leak':
      return {
        kind: 'callout',
        tone,
        title: 'The model tells who was in its training data',
        text:
          auc.low > 0.5
            ? 'Whoever can ask the model and train models like it can do what this attack did. A stronger attack may tell more: what was measured is a ' +
              'lower limit of what the model gives away.'
            : 'On the whole members are told apart hardly better than by guessing, but some are recognised far more often than other records are ' +
              'wrongly accused. An average hides them: look at the records most exposed.',
      };
    case 'none-found':
      return {
        kind: 'callout',
        tone,
        title: 'No leak found by this attack',
        text:
          'These records of this model were told apart no better than by guessing, up to the uncertainty stated. That is no proof: a stronger attack, or ' +
          'more reference models, may find a leak, and single records may be exposed among many that are not.',
      };
    case 'too-few-records':
      return {
        kind: 'callout',
        tone,
        title: 'This is not the absence of a leak',
        text: `Record the signals of more members and other records: an interval half as wide takes four times as many. Here it reaches from ${area(auc.low)} to ${area(auc.high)}.`,
      };
    case 'reversed':
      return {
        kind: 'callout',
        tone,
        title: 'Check the signals before anything else',
        text:
          'No training makes a model less sure of the records it was trained on. Most often the mask of members is inverted, losses were recorded with ' +
          'the opposite sign, or labels stand in another order than the outputs. The numbers below say nothing until that is mended.',
      };
    default:
      return assertNever(result.verdict.finding);
  }
}

function basis(result: AttackResult): string {
  const { references, queries } = result.signals;
  const { choice, attack } = result.verdict;
  const why =
    choice === 'named'
      ? `The attack ${attackName(attack)} was named by the user.`
      : `The attack ${attackName(attack)} was chosen by a fixed rule, the strongest design that ${references === 0 ? 'signals without reference models permit' : `${count(references, 'reference model')} permit`}, without a look at who is a member.`;
  return (
    `${why} The attacker asks each record ${queries === 1 ? 'once' : `${number(queries)} times`} and sees what was recorded. The numbers are measured on one trained ` +
    'model: intervals say how they would vary with other records of the same kind, not with another training run. They hold for such records alone; ' +
    'members and others that differ in more than membership (later dates, other sources) make any attack look strong. The section Method and limits says more.'
  );
}

// Which networks stand behind the measurement, and did they learn? Architecture, training, losses, accuracy. Called by buildReport.ts.

import type { ValidationResult } from '../../../src/audit/validationResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { count, number, percent } from '../words.ts';

type Networks = ValidationResult['networks'];

export const trainedNetworks: SectionDefinition<ValidationResult> = {
  id: 'networks',
  title: 'Networks',
  question: 'Which networks were trained, how, and did they learn?',
  build(result) {
    return [{ kind: 'text', text: answer(result) }, ...learning(result), table(result)];
  },
};

/** `fully connected, with 2 hidden layers of 256 units (relu)`. */
export function networkPhrase({ type, depth, width, activation }: Networks): string {
  const kind = type === 'fcn' ? 'fully connected' : 'convolutional';
  const layers = `${count(depth, 'hidden layer')} of ${count(width, type === 'fcn' ? 'unit' : 'channel')}`;
  return `${kind}, with ${depth === 0 ? 'no hidden layer' : `${layers} (${plainText(activation, 40)})`}`;
}

function answer({ networks, model }: ValidationResult): string {
  const { trained, firstLoss, lastLoss, accuracy, epochs } = networks;
  return (
    `${count(trained, 'network')} were trained, ${networkPhrase(networks)}. Over ${count(epochs, 'epoch')} their mean training loss went from ` +
    `${number(firstLoss)} to ${number(lastLoss)}. Together, the networks that were trained without a record name the class of ${percent(accuracy)} of the records examined ` +
    `rightly; the Gaussian process is right about ${percent(model.leaveOneOutAccuracy)} of all records when each is left out.`
  );
}

/** A network that has learned nothing cannot have learned a record. */
function learning({ networks: { accuracy }, dataset }: ValidationResult): readonly Block[] {
  const largest = Math.max(...dataset.classes.map(({ records }) => records)) / dataset.records;
  if (accuracy > largest) return [];
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'The networks predict badly',
      text:
        `They are right about ${percent(accuracy)} of the records when left out, where always naming the largest class is right about ${percent(largest)} of all. ` +
        'What such networks show of a record says little about networks that do predict well. Try more epochs, or another learning rate or width.',
    },
  ];
}

const DESIGNS: Readonly<Record<Networks['design'], string>> = {
  'leave-one-out':
    'leave-one-out: for each seed one network with all records and one without each record examined, from the same start and in the same order',
  'half-split': 'half-split: pairs of networks with one start, each trained on one half of the records, drawn anew for each pair',
};

const LOSSES: Readonly<Record<Networks['loss'], string>> = {
  squared: 'squared error, ½‖f − y‖², which Gaussian processes stand for',
  'cross-entropy': 'cross-entropy of the softmax, nats',
};

function table({ networks }: ValidationResult): Block {
  const slope = networks.negativeSlope === undefined ? '' : `, slope ${number(networks.negativeSlope)} below zero`;
  const rows: readonly (readonly [string, string])[] = [
    ['Architecture', `${networkPhrase(networks)}${slope}`],
    ['Numbers trained, of one network', formatNumber(networks.parameters, 'integer')],
    [
      'Variance of weights and biases at the start',
      `${number(networks.weightVariance)} × 1/width and ${number(networks.biasVariance)}`,
    ],
    ['Loss', LOSSES[networks.loss]],
    [
      'Ridge toward the start (pull)',
      networks.pull === 0 ? 'none' : `(λ/2n)‖θ − θ₀‖² with λ = ${number(networks.pull)}, which is σ² in the Gaussian process`,
    ],
    [
      'Training',
      `${count(networks.epochs, 'epoch')} of gradient descent with momentum ${number(networks.momentum)}, ${count(networks.batchSize, 'record')} a step`,
    ],
    [
      'Learning rate',
      `${number(networks.learningRate)} of the mean loss (${networks.learningRateChosen ? 'chosen by the curvature of the loss at the start' : 'given'}); constant for half of the steps, then down to zero`,
    ],
    ['Design', DESIGNS[networks.design]],
    ['Networks of each world', formatNumber(networks.models, 'integer')],
    ['Networks trained in all', formatNumber(networks.trained, 'integer')],
    ['Seeds left out', formatNumber(networks.diverged, 'integer')],
    ['Mean training loss, first and last epoch', `${number(networks.firstLoss)} and ${number(networks.lastLoss)}`],
    ['Trained by', plainText(networks.backend, 200)],
  ];
  return {
    kind: 'table',
    caption: 'The networks and their training.',
    columns: [
      { title: 'Setting', align: 'left' },
      { title: 'Value', align: 'left' },
    ],
    rows: rows.map((row) => [...row]),
  };
}

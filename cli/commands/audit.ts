// lood audit: from a data set to reports on every record.

import type { Argv } from 'yargs';
import { makeOutputFolder, parseFormats, REPORT_FORMATS, writeReports } from '../../reports/writeReports.ts';
import { audit } from '../../src/audit/audit.ts';
import { type AuditOptions, DEFAULT_DELTA, DEFAULT_NOISE_VARIANCE } from '../../src/audit/options.ts';
import { ACTIVATION_NAMES } from '../../src/kernels/activations/createActivation.ts';
import { KERNEL_OPTION_NAMES } from '../../src/kernels/kernelOptions.ts';
import { ENGINE_NAMES } from '../../src/linalg/createEngine.ts';
import type { Command } from '../command.ts';
import { readConfig } from '../config.ts';
import { EXIT } from '../exitCodes.ts';
import { integer, limits, list, number, numberOrAuto, text } from '../options.ts';
import { showProgress } from '../progress.ts';
import { summaryLines } from '../summary.ts';

/** What `options` below declares: the options of audit() and where the reports go. */
interface Arguments extends AuditOptions {
  readonly data: string;
  readonly out: string;
  readonly format?: string[];
}

export const auditCommand: Command = {
  command: 'audit <data>',
  describe: 'Audit every record of a training set and write the reports',
  options: auditOptions,
  async handler(argv, { io, signal, say, quiet }) {
    const { data, out, format, ...options } = argv as unknown as Arguments;
    const formats = parseFormats(format);
    const undo = await makeOutputFolder(out);
    const progress = showProgress(io.stderr, quiet);
    try {
      const result = await audit(data, { ...options, signal, onProgress: progress.onProgress });
      const files = await writeReports(result, out, formats, { signal, onProgress: progress.onProgress });
      progress.stop();
      for (const line of summaryLines(result, files, out)) say(line);
      return result.verdict.failAbove.some((limit) => limit.exceeded) ? EXIT.limitExceeded : EXIT.done;
    } catch (error) {
      await undo();
      throw error;
    } finally {
      progress.stop();
    }
  },
};

function auditOptions(builder: Argv) {
  return builder
    .positional('data', {
      type: 'string',
      demandOption: true,
      describe:
        '.npz, .npy, .csv, .tsv, IDX or CIFAR-10 binary file, folder of class-named image folders, or built-in set (digits)',
    })
    .option('out', {
      type: 'string',
      default: 'lood-out',
      coerce: text('out'),
      describe: 'Folder for the reports',
      group: 'Output:',
    })
    .option('format', {
      coerce: list,
      describe: 'Reports to write, separated by commas',
      defaultDescription: REPORT_FORMATS.join(','),
      group: 'Output:',
    })
    .option('fail-above', {
      coerce: limits('fail-above'),
      describe: 'Exit with code 3 when a record exceeds METRIC=LIMIT, for example auc=0.9 (repeatable; names as in records.csv)',
      group: 'Output:',
    })
    .option('config', {
      config: true,
      configParser: readConfig,
      describe: 'JSON or YAML file with the same keys; flags win',
      group: 'Input:',
    })
    .option('label-column', {
      coerce: text('label-column'),
      describe: 'Tables: column of labels, by name or position from 0',
      defaultDescription: 'label',
      group: 'Input:',
    })
    .option('labels', { coerce: text('labels'), describe: 'File of labels for .npy or IDX data', group: 'Input:' })
    .option('features-key', {
      coerce: text('features-key'),
      describe: '.npz: array of values',
      defaultDescription: 'x',
      group: 'Input:',
    })
    .option('labels-key', {
      coerce: text('labels-key'),
      describe: '.npz: array of labels',
      defaultDescription: 'y',
      group: 'Input:',
    })
    .option('image-shape', {
      coerce: text('image-shape'),
      describe: 'Says that rows are images, pixels: 28x28, 32x32x3 or 3x32x32',
      group: 'Input:',
    })
    .option('classes', {
      coerce: list,
      describe: 'Labels or class names to keep, separated by commas',
      defaultDescription: 'all',
      group: 'Input:',
    })
    .option('limit', {
      coerce: integer('limit', 2, '2000'),
      describe: 'Most records to audit, balanced over classes, chosen by --seed',
      defaultDescription: 'all',
      group: 'Input:',
    })
    .option('seed', {
      coerce: integer('seed', 0, '1'),
      describe: 'Seed of every random choice',
      defaultDescription: '0',
      group: 'Input:',
    })
    .option('normalize', {
      coerce: text('normalize'),
      describe: 'Standardize by channel, by feature or none',
      defaultDescription: 'channel for images, feature for tables',
      group: 'Input:',
    })
    .option('kernel', {
      coerce: text('kernel'),
      describe: KERNEL_OPTION_NAMES.join(', '),
      defaultDescription: 'fcn',
      group: 'Model:',
    })
    .option('kernel-type', {
      coerce: text('kernel-type'),
      describe: 'fcn: nngp (random weights) or ntk (trained by gradient descent)',
      defaultDescription: 'nngp',
      group: 'Model:',
    })
    .option('activation', {
      coerce: text('activation'),
      describe: `fcn: ${ACTIVATION_NAMES.join(', ')}`,
      defaultDescription: 'relu',
      group: 'Model:',
    })
    .option('negative-slope', {
      coerce: number('negative-slope', '0.01'),
      describe: 'leaky-relu: slope below zero',
      defaultDescription: '0.01',
      group: 'Model:',
    })
    .option('depth', {
      coerce: integer('depth', 0, '5'),
      describe: 'fcn: hidden layers',
      defaultDescription: '5',
      group: 'Model:',
    })
    .option('weight-variance', {
      coerce: number('weight-variance', '2'),
      describe: 'fcn, linear: variance of weights × width',
      defaultDescription: '2',
      group: 'Model:',
    })
    .option('bias-variance', {
      coerce: number('bias-variance', '0'),
      describe: 'fcn, linear: variance of biases',
      defaultDescription: '0',
      group: 'Model:',
    })
    .option('gamma', {
      coerce: number('gamma', '1'),
      describe: 'rbf, matern: inverse squared length-scale, per input dimension',
      defaultDescription: '1',
      group: 'Model:',
    })
    .option('variance', {
      coerce: number('variance', '1'),
      describe: 'rbf, matern: k(x, x)',
      defaultDescription: '1',
      group: 'Model:',
    })
    .option('smoothness', {
      coerce: number('smoothness', '2.5'),
      describe: 'matern: 0.5, 1.5 or 2.5',
      defaultDescription: '2.5',
      group: 'Model:',
    })
    .option('noise-variance', {
      coerce: numberOrAuto('noise-variance', '0.1'),
      describe: 'σ², added to the kernel’s diagonal (target units squared); auto chooses by leave-one-out predictive density',
      defaultDescription: String(DEFAULT_NOISE_VARIANCE),
      group: 'Model:',
    })
    .option('delta', {
      coerce: number('delta', '1e-5'),
      describe: 'δ at which ε (nats) is reported',
      defaultDescription: String(DEFAULT_DELTA),
      group: 'Model:',
    })
    .option('engine', {
      coerce: text('engine'),
      describe: `Linear algebra: ${ENGINE_NAMES.join(', ')}`,
      defaultDescription: 'auto',
      group: 'Machine:',
    })
    .option('threads', {
      coerce: integer('threads', 1, '2'),
      describe: 'Most threads to use',
      defaultDescription: 'all processors',
      group: 'Machine:',
    });
}

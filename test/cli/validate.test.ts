// lood validate as its users run it: what is refused, what it writes, the same again, and a run that is interrupted. Needs dist/ (npm test builds it).

import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { repeatCommand } from '../../reports/sections/repeatCommand.ts';
import { type ValidationResult, validationResultSchema } from '../../src/audit/validationResult.ts';
import { temporaryFolder } from '../data/support.ts';
import { expectRefusal, filesIn, lood, smallTable, spawnLood } from './support.ts';

const folder = temporaryFolder();
const onPosix = process.platform === 'win32' ? test.skip : test;
const table = () => folder.write('people.csv', smallTable());
const read = (name: string) => readFileSync(folder.path(name));
const readResult = (name: string): ValidationResult => JSON.parse(read(name).toString());

describe('settings that make no validation are refused in one line, with nothing left behind', () => {
  test.each<[words: string, ...says: string[]]>([
    ['--records 25', 'a whole number from 1 to 24 (the records there are) for --records. Got 25. Try --records 24'],
    ['--records 0', '--records to be one whole number, 1 or more. Got "0". Try --records 3,57.'],
    ['--records 24,', 'records from 0 to 23, the rows of the input. Got 24.'],
    ['--records 3,3', 'each record once. Got 3 twice.'],
    ['--records some', '--records to be whole numbers separated by commas. Got "some".'],
    ['--models 3', 'at least 4 models of each world. Got 3. Try --models 50.'],
    ['--design leave-two-out', 'the design to be one of leave-one-out, half-split. Got "leave-two-out".'],
    ['--design half-split --rivals 3', 'no rivals with half-splits'],
    ['--design half-split --landscapes 1', 'no landscapes with half-splits'],
    ['--records 6 --network gpt', 'the network to be one of fcn, cnn. Got "gpt".'],
    ['--width 0', '--width to be one whole number, 1 or more. Got "0".'],
    ['--epochs 0', '--epochs to be one whole number, 1 or more. Got "0".'],
    ['--batch-size 1.5', '--batch-size to be one whole number, 1 or more. Got "1.5".'],
    ['--learning-rate 0', 'a positive learning rate, or auto. Got 0. Try --learning-rate auto.'],
    ['--learning-rate fast', '--learning-rate to be one number or auto. Got "fast".'],
    ['--momentum 1', 'a momentum from 0 to below 1. Got 1.'],
    ['--loss hinge', 'the loss to be one of squared, cross-entropy. Got "hinge".'],
    ['--pull -1', 'a pull of at least 0. Got -1.'],
    ['--rivals 51', 'from 0 to 50 models (--models) that are asked for rivals. Got 51.'],
    ['--damping 0', 'a positive damping. Got 0.'],
    ['--backend cuda', 'the backend to be one of tensorflow, wasm, cpu. Got "cuda".'],
    ['--fail-above auc=0.9', 'an option of lood validate. Got "--fail-above".'],
  ])('lood validate people.csv %s', async (words, ...says) => {
    const data = table();
    const before = filesIn(folder.path('.'));
    expectRefusal(await lood('validate', data, ...words.split(' '), '--out', folder.path('refused/reports')), ...says);
    expect(filesIn(folder.path('.'))).toEqual(before);
  });

  test('and so is a folder that cannot keep what is finished', async () => {
    mkdirSync(folder.path('held/training.partial'), { recursive: true });
    const outcome = await lood('validate', table(), '--out', folder.path('held'));
    expectRefusal(outcome, 'training.partial" to be a file', 'Got a folder');
  });
});

const SMALL = '--records 6 --models 4 --width 8 --epochs 3 --rivals 1 --landscapes 1 --batch-size 8'.split(' ');

test('a validation writes its reports, says the agreement first, and comes out the same again from its result and by its command', async () => {
  const data = table();
  const whole = await spawnLood(['validate', data, ...SMALL, '--out', folder.path('whole')]).ended;
  expect(whole).toMatchObject({ code: 0, out: '' });
  const lines = whole.err.split('\n').filter((line) => !/^(warning|training|kernel|measures|reports): /.test(line));
  expect(lines[0]).toMatch(/^people\.csv: (LOOD ranks|LOOD says|whether LOOD)/);
  expect(lines[1]).toMatch(/^(agreement of AUC \(Spearman\): .* \(95% interval .*\), over 6 records|no correlation exists.*)$/);
  expect(whole.err).toMatch(/\nopen .*report\.html \(and \d+ more files there\)\n$/);
  const files = filesIn(folder.path('whole'));
  expect(files.filter((name) => !name.startsWith('figures'))).toEqual([
    'report.html',
    'report.pdf',
    'validation.csv',
    'validation.json',
  ]);
  expect(files).toContain('figures/auc-against-networks.png');
  expect(read('whole/validation.csv').toString()).toMatch(
    /^record,kl,mean_distance,auc,network_auc,network_auc_se,prediction_distance,/,
  );
  const result = readResult('whole/validation.json');
  expect(validationResultSchema.safeParse(result).error?.issues ?? []).toEqual([]);
  expect(result).toMatchObject({ networks: { models: 4, depth: 2, width: 8 }, landscapes: [{}, {}] });

  expect((await spawnLood(['report', folder.path('whole'), '--out', folder.path('again')]).ended).code).toBe(0);
  expect(filesIn(folder.path('again'))).toEqual(files);
  for (const file of files.filter((name) => name.includes('.'))) {
    expect({ file, same: read(`again/${file}`).equals(read(`whole/${file}`)) }).toEqual({ file, same: true });
  }

  const [, ...words] = (repeatCommand(result) ?? '').replace(/validate \S+/, `validate ${data}`).split(' ');
  const repeated = await spawnLood([...words, '--out', folder.path('repeated'), '--format', 'csv', '--quiet']).ended;
  expect(repeated).toMatchObject({ code: 0, err: '' });
  expect(read('repeated/validation.csv')).toEqual(read('whole/validation.csv'));
});

test('a config file holds its settings, one record of a list is no count, and the result goes to stdout alone', async () => {
  const settings = {
    data: table(),
    records: [7],
    models: 4,
    width: 8,
    epochs: 2,
    rivals: 0,
    landscapes: 0,
    batchSize: 8,
    quiet: true,
  };
  const config = folder.write('validate.json', JSON.stringify(settings));
  const { code, out, err } = await spawnLood(['validate', '--config', config, '--depth', '1', '--out', '-']).ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const result: ValidationResult = JSON.parse(out);
  expect(result.records.map(({ record }) => record)).toEqual([7]);
  expect(result).toMatchObject({ networks: { depth: 1, width: 8, epochs: 2 }, model: { kernel: { depth: 1 } }, rivals: null });
  expect(repeatCommand(result)).toMatch(/ --records 7,( |$)/);
});

onPosix(
  'a run that gets Ctrl-C keeps what is finished, and the same command ends with the numbers of one that did not',
  async () => {
    const words =
      'digits --limit 60 --records 3 --models 12 --width 64 --epochs 4 --rivals 0 --landscapes 0 --threads 1 --format csv --quiet --out';
    const run = (out: string) => spawnLood(['validate', ...words.split(' '), folder.path(out)]);
    expect(await run('unbroken').ended).toMatchObject({ code: 0, err: '' });
    const { child, ended } = run('broken');
    const kept = folder.path('broken/training.partial');
    for (const deadline = Date.now() + 60_000; !statSync(kept, { throwIfNoEntry: false }); await wait(5)) {
      if (Date.now() > deadline) throw new Error('waited a minute in vain');
    }
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^Expected the run to finish\. Got a request to stop\. Try the same command again: it goes on from what "[^"]*broken\/training\.partial" keeps\.\n$/,
    );
    expect(filesIn(folder.path('broken'))).toEqual(['training.partial']);
    expect(await run('broken').ended).toMatchObject({ code: 0, err: '' });
    expect(filesIn(folder.path('broken'))).toEqual(['validation.csv']);
    expect(read('broken/validation.csv')).toEqual(read('unbroken/validation.csv'));
  },
);

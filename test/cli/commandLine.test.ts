import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../cli/cli.ts';
import { parseCommandLine } from '../../cli/commandLine.ts';
import { expectRefusal, lood } from './support.ts';

const parse = (...words: string[]) => parseCommandLine(words, COMMANDS);

describe('words of a command line', () => {
  test('are a command, its argument and options, in any order', () => {
    const expected = { argument: 'digits', values: { depth: '3', kernel: 'fcn' } };
    expect(parse('audit', 'digits', '--depth', '3', '--kernel=fcn')).toMatchObject(expected);
    expect(parse('audit', '--depth=3', '--kernel', 'fcn', 'digits')).toMatchObject(expected);
    expect(parse('--quiet', 'audit', 'digits', '--kernel', 'fcn', '--depth', '3')).toMatchObject(expected);
  });

  test('stay as they were typed: 007 is no 7, and a leading minus sign belongs to a value', () => {
    const { values } = parse(
      'audit',
      '1e3',
      '--classes',
      '-1,+1',
      '--label-column',
      '007',
      '--bias-variance',
      '-.5',
      '--out',
      '-',
    );
    expect(values).toEqual({ classes: '-1,+1', 'label-column': '007', 'bias-variance': '-.5', out: '-' });
  });

  test('may name options in camelCase and a file that begins with a dash', () => {
    expect(parse('audit', '--noiseVariance', 'auto', '--', '--odd.csv')).toMatchObject({
      argument: '--odd.csv',
      values: { 'noise-variance': 'auto' },
    });
  });

  test('given several times become a list', () => {
    expect(parse('audit', 'd', '--classes', 'a', '--classes', 'b').values).toEqual({ classes: ['a', 'b'] });
  });
});

describe('wrong usage, one line and exit code 2', () => {
  test.each<[string, string[], string[]]>([
    [
      'a slip in a command',
      ['adit', 'digits'],
      [
        'Expected a command (audit, query, landscape, reconstruct, attack, validate, dataset, report, doctor). Got "adit". Try lood audit.',
      ],
    ],
    ['a data set without a command', ['digits'], ['Got "digits". Try lood audit digits, if that is your data, or lood --help.']],
    ['a file without a command', ['people.csv'], ['Try lood audit people.csv, if']],
    ['help on an unknown command', ['help', 'reprot'], ['Got "reprot". Try lood report.']],
    ['an option before no command', ['--depth', '3'], ['Expected a command before its options. Got "--depth".']],
    [
      'a slip in an option',
      ['audit', 'digits', '--dept', '3'],
      ['Expected an option of lood audit. Got "--dept". Try --depth, or'],
    ],
    [
      'the beginning of an option',
      ['audit', 'digits', '--noise', '3'],
      ['Got "--noise". Try --noise-variance, or lood audit --help.'],
    ],
    ['an option of another command', ['report', 'a', '--depth', '3'], ['Expected an option of lood report. Got "--depth".']],
    ['a short option', ['audit', 'digits', '-x'], ['Got "-x". Try lood audit --help.']],
    ['the first letter of an option', ['audit', 'digits', '-o', 'out'], ['Got "-o". Try --out, or lood audit --help.']],
    ['an option like no other', ['audit', 'digits', '--tomato', '3'], ['Got "--tomato". Try lood audit --help.']],
    ['--no-kernel', ['audit', 'digits', '--no-kernel'], ['Got "--no-kernel". Try --kernel,']],
    ['a dotted option', ['audit', 'digits', '--fail-above.auc=1'], ['Got "--fail-above.auc". Try --fail-above,']],
    [
      'a name that every object has',
      ['audit', 'digits', '--constructor', '1'],
      ['Got one with a reserved name such as --constructor.'],
    ],
    ['another such name', ['audit', 'digits', '--__proto__', '1'], ['Expected an option of lood audit.']],
    ['no value at the end', ['audit', 'digits', '--depth'], ['Expected a value after --depth. Got none.']],
    ['no value before another option', ['audit', 'digits', '--out', '--quiet'], ['Expected a value after --out. Got none.']],
    ['a switch with a value', ['audit', 'digits', '--quiet=maybe'], ['Expected --quiet to stand alone', 'Got "maybe".']],
    [
      'a number twice',
      ['audit', 'digits', '--depth', '3', '--depth', '4'],
      ['Expected --depth to be given once. Got "3 and 4".'],
    ],
    [
      'a list without commas',
      ['audit', 'digits', '--classes', '3', '5'],
      ['Expected one word after lood audit. Got "5" as well.', 'commas'],
    ],
    ['no data', ['audit'], ['Expected <data> after lood audit: .npz, ', 'Got none. Try lood audit digits.']],
    ['empty data', ['audit', ''], ['Got an empty word. Try lood audit digits.']],
    [
      'no result',
      ['report'],
      [
        'Expected <result> after lood report: audit.json, queries.json, landscape.json, reconstruction.json, attack.json or validation.json',
      ],
    ],
    ['no name of a data set', ['dataset'], ['Expected <name> after lood dataset: cifar10, mnist, fashion-mnist.']],
    ['a word too many', ['doctor', 'now'], ['Expected nothing after lood doctor. Got "now" as well. Try lood doctor.']],
  ])('%s', async (_, words, fragments) => {
    expectRefusal(await lood(...words), ...fragments);
  });

  test('control characters in what was typed are shown, not sent to the terminal', async () => {
    for (const words of [
      ['\u001b[2J'],
      ['audit', 'd', '--\u001b[2J', '1'],
      ['audit', 'd', '\u202e'],
      ['audit', 'd', '--quiet=\n'],
    ]) {
      const line = expectRefusal(await lood(...words));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
      expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u202e]/);
    }
  });
});

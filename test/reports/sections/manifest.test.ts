import { describe, expect, test } from '@jest/globals';
import { manifest } from '../../../reports/sections/manifest.ts';
import { repeatCommand, settingText, shellWord } from '../../../reports/sections/repeatCommand.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { sampleValidation } from '../../support/sampleValidation.ts';
import { blockIn, wordsOf } from './readBlocks.ts';

const withSettings = (settings: Record<string, unknown>) => {
  const result = sampleResult({ records: 3, classes: 2 });
  return { ...result, manifest: { ...result.manifest, settings } };
};

describe('the manifest', () => {
  test('holds hash, seed, versions and engine', () => {
    const result = sampleResult();
    const facts = new Map(blockIn(manifest.build(result), 'table').rows.map(([name, value]) => [name, value]));
    expect(facts.get('SHA-256 of the input')).toBe(result.dataset.sha256);
    expect(facts.get('Seed')).toBe('1');
    expect(facts.get('Engine for linear algebra')).toBe('wasm, 2 threads: f64x2 kernels, two workers');
    expect(facts.get('Package zod')).toBe('4.6.7');
  });

  test('gives the time in all and its shares', () => {
    const blocks = manifest.build(sampleResult());
    expect(wordsOf(blocks)).toContain('This run took 3.13 seconds.');
    const shares = blockIn(blocks, 'table', 2).rows.map((row) => row[2] as number);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  test.each([
    [900, '900 bytes'],
    [32, '32 bytes'],
    [3 * 2 ** 20, '3 MiB'],
    [5 * 2 ** 40, '5,120 GiB'],
  ])('writes %i bytes as %s', (peakMatrixBytes, text) => {
    const result = sampleResult();
    const { rows } = blockIn(manifest.build({ ...result, manifest: { ...result.manifest, peakMatrixBytes } }), 'table');
    expect(rows).toContainEqual(['Largest matrix storage at once', text]);
  });

  test('lists every setting', () => {
    expect(blockIn(manifest.build(sampleResult()), 'table', 1).rows).toContainEqual(['noiseVariance', '0.1']);
  });
});

describe('repeatCommand', () => {
  test('writes settings as flags', () => {
    expect(repeatCommand(sampleResult({ failAbove: true }))).toBe(
      'lood audit digits --kernel fcn --activation relu --depth 5 --noise-variance 0.1 --limit 300 --seed 1 --format json,csv,html ' +
        '--fail-above auc=0.9,kl=1000000000',
    );
  });

  test('leaves unset options out', () => {
    expect(repeatCommand(withSettings({ data: 'x.npz', limit: null, classes: [], depth: 3 }))).toBe('lood audit x.npz --depth 3');
  });

  test('keeps names and values that begin with a dash from being read as options', () => {
    expect(repeatCommand(withSettings({ data: '-x.csv', labelColumn: '--income', classes: ['-1', '1'] }))).toBe(
      'lood audit ./-x.csv --label-column=--income --classes=-1,1',
    );
  });

  test('keeps one record of a validation from being read as a count', () => {
    const { manifest: made, ...result } = sampleValidation();
    const withRecords = (records: unknown) =>
      repeatCommand({ ...result, manifest: { ...made, settings: { data: 'digits', records } } });
    expect([[7], [3, 57], 40].map(withRecords)).toEqual([
      'lood validate digits --records 7,',
      'lood validate digits --records 3,57',
      'lood validate digits --records 40',
    ]);
  });

  test('is not made up for data that a program handed over', () => {
    const result = withSettings({ kernel: 'rbf' });
    expect(repeatCommand(result)).toBeUndefined();
    const blocks = manifest.build(result);
    expect(blocks.some(({ kind }) => kind === 'command')).toBe(false);
    expect(wordsOf(blocks)).toContain('A program handed over the data, so no command repeats this run');
    expect(blockIn(manifest.build(sampleResult()), 'command').command).toMatch(/^lood audit digits /);
  });

  test('quotes a hostile name so that a shell runs nothing in it', () => {
    expect(repeatCommand(withSettings({ data: "a'; rm -rf $(x) `y`.csv" }))).toBe("lood audit 'a'\\''; rm -rf $(x) `y`.csv'");
    expect(repeatCommand(sampleResult(SAMPLE_VARIANTS['hostile names']))).toContain(
      "'<img src=x onerror=alert(1)>\\u001b[2J.csv'",
    );
  });

  test.each([
    ['plain-1.0_x/y', 'plain-1.0_x/y'],
    ['two words', "'two words'"],
    ['', "''"],
    ['a$b', "'a$b'"],
  ])('shellWord writes %j as %j', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  test('settingText joins lists and pairs', () => {
    expect(settingText({ auc: 0.9, classes: ['a', 'b'] })).toBe('auc=0.9,classes=a,b');
    expect(settingText(null)).toBe('');
  });
});

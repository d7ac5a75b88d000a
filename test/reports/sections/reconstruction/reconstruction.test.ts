// What the sections on rebuilt records say and show: verdict with its interval, attacker, pictures, values, distributions.

import { describe, expect, test } from '@jest/globals';
import { allReconstructions } from '../../../../reports/sections/reconstruction/allReconstructions.ts';
import { attackerOf, criterion } from '../../../../reports/sections/reconstruction/attacker.ts';
import { gallery } from '../../../../reports/sections/reconstruction/gallery.ts';
import { quality } from '../../../../reports/sections/reconstruction/quality.ts';
import { reconstructionVerdict } from '../../../../reports/sections/reconstruction/verdict.ts';
import type { QueryResult, Reconstruction } from '../../../../src/audit/queryResult.ts';
import { QUERY_VARIANTS, sampleQueryResult } from '../../../support/sampleQueryResult.ts';
import { blockIn, figureIn, wordsOf } from '../readBlocks.ts';

const result = sampleQueryResult({ command: 'reconstruct', quality: 'mixed' });
const reconstruction = result.reconstruction as Reconstruction;
const table = sampleQueryResult({ command: 'reconstruct', data: 'table', classes: 2 });
const withReconstruction = (change: Partial<Reconstruction>): QueryResult => ({
  ...result,
  reconstruction: { ...reconstruction, ...change },
});

describe('the verdict', () => {
  test('says how many of how many, to what likeness, against whom, and how sure the share is', () => {
    expect(blockIn(reconstructionVerdict.build(result), 'text').text).toBe(
      '4 of 10 records (40.0%) were rebuilt to a cosine of at least 0.999 with the record, by an attacker who can ask anything and sees how the ' +
        'answers are distributed with and without the record. Among records chosen like these the share lies between 16.8% and 68.7% (95% ' +
        'interval of Clopper and Pearson; the reconstructions themselves are computed, not sampled).',
    );
  });

  test('says in plain words what the attacker has and has not', () => {
    const distributions = wordsOf(reconstructionVerdict.build(result));
    expect(distributions).toContain('Has: the norm of the record, which was told.');
    expect(distributions).toContain('Does not have: the other records.');
    const predictions = wordsOf(
      reconstructionVerdict.build(sampleQueryResult({ command: 'reconstruct', threatModel: 'predictions', scale: 'estimated' })),
    );
    expect(predictions).toContain('Has: all other records with their labels, the kernel and the noise variance.');
    expect(predictions).toContain('Does not have: the norm of the record, which is estimated.');
    expect(predictions).toContain('Does not have: a model trained without the record.');
    for (const threatModel of ['distributions', 'predictions'] as const) {
      const { has, lacks } = attackerOf({ ...reconstruction, threatModel });
      expect(has.filter((thing) => lacks.includes(thing))).toEqual([]);
    }
  });

  test('says how precise the answers were', () => {
    const rounded = wordsOf(reconstructionVerdict.build(withReconstruction({ threatModel: 'predictions', answerDecimals: 3 })));
    expect(rounded).toContain('sees the model’s mean predictions, rounded to 3 decimals.');
    expect(rounded).toContain('trained with the record, rounded to 3 decimals (at most');
    expect(rounded).toContain('its answers are rounded to 3 decimals.');
    expect(rounded).not.toContain('exact answers');
    expect(wordsOf(reconstructionVerdict.build(result))).toContain('its answers are exact.');
  });

  test('does not take a failed attack for safety', () => {
    const words = wordsOf(
      reconstructionVerdict.build(sampleQueryResult({ command: 'reconstruct', data: 'plain', quality: 'poor' })),
    );
    expect(words).toContain('[caution] This attack did not rebuild a record');
    expect(words).toContain('That is no proof of safety');
    expect(words).not.toContain('Do not release exact answers');
  });

  test('writes the threshold without digits that it does not have', () => {
    expect(criterion({ ...reconstruction, threshold: 0.9 })).toBe('a cosine of at least 0.9 with the record');
    expect(criterion({ ...reconstruction, threshold: 0.9995 })).toBe('a cosine of at least 0.9995 with the record');
  });
});

describe('the gallery of pictures', () => {
  const strips = (of: QueryResult) => blockIn(gallery.build(of), 'strips');

  test('has a row for each record: true, start, steps, rebuilt, difference', () => {
    const block = strips(result);
    expect(block.id).toBe('gallery');
    expect(block.columns).toEqual(['True record', 'Start', 'Step 1', 'Step 2', 'Step 3', 'Rebuilt', 'Difference']);
    expect(block.rows).toHaveLength(reconstruction.gallery.length);
    expect(block.rows[0]).toMatchObject({ record: 0, title: 'record 0 · class 0' });
    expect(block.rows[1]?.facts).toContain('place 1 by likeness');
    expect(block.rows[1]?.facts.at(-1)).toBe('steps: iterations 4, 8 and 16');
  });

  test('has the iterations over the columns where all rows share them', () => {
    const same = reconstruction.gallery.map((one) => ({
      ...one,
      steps: one.steps.map((step, i) => ({ ...step, iteration: 2 ** i })),
    }));
    const block = strips(withReconstruction({ gallery: same }));
    expect(block.columns.slice(2, 5)).toEqual(['Iteration 1', 'Iteration 2', 'Iteration 4']);
    expect(block.rows[0]?.facts.join()).not.toContain('steps:');
  });

  test('leaves a place empty where a record has fewer steps', () => {
    const fewer = reconstruction.gallery.map((one, i) => (i === 0 ? { ...one, steps: one.steps.slice(0, 1) } : one));
    expect(strips(withReconstruction({ gallery: fewer })).rows[0]?.pictures.map((picture) => picture === null)).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  test('shows the true record as it is, cuts off what lies outside its range, and equality as black', () => {
    const [first] = reconstruction.gallery;
    const [flat, beyond] = [first!.truth.map(() => 100), first!.truth.map((_, i) => (i === 0 ? 400 : 100))];
    const block = strips(withReconstruction({ gallery: [{ ...first!, truth: flat, reconstruction: beyond, steps: [] }] }));
    const [truth, , rebuilt, difference] = block.rows[0]?.pictures ?? [];
    expect(truth?.pixels.slice(0, 2)).toEqual([100, 100]);
    expect(rebuilt?.pixels.slice(0, 2)).toEqual([255, 100]);
    expect(difference?.pixels.slice(0, 2)).toEqual([255, 0]);
  });

  test('is none without contents, and says why', () => {
    const blocks = gallery.build(sampleQueryResult({ command: 'reconstruct', gallery: false }));
    expect(blocks).toHaveLength(1);
    expect(wordsOf(blocks)).toContain('saved without the contents of its records, so none of the 10 rebuilt records is shown');
  });
});

describe('the values of a table', () => {
  test('stand beside each other, categories by name with their share where the row is not valid', () => {
    const { columns, rows, caption } = blockIn(gallery.build(table), 'table');
    expect(columns.map(({ title }) => title)).toEqual(['Value', 'True', 'Start', 'Rebuilt', 'Off by (standard deviations)']);
    expect(rows.map(([name]) => name)).toEqual(['age', 'hours <per> week', 'city', 'education']);
    expect(rows[2]?.[1]).toMatch(/^(Bern|Lima|Oslo|=cmd\(\))$/);
    expect(rows[2]?.[3]).toMatch(/^.+ \(\d+\.\d%\)$/);
    expect(caption).toMatch(/^Record 0, class 0: cosine .*, relative error /);
    const [first] = table.reconstruction!.gallery;
    const off = Math.abs(first!.reconstruction[0]! - first!.truth[0]!) / table.preprocessing.scale[0]!;
    expect(rows[0]?.[4]).toBeCloseTo(off, 12);
  });

  test('bear hostile names', () => {
    const words = JSON.stringify(gallery.build(sampleQueryResult(QUERY_VARIANTS['reconstructions with hostile names']!)));
    expect(words).toContain('<script>alert(');
    expect(words).not.toMatch(/\u202e/);
  });

  test('are cut where a record has many', () => {
    const block = blockIn(gallery.build(sampleQueryResult({ command: 'reconstruct', data: 'plain' })), 'table');
    expect(block.rows).toHaveLength(16);
    expect(block.caption).toContain('The first 16 of 20 values are shown.');
  });
});

describe('the quality', () => {
  test('of pictures is shown by three measures, of tables by one', () => {
    const ids = (of: QueryResult) => quality.build(of).flatMap((block) => (block.kind === 'figure' ? [block.figure.id] : []));
    expect(ids(result)).toEqual(['reconstruction-cosine', 'reconstruction-psnr', 'reconstruction-ssim']);
    expect(ids(table)).toEqual(['reconstruction-cosine']);
    expect(figureIn(quality.build(result), 'reconstruction-cosine').referenceLines).toEqual([
      { axis: 'x', value: 0.999, label: 'success' },
    ]);
  });

  test('says of perfect copies that they have no signal-to-noise ratio', () => {
    expect(wordsOf(quality.build(result))).toContain('Left out: 1 record without this measure, perfect copies among them.');
  });

  test('counts records by their place', () => {
    const far = reconstruction.records.map((record, i) => ({ ...record, rank: 1 + i }));
    const { rows } = blockIn(quality.build(withReconstruction({ records: far })), 'table');
    expect(rows).toEqual([
      ['1', 1, 0.1],
      ['up to 2', 2, 0.2],
      ['up to 5', 5, 0.5],
      ['up to 10', 10, 1],
    ]);
  });
});

test('all reconstructions stand in a table that names its file, closest first', () => {
  const { file, rows, columns } = blockIn(allReconstructions.build(result), 'record-table');
  expect(file).toBe('reconstruction.csv');
  const cosines = rows.map((row) => row[2] as number);
  expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
  expect(columns.map(({ title }) => title)).toContain('PSNR (dB)');
  expect(blockIn(allReconstructions.build(table), 'record-table').columns.map(({ title }) => title)).not.toContain('PSNR (dB)');
});

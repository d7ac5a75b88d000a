// The reports of attacks: every section, for results of every kind, through every writer; and the words of the four findings.

import { describe, expect, test } from '@jest/globals';
import { attackSections, buildReport } from '../../reports/buildReport.ts';
import { pictureFiles } from '../../reports/png/writeFigures.ts';
import { ATTACK_VARIANTS, sampleAttackResult } from '../support/sampleAttackResult.ts';
import { testSections, testWriters } from './soundReport.ts';

const results = await Promise.all(
  Object.entries(ATTACK_VARIANTS).map(async ([name, options]) => ({ name, options, result: await sampleAttackResult(options) })),
);

describe.each(results)('the report of $name', ({ options, result }) => {
  const report = buildReport(result);

  testSections(
    report,
    attackSections(result).map(({ id }) => id),
  );

  test('has a section on classes where records have labels', () => {
    expect(report.sections.some(({ id }) => id === 'classes')).toBe((options.classes ?? 0) > 0);
  });

  test('draws what the brief reader looks for', () => {
    const names = pictureFiles(report).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['auc-by-attack.png', 'scores.png', 'score-places.png']));
    expect(names.includes('auc-by-class.png')).toBe((options.classes ?? 0) > 0);
  });

  testWriters(report);
});

describe('the verdict', () => {
  const first = (name: string) => {
    const found = results.find((one) => one.name === name);
    const block = found === undefined ? undefined : buildReport(found.result).sections[0]?.blocks[0];
    return block?.kind === 'text' ? block.text : '';
  };

  test('tells a leak, none, too few records, and signals the wrong way round apart', () => {
    expect(first('a leak')).toMatch(/^A leak was found: .* AUC 0\.\d+ \(95% interval 0\.\d+ to 0\.\d+\)/);
    expect(first('no leak')).toMatch(/^No leak was found: .* enough records to exclude an AUC above 0\.550\./);
    expect(first('too few records')).toMatch(/^There are too few records to tell: .* Neither a leak nor its absence is shown\./);
    expect(first('signals the wrong way round')).toMatch(/^Something is the wrong way round: /);
  });

  test('says that a leak which tells all is a leak, in rates that are exactly 1', () => {
    expect(first('everything told')).toContain('recognises 100% (95% interval 88.4% to 100%) of the members');
  });
});

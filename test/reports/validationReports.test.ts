// The reports of validations: every section, for results of every kind, through every writer.

import { describe, expect, test } from '@jest/globals';
import { buildReport, validationSections } from '../../reports/buildReport.ts';
import { pictureFiles } from '../../reports/png/writeFigures.ts';
import { sampleValidation, VALIDATION_VARIANTS } from '../support/sampleValidation.ts';
import { testSections, testWriters } from './soundReport.ts';

describe.each(Object.entries(VALIDATION_VARIANTS))('the report of %s', (_, options) => {
  const result = sampleValidation(options);
  const report = buildReport(result);

  testSections(
    report,
    validationSections(result).map(({ id }) => id),
  );

  test('gives each picture its own file', () => {
    const names = pictureFiles(report).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('auc-against-networks.png');
  });

  testWriters(report);
});

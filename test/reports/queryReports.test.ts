// The reports of searches, landscapes and reconstructions: every section, for results of every kind, through every writer.

import { describe, expect, test } from '@jest/globals';
import { buildReport, querySections } from '../../reports/buildReport.ts';
import { pictureFiles } from '../../reports/png/writeFigures.ts';
import { QUERY_VARIANTS, sampleQueryResult } from '../support/sampleQueryResult.ts';
import { testSections, testWriters } from './soundReport.ts';

describe.each(Object.entries(QUERY_VARIANTS))('the report of %s', (_, options) => {
  const result = sampleQueryResult(options);
  const report = buildReport(result);

  testSections(
    report,
    querySections(result).map(({ id }) => id),
  );

  test('gives each picture its own file', () => {
    const names = pictureFiles(report).map(({ name }) => name);
    const hasGallery =
      result.reconstruction !== null && result.dataset.image !== null && result.reconstruction.gallery.length > 0;
    expect(names.filter((name) => name === 'gallery.png')).toHaveLength(hasGallery ? 1 : 0);
  });

  testWriters(report);
});

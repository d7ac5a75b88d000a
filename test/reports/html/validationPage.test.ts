// The page of a validation as its readers have it: opened from a file in a real browser, wide and narrow.

import { expect, test } from '@jest/globals';
import { buildReport } from '../../../reports/buildReport.ts';
import { renderHtml } from '../../../reports/html/renderHtml.ts';
import { describeInChromium } from '../../support/browser.ts';
import { sampleValidation, VALIDATION_VARIANTS } from '../../support/sampleValidation.ts';

describeInChromium('the page of a validation in a browser', (open) => {
  test.each(['strong agreement', 'hostile names', 'one record of a table'])(
    'asks for nothing, complains of nothing, and never scrolls sideways as a whole: %s',
    async (name) => {
      const html = renderHtml(buildReport(sampleValidation(VALIDATION_VARIANTS[name])));
      for (const width of [320, 1280]) {
        const { page: opened, requests, complaints } = await open(html, { viewport: { width, height: 800 } });
        for (const figure of await opened.locator('.figure').all()) {
          await figure.scrollIntoViewIfNeeded();
          await figure.locator('canvas').waitFor();
        }
        expect(await opened.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
      }
    },
  );
});

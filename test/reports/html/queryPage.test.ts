// The pages of searches, landscapes and reconstructions as their readers have them: opened from a file in a real browser, wide and narrow.

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { buildReport } from '../../../reports/buildReport.ts';
import { renderHtml } from '../../../reports/html/renderHtml.ts';
import { describeInChromium } from '../../support/browser.ts';
import { QUERY_VARIANTS, type QuerySampleOptions, sampleQueryResult } from '../../support/sampleQueryResult.ts';

const page = (options: QuerySampleOptions) => renderHtml(buildReport(sampleQueryResult(options)));

async function drawAll(opened: Page): Promise<void> {
  for (const figure of await opened.locator('.figure').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('canvas').waitFor();
  }
}

describeInChromium('the page of a search in a browser', (open) => {
  const shown = ['many searches', 'hostile names', 'a landscape', 'reconstructed images', 'reconstructions with hostile names'];

  test.each(shown)('asks for nothing, complains of nothing, and never scrolls sideways as a whole: %s', async (name) => {
    const html = page(QUERY_VARIANTS[name] as QuerySampleOptions);
    for (const width of [320, 1280]) {
      const { page: opened, requests, complaints } = await open(html, { viewport: { width, height: 800 } });
      await drawAll(opened);
      expect(await opened.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    }
  });

  test('shows the plane in the colours of its bar, and its cells as data', async () => {
    const { page: opened } = await open(page({ command: 'landscape' }));
    await drawAll(opened);
    const figure = opened.locator('#figure-kl-plane');
    const colours = (await opened.evaluate(`(() => {
      const canvas = document.querySelector('#figure-kl-plane canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let i = 0; i < data.length; i += 4) found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return found.size;
    })()`)) as number;
    // 625 cells, of which those at equal distances share a colour.
    expect(colours).toBeGreaterThan(150);
    await figure.getByRole('button', { name: 'Show data' }).click();
    const heads = await figure.locator('.figure-points thead th').allTextContents();
    expect(heads.at(-1)).toBe('KL divergence (nats)');
    expect(await figure.locator('.figure-points tbody tr').count()).toBe(625 + 1 + 2);
  });

  test('tells what the pointer is at on a plane', async () => {
    const { page: opened } = await open(page({ command: 'landscape' }));
    await drawAll(opened);
    const canvas = opened.locator('#figure-kl-plane canvas');
    await canvas.scrollIntoViewIfNeeded();
    const before = await canvas.screenshot();
    const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await opened.mouse.move(box.x + 0.45 * box.width, box.y + 0.3 * box.height);
    await opened.waitForTimeout(500);
    expect(before.equals(await canvas.screenshot())).toBe(false);
  });

  test('shows rebuilt records in rows under common words, or with words beneath each picture where the page is narrow', async () => {
    const html = page({ command: 'reconstruct', searches: 3 });
    const heights: number[] = [];
    for (const width of [1280, 360]) {
      const { page: opened } = await open(html, { viewport: { width, height: 800 } });
      const strips = opened.locator('.strips');
      expect(await strips.locator('tbody tr').count()).toBe(3);
      expect(await strips.locator('thead').isVisible()).toBe(width === 1280);
      const sizes = await Promise.all(
        (await strips.locator('img').all()).map(async (image) => (await image.boundingBox())?.width ?? 0),
      );
      // All of one size, and large enough to be seen on a phone.
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(1);
      expect(Math.min(...sizes)).toBeGreaterThan(48);
      heights.push((await strips.boundingBox())?.height ?? 0);
      expect(
        await opened.evaluate(
          'Array.from(document.images).filter((image) => !image.complete || image.naturalWidth === 0).length',
        ),
      ).toBe(0);
    }
    expect(heights[1]).toBeGreaterThan(heights[0] as number);
  });

  test('finds the picture of a record in the table of reconstructions', async () => {
    const { page: opened } = await open(page({ command: 'reconstruct', searches: 3 }));
    expect(await opened.locator('.interactive-table').first().locator('img.thumbnail').count()).toBe(3);
  });
});

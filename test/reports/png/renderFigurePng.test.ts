import { describe, expect, test } from '@jest/globals';
import { mixed, SERIES_COLOURS } from '../../../reports/figures/palette.ts';
import { renderFigurePng } from '../../../reports/png/renderFigurePng.ts';
import { type Pixels, readPng } from '../../support/readPng.ts';
import { klHistogram, rocLogLog, sampleFigures } from '../../support/sampleFigures.ts';

function channels(colour: string): number[] {
  return [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
}

/** Share of the pixels that have exactly this colour. */
function share(png: Pixels, colour: string): number {
  const [r, g, b] = channels(colour);
  let count = 0;
  for (let i = 0; i < png.data.length; i += 4) {
    if (png.data[i] === r && png.data[i + 1] === g && png.data[i + 2] === b) count++;
  }
  return count / (png.width * png.height);
}

describe('renderFigurePng', () => {
  test.each(sampleFigures.map((figure) => [figure.id, figure] as const))(
    '%s is 1,600 pixels wide and not blank',
    async (_, figure) => {
      const png = await readPng(renderFigurePng(figure));
      expect(png.width).toBe(1600);
      expect(png.height).toBeGreaterThan(350);
      const background = share(png, '#ffffff');
      expect(background).toBeGreaterThan(0.3);
      expect(background).toBeLessThan(0.995);
    },
  );

  test('shows every series in its own colour', async () => {
    const png = await readPng(renderFigurePng(rocLogLog));
    for (const role of ['primary', 'secondary', 'tertiary', 'quaternary', 'reference'] as const) {
      expect(share(png, SERIES_COLOURS[role])).toBeGreaterThan(2e-4);
    }
  });

  test('fills the bars of a histogram with as much ink as the counts ask for', async () => {
    const png = await readPng(renderFigurePng(klHistogram));
    const counts = klHistogram.series[0]?.kind === 'bars' ? klHistogram.series[0].counts : [];
    // Share of the chart's area under the bars (the y axis ends at 300), and the area's share of the picture between half and all of it.
    const under = counts.reduce((a, b) => a + b, 0) / (300 * counts.length);
    const ink = share(png, mixed(SERIES_COLOURS.primary, '#ffffff', 0.7));
    expect(ink).toBeGreaterThan(0.5 * under);
    expect(ink).toBeLessThan(under);
  });

  test('leaves a margin on every side', async () => {
    const png = await readPng(renderFigurePng(rocLogLog));
    const isWhite = (x: number, y: number) => png.data[4 * (y * png.width + x)] === 255;
    for (let x = 0; x < png.width; x++) {
      expect(isWhite(x, 10) && isWhite(x, png.height - 10)).toBe(true);
    }
    for (let y = 0; y < png.height; y++) {
      expect(isWhite(10, y) && isWhite(png.width - 10, y)).toBe(true);
    }
  });

  test('has room for a title of several lines, and cuts an endless one', async () => {
    const height = async (title: string) => (await readPng(renderFigurePng({ ...rocLogLog, title }))).height;
    const one = await height('Short');
    expect(
      await height('A finding that needs more words than one line of the picture can hold, because it is careful '.repeat(2)),
    ).toBeGreaterThan(one);
    expect(await height('word '.repeat(5000))).toBeLessThan(one + 200);
  });

  test('gives the same bytes for the same figure', () => {
    expect(renderFigurePng(klHistogram).equals(renderFigurePng(klHistogram))).toBe(true);
  });
});

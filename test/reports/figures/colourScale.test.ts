import { describe, expect, test } from '@jest/globals';
import { COLOUR_STOPS, colourAt } from '../../../reports/figures/colourScale.ts';
import { contrast, SIGHTS, smallestDifference } from '../../support/colour.ts';

const steps = Array.from({ length: 21 }, (_, i) => colourAt(i / 20));
/** Luminance above black, which the contrast with black gives. */
const luminance = (colour: string) => contrast(colour, '#000000');

describe('the colours of a plane', () => {
  test('are the stops, straight lines between them, and the ends beyond', () => {
    COLOUR_STOPS.forEach((stop, i) => {
      expect(colourAt(i / 10)).toBe(stop);
    });
    // Half-way between #440154 and #482576.
    expect(colourAt(0.05)).toBe('#461365');
    expect([colourAt(-1), colourAt(2)]).toEqual(['#440154', '#fde725']);
  });

  test('only become lighter, so that black-and-white print keeps their order', () => {
    for (let i = 1; i < steps.length; i++) {
      expect(luminance(steps[i] as string)).toBeGreaterThan(luminance(steps[i - 1] as string));
    }
  });

  test.each(Object.entries(SIGHTS))('rise in steps of like size with %s', (name, sight) => {
    const sizes = steps.slice(1).map((colour, i) => smallestDifference([steps[i] as string, colour], sight));
    const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
    // Viridis is uniform in CAM02-UCS for normal sight; Oklab, and the lack of cones, stretch it a little.
    const tolerance = name === 'normal sight' ? 0.35 : 0.7;
    for (const size of sizes) {
      expect(size / mean).toBeGreaterThan(1 - tolerance);
      expect(size / mean).toBeLessThan(1 + tolerance);
    }
  });
});

// In which colours is a chart drawn on a dark page? The counterpart of figures/palette.ts for the cards of the dark page, whose other
// colours are in style/tokens.css. Called by theme.ts.

import type { ChartTheme } from '../../figures/palette.ts';

/**
 * Blue, orange, pale teal and mauve. Found by a search that held the contrast with the card at 4:1 or more while it raised the smallest
 * difference between two of them as seen with normal sight, protanopia, deuteranopia and tritanopia: 0.18 in Oklab.
 */
export const DARK_COLOURS: Omit<ChartTheme, 'fontFamily' | 'fontSize'> = {
  text: '#e9ecef',
  muted: '#a4aeb8',
  grid: '#2d343b',
  background: '#181c20',
  series: {
    primary: '#437deb',
    secondary: '#c16000',
    tertiary: '#aff3f9',
    quaternary: '#c59ea9',
    reference: '#939da8',
  },
};

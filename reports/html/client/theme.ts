// In which colours are charts drawn now? Those of the paper, or lighter ones where the reader's system is dark; paper again for print.

import { type ChartTheme, paperTheme } from '../../figures/palette.ts';

/** CSS pixels. */
const FONT_SIZE = 13;
const PRINT_FONT_SIZE = 11;

/**
 * The roles of the light palette on the page's dark cards (`--paper` in tokens.css): blue, orange, pale teal and mauve. Contrast with the
 * card at least 4:1; smallest difference between two of them with normal sight, protanopia, deuteranopia and tritanopia 0.18 in Oklab.
 */
const DARK_SERIES: ChartTheme['series'] = {
  primary: '#437deb',
  secondary: '#c16000',
  tertiary: '#aff3f9',
  quaternary: '#c59ea9',
  reference: '#939da8',
};

export function pageFont(): string {
  return getComputedStyle(document.body).fontFamily;
}

export function lightTheme(): ChartTheme {
  return paperTheme(pageFont(), FONT_SIZE);
}

function darkTheme(): ChartTheme {
  return {
    ...lightTheme(),
    text: '#e9ecef',
    muted: '#a4aeb8',
    grid: '#2d343b',
    background: '#181c20',
    series: DARK_SERIES,
  };
}

/**
 * Calls `onTheme` now, whenever the system changes between light and dark, and around printing.
 *
 * @returns what the theme is at any later time
 */
export function followTheme(onTheme: (theme: ChartTheme, isPrinting: boolean) => void): () => ChartTheme {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const screenTheme = (): ChartTheme => (dark.matches ? darkTheme() : lightTheme());
  const apply = (): void => onTheme(screenTheme(), false);
  dark.addEventListener('change', apply);
  addEventListener('beforeprint', () => onTheme({ ...lightTheme(), fontSize: PRINT_FONT_SIZE }, true));
  addEventListener('afterprint', apply);
  apply();
  return screenTheme;
}

// In which colours are charts drawn now? Those of the paper, or lighter ones where the reader's system is dark; paper again for print.

import { type ChartTheme, paperTheme } from '../../figures/palette.ts';
import { DARK_COLOURS } from './darkColours.ts';

/** CSS pixels. */
const FONT_SIZE = 13;
const PRINT_FONT_SIZE = 11;

export function lightTheme(): ChartTheme {
  return paperTheme(getComputedStyle(document.body).fontFamily, FONT_SIZE);
}

/**
 * Calls `onTheme` now, whenever the system changes between light and dark, and around printing.
 *
 * @returns what the theme is at any later time
 */
export function followTheme(onTheme: (theme: ChartTheme, isPrinting: boolean) => void): () => ChartTheme {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const screenTheme = (): ChartTheme => (dark.matches ? { ...lightTheme(), ...DARK_COLOURS } : lightTheme());
  const apply = (): void => onTheme(screenTheme(), false);
  dark.addEventListener('change', apply);
  addEventListener('beforeprint', () => onTheme({ ...lightTheme(), fontSize: PRINT_FONT_SIZE }, true));
  addEventListener('afterprint', apply);
  apply();
  return screenTheme;
}

// How does one figure stand on the page? As a Chart.js chart in a box whose height follows from its width, redrawn for the theme, for a
// much narrower window and for print. What the chart shows is decided by figures/chartConfiguration.ts, as for the PDF. Called by figures.ts.

import {
  Chart,
  type ChartOptions,
  Legend,
  LinearScale,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';
import { chartConfiguration, figureHeight } from '../../figures/chartConfiguration.ts';
import type { Figure } from '../../figures/figure.ts';
import type { ChartTheme } from '../../figures/palette.ts';
import { element } from './dom.ts';

// Only what chartConfiguration.ts uses: a third of the whole library.
Chart.register(ScatterController, PointElement, MatrixController, MatrixElement, LinearScale, LogarithmicScale, Legend, Tooltip);

/** CSS pixels that a figure has on an A4 or letter sheet with the margins of print.css. */
const SHEET_WIDTH = 640;

/** Device pixels per CSS pixel, at least: prints and enlarged pages stay sharp. */
const LEAST_RESOLUTION = 2;

/** CSS pixels. */
const SMALLEST_FONT = 11;

export interface LiveChart {
  /** Draws for the screen, or anew where it is drawn already. */
  show(theme: ChartTheme): void;
  /** Draws for the width of a sheet, whatever that of the window is. */
  showForPrint(theme: ChartTheme): void;
  /** Keeps the room that the chart needs at the present width, drawn or not. */
  fit(theme: ChartTheme): void;
  isShown(): boolean;
}

/** @param host the box that the chart fills */
export function createLiveChart(figure: Figure, host: HTMLElement): LiveChart {
  let chart: Chart<'scatter', { x: number; y: number }[]> | undefined;
  let drawnFontSize = 0;

  function draw(theme: ChartTheme, size: Pick<ChartOptions<'scatter'>, 'responsive'>): HTMLCanvasElement {
    chart?.destroy();
    const canvas = element('canvas');
    host.replaceChildren(canvas);
    const { options, ...configuration } = chartConfiguration(figure, theme);
    chart = new Chart(canvas, {
      ...configuration,
      options: {
        ...options,
        ...size,
        devicePixelRatio: Math.max(devicePixelRatio, LEAST_RESOLUTION),
        plugins: { ...options?.plugins, tooltip: { ...options?.plugins?.tooltip, ...tooltipLook(theme) } },
      },
    });
    drawnFontSize = theme.fontSize;
    return canvas;
  }

  function show(theme: ChartTheme): void {
    const fitted = fittedTheme(theme, host.clientWidth);
    host.style.height = `${chartHeight(figure, host.clientWidth, fitted)}px`;
    draw(fitted, { responsive: true });
  }

  return {
    show,
    showForPrint(theme) {
      const width = host.closest('.figure-row') === null ? SHEET_WIDTH : SHEET_WIDTH / 2;
      const fitted = fittedTheme(theme, width);
      const canvas = draw(fitted, { responsive: false });
      chart?.resize(width, chartHeight(figure, width, fitted));
      // Stretched to fit the sheet exactly.
      canvas.style.width = '100%';
      canvas.style.height = 'auto';
      host.style.height = 'auto';
    },
    fit(theme) {
      const fitted = fittedTheme(theme, host.clientWidth);
      // Chart.js follows the box by itself; only a change of the font needs a new drawing.
      if (chart !== undefined && fitted.fontSize !== drawnFontSize) show(theme);
      else host.style.height = `${chartHeight(figure, host.clientWidth, fitted)}px`;
    },
    isShown: () => chart !== undefined,
  };
}

/** Smaller words on narrow charts, so that they leave room for the drawing. */
function fittedTheme(theme: ChartTheme, width: number): ChartTheme {
  return { ...theme, fontSize: Math.min(theme.fontSize, Math.max(SMALLEST_FONT, Math.round(width / 36))) };
}

/** Narrow charts are taller than on paper, because the words around them take the same room as ever, and wide ones end with the screen. */
function chartHeight(figure: Figure, width: number, theme: ChartTheme): number {
  const natural = figureHeight(figure, width, theme.fontSize);
  if (figure.series.some((series) => series.kind === 'boxes')) return natural;
  const hasLongLegend = figure.series.length > 2;
  const least = hasLongLegend ? Math.min(420, 1.1 * width) : Math.min(300, 0.8 * width);
  return Math.round(Math.min(Math.max(natural, least), 440));
}

/** Dark on a light page, light on a dark one, so that it stands out from the chart. */
function tooltipLook(theme: ChartTheme) {
  const font = { family: theme.fontFamily, size: theme.fontSize };
  return {
    backgroundColor: theme.text,
    titleColor: theme.background,
    bodyColor: theme.background,
    titleFont: { ...font, weight: 600 },
    bodyFont: font,
    padding: 10,
    cornerRadius: 6,
  };
}

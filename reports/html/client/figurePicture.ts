// How is a chart saved? As a PNG on white with its title, whatever the page looks like: a picture to put into a document.
// Called by the save button of figures.ts.

import { Chart } from 'chart.js';
import { chartConfiguration, figureHeight } from '../../figures/chartConfiguration.ts';
import type { Figure } from '../../figures/figure.ts';
import { fontText, linesWithin } from '../../figures/ink.ts';
import type { ChartTheme } from '../../figures/palette.ts';
import { element } from './dom.ts';
import { lightTheme } from './theme.ts';

/** CSS pixels of the picture's width, at twice the resolution of a plain screen. */
const WIDTH = 900;
const RESOLUTION = 2;
const MARGIN = 24;
const TITLE_SIZE = 17;
const TITLE_LINE = 1.35 * TITLE_SIZE;

export async function figurePicture(figure: Figure): Promise<Blob> {
  const theme = lightTheme();
  const inner = WIDTH - 2 * MARGIN;
  const canvas = element('canvas');
  const ink = canvas.getContext('2d') as CanvasRenderingContext2D;
  const titleFont = { family: theme.fontFamily, size: TITLE_SIZE, weight: 600 };
  const lines = linesWithin(ink, figure.title, titleFont, inner);
  const chartTop = MARGIN + lines.length * TITLE_LINE + 8;
  const chartHeight = figureHeight(figure, inner, theme.fontSize);

  // Setting the size clears the canvas and its settings.
  canvas.width = WIDTH * RESOLUTION;
  canvas.height = (chartTop + chartHeight + MARGIN) * RESOLUTION;
  ink.scale(RESOLUTION, RESOLUTION);
  ink.fillStyle = theme.background;
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.font = fontText(titleFont);
  ink.fillStyle = theme.text;
  ink.textBaseline = 'top';
  lines.forEach((line, i) => {
    ink.fillText(line, MARGIN, MARGIN + i * TITLE_LINE);
  });
  ink.drawImage(drawnChart(figure, theme, inner, chartHeight), MARGIN, chartTop, inner, chartHeight);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the browser gave no picture')) : resolve(blob)), 'image/png');
  });
}

/** A chart on a canvas of its own; the picture outlives the chart. */
function drawnChart(figure: Figure, theme: ChartTheme, width: number, height: number): HTMLCanvasElement {
  const canvas = element('canvas', { width: String(width), height: String(height) });
  const { options, ...configuration } = chartConfiguration(figure, theme);
  const chart = new Chart(canvas, { ...configuration, options: { ...options, devicePixelRatio: RESOLUTION } });
  const copy = element('canvas', { width: String(canvas.width), height: String(canvas.height) });
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  chart.destroy();
  return copy;
}

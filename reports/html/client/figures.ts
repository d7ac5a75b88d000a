// When is a chart drawn? When it comes near the screen, before printing, and again when the reader's system turns dark or light.
// Called once by main.ts.

import type { Figure } from '../../figures/figure.ts';
import { embeddedJson } from './dom.ts';
import { createFigureTools } from './figureTools.ts';
import { createLiveChart, type LiveChart } from './liveChart.ts';
import { followTheme } from './theme.ts';

/** How far outside the screen a chart is drawn already. */
const AHEAD = '400px';

export function startFigures(): void {
  const charts = new Map<Element, LiveChart>();
  for (const container of document.querySelectorAll('.figure')) {
    const figure = embeddedJson(container, '.figure-data') as Figure;
    const host = container.querySelector<HTMLElement>('.chart') as HTMLElement;
    container.append(...createFigureTools(figure));
    charts.set(host, createLiveChart(figure, host));
  }

  const theme = followTheme((next, isPrinting) => {
    for (const chart of charts.values()) {
      if (isPrinting) chart.showForPrint(next);
      else if (chart.isShown()) chart.show(next);
      else chart.fit(next);
    }
  });
  const approach = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const chart = charts.get(target);
        if (isIntersecting && chart?.isShown() === false) chart.show(theme());
      }
    },
    { rootMargin: AHEAD },
  );
  // The height of a box follows from its width, never the width from the height, so this comes to rest at once.
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) charts.get(target)?.fit(theme());
  });
  for (const host of charts.keys()) {
    approach.observe(host);
    widths.observe(host);
  }
}

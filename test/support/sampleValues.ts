// What are the records of a sample result made of? Small pictures, table rows or vectors, as the exhibits of a result hold them.
// Called by sampleResult.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { Random } from '../../src/base/random.ts';

/** `images`: 12 × 12 grey, 0–255. `colour`: 6 × 6 × 3, channels first, 0–1. `table`: two numbers and two categories. `plain`: vectors. */
export type SampleData = 'images' | 'colour' | 'table' | 'plain';

export function datasetShape(data: SampleData): Pick<AuditResult['dataset'], 'dimensions' | 'image' | 'columns'> {
  switch (data) {
    case 'images':
      return { dimensions: 144, image: { height: 12, width: 12, channels: 1, layout: 'channels-last' }, columns: null };
    case 'colour':
      return { dimensions: 108, image: { height: 6, width: 6, channels: 3, layout: 'channels-first' }, columns: null };
    case 'plain':
      return { dimensions: 20, image: null, columns: null };
    case 'table':
      return {
        dimensions: 9,
        image: null,
        columns: [
          { kind: 'numeric', name: 'age', start: 0 },
          { kind: 'numeric', name: 'hours <per> week', start: 1 },
          { kind: 'category', name: 'city', start: 2, categories: ['Bern', 'Lima', 'Oslo', '=cmd()'] },
          { kind: 'category', name: 'education', start: 6, categories: ['school', 'college', 'doctorate'] },
        ],
      };
  }
}

export function makeValues(data: SampleData, classIndex: number, random: Random): number[] {
  switch (data) {
    case 'images':
      return Array.from({ length: 144 }, (_, i) => {
        const distance = Math.hypot(Math.floor(i / 12) - 6 - (classIndex % 4), (i % 12) - 6 + (classIndex % 3));
        return Math.round(Math.min(255, Math.max(0, 255 * Math.exp(-((distance - 3) ** 2) / 3) + 20 * random.uniform())));
      });
    case 'colour':
      return Array.from({ length: 108 }, () => random.uniform());
    case 'plain':
      return Array.from({ length: 20 }, () => random.normal());
    case 'table': {
      const oneHot = (size: number) => {
        const chosen = Math.floor(size * random.uniform() ** 2);
        return Array.from({ length: size }, (_, i) => (i === chosen ? 1 : 0));
      };
      return [18 + random.integer(60), 5 * random.integer(12), ...oneHot(4), ...oneHot(3)];
    }
  }
}

export function normalization(data: SampleData, values: readonly number[][]) {
  if (data !== 'table' && data !== 'plain') {
    const channels = data === 'colour' ? 3 : 1;
    return { normalize: 'channel' as const, mean: Array(channels).fill(0.5), scale: Array(channels).fill(0.25) };
  }
  const columns = values[0]!.map((_, j) => values.map((row) => row[j]!));
  const mean = columns.map((c) => c.reduce((a, b) => a + b, 0) / c.length);
  const scale = columns.map((c, j) => Math.sqrt(c.reduce((a, b) => a + (b - mean[j]!) ** 2, 0) / c.length) || 1);
  return { normalize: 'feature' as const, mean, scale };
}

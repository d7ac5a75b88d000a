// What is a figure? Plain data: series, axes and words, with no drawing code and no functions, so that the same figure can stand in the
// HTML page (as JSON) and be drawn on a canvas for PDF and PNG. chartConfiguration.ts turns it into a Chart.js configuration, the same everywhere.

/** How numbers on an axis or in a tooltip are written. */
export type NumberFormat = 'number' | 'percent' | 'integer' | 'scientific' | 'auc' | 'cosine';

export interface Axis {
  /** With its unit: `KL divergence (nats)`. */
  readonly label: string;
  readonly scale: 'linear' | 'log';
  readonly format: NumberFormat;
  /** Limits; the data's own when absent. */
  readonly min?: number;
  readonly max?: number;
}

/** Role of a series, which decides its colour (palette.ts, safe for colour-blind readers) and, for lines, its dash. */
export type SeriesRole = 'primary' | 'secondary' | 'tertiary' | 'quaternary' | 'reference';

/** `line` joins points; `scatter` does not; `bars` are histogram bars between `edges`; `boxes` and `heat` are explained below. */
export type Series =
  | {
      readonly kind: 'line';
      readonly name: string;
      readonly role: SeriesRole;
      readonly points: readonly (readonly [number, number])[];
    }
  | {
      readonly kind: 'scatter';
      readonly name: string;
      readonly role: SeriesRole;
      readonly points: readonly (readonly [number, number])[];
      /** One short text per point for tooltips (`record 17, class cat`). */
      readonly pointLabels?: readonly string[];
      /** [low, high] of each point along y, drawn as a bar through it. */
      readonly intervals?: readonly (readonly [number, number])[];
    }
  | {
      readonly kind: 'bars';
      readonly name: string;
      readonly role: SeriesRole;
      /** Bin edges on the x axis, one more than `counts`; even on the axis's own scale. */
      readonly edges: readonly number[];
      readonly counts: readonly number[];
    }
  /**
   * One box per category of the x axis (five-number summaries, for leakage by class). Drawn on their side, categories as rows, so that long
   * names stay readable; a figure with boxes has no other kind of series.
   */
  | {
      readonly kind: 'boxes';
      readonly name: string;
      readonly role: SeriesRole;
      readonly categories: readonly string[];
      /** [low whisker, lower quartile, median, upper quartile, high whisker] per category; of an interval [low, value, value, value, high]. */
      readonly boxes: readonly (readonly [number, number, number, number, number])[];
      /** Default `quantiles`. */
      readonly meaning?: 'quantiles' | 'interval';
    }
  /**
   * A plane of cells, coloured by a third quantity, with a bar that says which colour is which value. One in a figure at most, on linear axes;
   * lines and scatters of the figure lie on it.
   */
  | {
      readonly kind: 'heat';
      readonly name: string;
      /** What the colours say, with its unit; the lowest colour is at its `min`, or at the smallest value. */
      readonly value: Axis;
      /** Middles of the columns along x and of the rows along y, ascending and evenly spaced, at least two of each. */
      readonly columns: readonly number[];
      readonly rows: readonly number[];
      /** Row-major: along x, then along y. */
      readonly values: readonly number[];
    };

/** A vertical or horizontal line with a word on it, for thresholds and chance level. */
export interface ReferenceLine {
  readonly axis: 'x' | 'y';
  readonly value: number;
  readonly label: string;
}

export interface Figure {
  /** Kebab-case; also the file name of the PNG. */
  readonly id: string;
  /** The finding in one line, not the name of the chart. */
  readonly title: string;
  /** What a person who cannot see the picture should know. */
  readonly altText: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly referenceLines?: readonly ReferenceLine[];
}

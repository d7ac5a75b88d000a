// What is a report made of? Sections of blocks. Sections are built once from the result object (sections/); the HTML and PDF writers each
// have one exhaustive switch over the block kinds. All strings are plain text, possibly hostile: every writer escapes them.

import type { AuditResult } from '../src/audit/result.ts';
import type { Figure, NumberFormat } from './figures/figure.ts';

/** A picture of one record, from its values in the input's units. */
export interface RecordPicture {
  readonly height: number;
  readonly width: number;
  /** 1 (grey) or 3 (red, green, blue). */
  readonly channels: 1 | 3;
  /** 0–255, row-major, channels last; length height·width·channels. */
  readonly pixels: readonly number[];
}

export interface RecordCard {
  readonly record: number;
  /** `#1 · record 482 · class ship`. */
  readonly title: string;
  /** Two or three short facts: `AUC 0.98`, `caught at 0.1% FPR: 41%`. */
  readonly facts: readonly string[];
  /** Absent for tables, whose values stand in `values`. */
  readonly picture?: RecordPicture;
  readonly values?: readonly { readonly name: string; readonly value: string }[];
}

/** Pictures of one record in a row, under words that all rows share. */
export interface PictureStrip {
  readonly record: number;
  readonly title: string;
  readonly facts: readonly string[];
  /** One for each column; null where this record has none. */
  readonly pictures: readonly (RecordPicture | null)[];
}

export type Tone = 'good' | 'caution' | 'danger' | 'neutral';

export interface TableColumnSpec {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** How a number cell is written; strings are written as they are. */
  readonly format?: NumberFormat;
}

export type Cell = string | number | null;

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** A few key numbers side by side; the unit is part of `label` or `value`. */
  | {
      readonly kind: 'metrics';
      readonly items: readonly { readonly label: string; readonly value: string; readonly note?: string; readonly tone: Tone }[];
    }
  /** A framed message: verdict, warning, limit. */
  | { readonly kind: 'callout'; readonly tone: Tone; readonly title: string; readonly text: string }
  /** A line to type into a terminal. */
  | { readonly kind: 'command'; readonly title: string; readonly command: string }
  /** Lines to fill in by hand; they show on paper only. */
  | { readonly kind: 'sign-off'; readonly text: string; readonly fields: readonly string[] }
  | { readonly kind: 'figure'; readonly figure: Figure; readonly caption: string }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly TableColumnSpec[];
      readonly rows: readonly (readonly Cell[])[];
    }
  /** A gallery of records with pictures or values. */
  | { readonly kind: 'records'; readonly caption: string; readonly cards: readonly RecordCard[] }
  /** Rows of pictures, one row for each record: how it was rebuilt. */
  | {
      readonly kind: 'strips';
      /** Kebab-case; also the file name of the PNG. */
      readonly id: string;
      readonly caption: string;
      /** Words over the pictures. */
      readonly columns: readonly string[];
      readonly rows: readonly PictureStrip[];
    }
  /**
   * The full sortable, searchable table of all records. HTML renders it interactively; PDF prints the first `printRows` rows and says
   * that the rest is in `file`. Rows stand in the order of the report, most exposed first.
   */
  | {
      readonly kind: 'record-table';
      /** The CSV file with the same rows. */
      readonly file: string;
      readonly caption: string;
      readonly printRows: number;
      readonly columns: readonly TableColumnSpec[];
      readonly rows: readonly (readonly Cell[])[];
      /** Pictures by record number (the value in the first column), where exhibits have them. */
      readonly pictures: ReadonlyMap<number, RecordPicture>;
    };

export interface Section {
  readonly id: string;
  readonly title: string;
  /** The question the section answers; printed under the title. */
  readonly question: string;
  readonly blocks: readonly Block[];
}

/** A section definition: one file in sections/ each. */
export interface SectionDefinition<Result = AuditResult> {
  /** Kebab-case noun; anchors in HTML, bookmarks in PDF. */
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** Blocks for this result; the first answers the question in one sentence with number, unit and uncertainty. */
  build(result: Result): readonly Block[];
}

export interface Report {
  readonly title: string;
  /** `digits · 2,000 records · 10 classes`. */
  readonly subtitle: string;
  readonly generatedFrom: { readonly startedAt: string; readonly loodVersion: string; readonly sha256: string };
  readonly sections: readonly Section[];
}

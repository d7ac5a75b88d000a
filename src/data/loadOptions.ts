// Which options does reading a data set take? One record for all formats; each reader says which it needs.
// Used by loadDataset.ts and the readers.

import type { RunOptions } from '../base/progress.ts';
import type { ImageShapeOption } from './imageShape.ts';

export interface LoadOptions extends RunOptions {
  /** .npz: name of the array of values. Default `x`. */
  readonly featuresKey?: string | undefined;
  /** .npz: name of the array of labels. Default `y`. */
  readonly labelsKey?: string | undefined;
  /** .npy, .npz, IDX: path of a file with the labels (.npy, or IDX with one axis). */
  readonly labels?: string | undefined;
  /** Tables: the column of labels, by name, or by position from 0. Default: a column called `label`. */
  readonly labelColumn?: string | number | undefined;
  /** Says that records are images of this shape. A 4-d array says so itself. */
  readonly imageShape?: ImageShapeOption | undefined;
}

// The public names of the data folder.

export type { ArrayInput, LabelInput, TensorLike } from './arrayInput.ts';
export { BUILTIN_DATASETS, type BuiltinDataset } from './builtin.ts';
export type { Dataset, DatasetClass, DatasetFormat, ImageShape, NumericArray, TableColumn } from './dataset.ts';
export { type ArraysInput, datasetFromArrays } from './datasetFromArrays.ts';
export { type BuildOptions, type BuiltDataset, buildDataset } from './download/buildDataset.ts';
export { DOWNLOADABLE_DATASETS, type DownloadableDataset } from './download/packages.ts';
export { type ImageShapeOption, parseImageShape } from './imageShape.ts';
export { loadDataset } from './loadDataset.ts';
export type { LoadOptions } from './loadOptions.ts';
export type { ArrayToWrite } from './npyEncode.ts';
export { prepareDataset } from './prepareDataset.ts';
export type { Normalization, NormalizationRecord, PreparedDataset, PrepareOptions } from './prepared.ts';
export { type WriteNpzOptions, writeNpz } from './writeNpz.ts';

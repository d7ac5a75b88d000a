// How do the reconstructed records reach other tools? reconstruction.csv, one row per record. The first seven columns are a promise to outside
// scripts; more may follow them. Called by csvFiles.ts.

import type { Reconstruction } from '../../src/audit/queryResult.ts';
import { type CsvColumn, csvText } from './csv.ts';

const COLUMNS: readonly CsvColumn<Reconstruction['records'][number]>[] = [
  ['record', ({ record }) => record],
  ['cosine', ({ cosine }) => cosine],
  ['relative_l2', ({ relativeL2 }) => relativeL2],
  ['psnr', ({ psnr }) => psnr],
  ['ssim', ({ ssim }) => ssim],
  ['rank', ({ rank }) => rank],
  ['success', ({ success }) => (success ? 1 : 0)],
];

/** All records in the order of the result; a measure that a record does not have is an empty field. */
export function reconstructionCsv(records: Reconstruction['records']): string {
  return csvText(COLUMNS, records);
}

// How are finished units of training written down for a run that may be interrupted? Arrays as the bytes they are; what is read is checked as anything from a
// file is. Called by trainUnits.ts.

import { z } from 'zod';
import type { UnitResult } from '../../networks/processes/messages.ts';
import type { PartFormat } from '../checkpoint.ts';

/** A unit and its place among all, since units are finished in any order. */
export interface FinishedUnit extends UnitResult {
  readonly index: number;
}

/** What every result of a run has in common. */
export interface UnitShape {
  readonly units: number;
  /** G of each unit. */
  readonly members: (index: number) => number;
  /** Q·C, numbers that one network answers. */
  readonly answers: number;
  /** Records that rivals are asked about. */
  readonly records: number;
  readonly asksRivals: (index: number) => boolean;
}

export function unitFormat(shape: UnitShape): PartFormat<FinishedUnit> {
  const scores = z.strictObject({
    loss: float64s(),
    negativeMargin: float64s(),
    tracIn: float64s(),
    influence: float64s(),
    // Not a number where the network diverged, for which JSON has no word.
    influenceResidual: z
      .number()
      .min(0)
      .nullable()
      .transform((value) => value ?? Number.NaN),
  });
  const saved = z
    .strictObject({
      index: z
        .int()
        .min(0)
        .max(shape.units - 1),
      outputs: bytes().transform((values) => new Float32Array(values.buffer, 0, values.length >> 2)),
      firstLoss: float64s(),
      lastLoss: float64s(),
      rivals: scores.nullable(),
    })
    .refine(({ index, outputs, firstLoss, lastLoss, rivals }) => {
      const members = shape.members(index);
      const rival = rivals === null ? [] : [rivals.loss, rivals.negativeMargin, rivals.tracIn, rivals.influence];
      return (
        outputs.length === members * shape.answers &&
        [firstLoss, lastLoss].every(({ length }) => length === members) &&
        (rivals !== null) === shape.asksRivals(index) &&
        rival.every(({ length }) => length === shape.records)
      );
    });
  return {
    encode: (unit) => JSON.stringify(unit, asBytes),
    decode(text, before) {
      const parsed = saved.safeParse(JSON.parse(text));
      return parsed.success && !before.some(({ index }) => index === parsed.data.index) ? parsed.data : undefined;
    },
  };
}

function asBytes(_: string, value: unknown): unknown {
  // By what it is: arrays that come from another process are made by another constructor under some test runners.
  if (!ArrayBuffer.isView(value)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

/** Of their own memory, from its beginning. */
const bytes = () => z.base64().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')));
const float64s = () => bytes().transform((values) => new Float64Array(values.buffer, 0, values.length >> 3));

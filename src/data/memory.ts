// May this much be allocated? Asked before every allocation whose size a file decides, so that a hostile header cannot exhaust the machine.

import { constants } from 'node:buffer';
import { freemem } from 'node:os';
import { AuditError } from '../base/errors.ts';
import { machineMemory } from '../linalg/memory.ts';

/** Deflate cannot expand more than 1032-fold (a 258-byte match in two bits); a larger claim is a lie, seen before anything is unpacked. */
export const LARGEST_DEFLATE_RATIO = 1032;

/**
 * Bytes that this process can still allocate.
 *
 * The smaller of machine and container memory, less what this process holds; on Linux also no more than the kernel calls available.
 * Elsewhere the free-memory figure leaves out reclaimable caches and would refuse files that fit, so it is not used there.
 */
export function availableMemory(): number {
  const remaining = machineMemory() - process.memoryUsage.rss();
  return Math.max(0, process.platform === 'linux' ? Math.min(remaining, freemem()) : remaining);
}

/** 1536 as `1.5 KB`: three significant digits, powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit]}`;
}

/**
 * Throws unless `bytes` more can be allocated.
 *
 * @param what what needs them, as the subject of a sentence: `array "x"`
 * @param code `CONTAINER_TOO_LARGE` for something read from a file, `TOO_LARGE` for something computed
 * @param tryText what the user can do about it
 */
export function assertFits(
  bytes: number,
  what: string,
  code: 'TOO_LARGE' | 'CONTAINER_TOO_LARGE',
  tryText: string,
  limit = availableMemory(),
): void {
  if (bytes <= limit) return;
  throw new AuditError(
    code,
    { expected: `${what} to fit into the available memory (${formatBytes(limit)})`, got: formatBytes(bytes), try: tryText },
    { bytes, limit },
  );
}

/** Most values of one typed array: 2^32 in Node 20, whatever the memory; more in later ones. */
const MOST_VALUES = constants.MAX_LENGTH;

/**
 * Throws unless an array of `values` values can be made and their `bytes` can be allocated.
 *
 * @throws AuditError `code`; the other parameters are those of assertFits
 */
export function assertArrayFits(
  values: number,
  bytes: number,
  what: string,
  code: 'TOO_LARGE' | 'CONTAINER_TOO_LARGE',
  tryText: string,
  mostValues = MOST_VALUES,
): void {
  assertFits(bytes, what, code, tryText);
  if (values <= mostValues) return;
  throw new AuditError(
    code,
    {
      expected: `${what} to have at most ${mostValues} values, as many as one array of Node.js ${process.versions.node} holds`,
      got: `${values}`,
      try: `${tryText}, or a later version of Node.js`,
    },
    { values, mostValues },
  );
}

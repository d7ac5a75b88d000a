// Does a matrix fit into this machine? Asked before hours of work, not answered by the system's killing the process in the midst of them.

import { totalmem } from 'node:os';
import { AuditError } from '../base/errors.ts';
import { tileCount, tiledBytes } from './tiles.ts';

/** Share of the machine's memory that one computation may plan for; the rest is the system's, the program's and its reports'. */
const SHARE = 0.9;

/** What a thread holds besides the matrices: packed operands of up to 256 MiB and its own program. */
const THREAD_BYTES = 320 * 2 ** 20;

/** Bytes of memory that this process may use: the machine's, or what a container is held to. */
export function machineMemory(): number {
  const total = totalmem();
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 && constrained < total ? constrained : total;
}

export interface MemoryPlan {
  /** n. */
  readonly size: number;
  /** How many n×n matrices are held at once. */
  readonly matrices: number;
  /** Bytes held besides, for example by the inputs. */
  readonly otherBytes: number;
  readonly threads: number;
  readonly tileSize: number;
}

/** Estimated peak, an upper figure: matrices, inputs, and what each thread packs. */
export function plannedBytes({ size, matrices, otherBytes, threads, tileSize }: MemoryPlan): number {
  // A panel of tiles is what a thread keeps packed; small matrices have small panels.
  const panel = Math.min(THREAD_BYTES, 4 * size * tileSize * Float64Array.BYTES_PER_ELEMENT + 32 * 2 ** 20);
  // The inverses of the tiles on the diagonal, while one matrix is factored.
  const inverses = tileCount(size, tileSize) * tileSize ** 2 * Float64Array.BYTES_PER_ELEMENT;
  return matrices * tiledBytes(size, tileSize) + inverses + otherBytes + threads * panel;
}

/** @throws AuditError TOO_LARGE, with the number of records that would fit */
export function assertFitsMemory(plan: MemoryPlan, available = machineMemory()): void {
  const needed = plannedBytes(plan);
  if (needed <= SHARE * available) return;
  throw new AuditError(
    'TOO_LARGE',
    {
      expected: `at most ${gibibytes(SHARE * available)} GiB of memory to be needed on this machine`,
      got: `about ${gibibytes(needed)} GiB for ${plan.size} records`,
      try: `--limit ${largestSize(plan, SHARE * available)}, or a machine with ${Math.ceil(needed / SHARE / 2 ** 30)} GiB`,
    },
    { needed, available, size: plan.size },
  );
}

/** The most records whose plan fits, other things shrinking in proportion; to two digits, downwards. */
function largestSize(plan: MemoryPlan, bytes: number): number {
  let size = plan.size;
  while (size > 1 && plannedBytes({ ...plan, size, otherBytes: (plan.otherBytes * size) / plan.size }) > bytes) {
    size = Math.floor(size * 0.98);
  }
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(size)) - 1);
  return Math.floor(size / unit) * unit;
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}

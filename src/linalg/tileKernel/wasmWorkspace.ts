// Where in its WebAssembly memory does a thread keep what it works on? At fixed addresses, allocated once; the memory grows when it must.

import { AuditError } from '../../base/errors.ts';

export const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

const PAGE = 65536;

export interface Workspace {
  readonly memory: WebAssembly.Memory;
  /** Room for `length` doubles, aligned to cache lines. Returns the address in bytes. */
  allocate(length: number): number;
  /** Address of the first byte that is not allocated. */
  end(): number;
  /** Makes addresses below `bytes` usable. @throws AuditError TOO_LARGE */
  growTo(bytes: number): void;
  /** The memory as doubles; not to be kept, since growing replaces it. */
  heap(): Float64Array;
}

export function createWorkspace(): Workspace {
  const memory = new WebAssembly.Memory({ initial: 1 });
  let heap = new Float64Array(memory.buffer);
  let top = 0;

  function growTo(bytes: number): void {
    const missing = bytes - memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      memory.grow(Math.ceil(missing / PAGE));
    } catch (cause) {
      throw outOfMemory(bytes, cause);
    }
    heap = new Float64Array(memory.buffer);
  }

  return {
    memory,
    allocate(length) {
      const address = top;
      top += Math.ceil((length * DOUBLE) / 64) * 64;
      growTo(top);
      return address;
    },
    end: () => top,
    growTo,
    heap: () => heap,
  };
}

function outOfMemory(bytes: number, cause: unknown): AuditError {
  return new AuditError(
    'TOO_LARGE',
    {
      expected: `${Math.ceil(bytes / 2 ** 20)} MiB of working memory for each thread`,
      got: 'a refusal of the system',
      try: 'fewer --threads, fewer records (--limit), or a machine with more memory',
    },
    { bytes },
    cause,
  );
}

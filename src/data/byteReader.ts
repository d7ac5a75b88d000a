// How is a stream read in exact amounts? Headers by the byte, values straight into the memory they will live in, and never past what was promised.
// Called by the npy, npz and IDX readers.

export interface ByteReader {
  /** The next `count` bytes; fewer only when the stream ends first. */
  read(count: number): Promise<Uint8Array>;
  /** Fills `target` from the stream and returns how many bytes came (fewer than its length only at the end). */
  fill(target: ArrayBuffer): Promise<number>;
  /** Whether no byte is left. */
  atEnd(): Promise<boolean>;
  /** Stops the stream; reading on is an error. */
  close(): Promise<void>;
}

/**
 * @param source pieces of any size, of a stream or already in memory
 * @param onBytes called with the number of bytes taken from the stream so far, after every piece
 */
export function createByteReader(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onBytes?: (bytes: number) => void,
): ByteReader {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let taken = 0;

  /** Makes `rest` non-empty; false at the end of the stream. */
  async function more(): Promise<boolean> {
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done) return false;
      rest = next.value;
      taken += rest.length;
      onBytes?.(taken);
    }
    return true;
  }

  async function fill(target: ArrayBuffer): Promise<number> {
    let filled = 0;
    while (filled < target.byteLength && (await more())) {
      const piece = rest.subarray(0, target.byteLength - filled);
      // A view per piece: one view over more than 4 GiB is more than Node 20 can make.
      new Uint8Array(target, filled, piece.length).set(piece);
      filled += piece.length;
      rest = rest.subarray(piece.length);
    }
    return filled;
  }

  return {
    fill,
    async read(count) {
      const target = new ArrayBuffer(count);
      return new Uint8Array(target, 0, await fill(target));
    },
    atEnd: async () => !(await more()),
    close: async () => {
      await iterator.return?.();
    },
  };
}

/** Runs `work` and stops the reader's stream afterwards, also when the work fails midway. */
export async function closing<T>(reader: ByteReader, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await reader.close();
  }
}

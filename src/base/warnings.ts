// What should the reader of a result know although the computation went on? Warnings are values in the result, never prints.

export interface Warning {
  /** Stable code, for example `DUPLICATE_RECORDS`. */
  readonly code: string;
  /** One plain sentence or two: what was seen, what it means, what silences it. */
  readonly message: string;
}

// What does every decoder of a package offer? Implemented by decodeCifar10.ts, decodeMnist.ts and decodeFashionMnist.ts.

import type { ArrayToWrite } from '../npyEncode.ts';

/** Takes the files of a package as they come and gives the arrays at the end. */
export interface Decoder {
  add(file: string, bytes: Buffer): void | Promise<void>;
  finish(): Readonly<Record<string, ArrayToWrite>>;
}

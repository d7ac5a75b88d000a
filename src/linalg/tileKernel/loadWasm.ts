// Which build of the WebAssembly kernels does this runtime take? The one with fused multiply-add where relaxed SIMD is known to it
// (Node.js 22 and newer), else the plain one. Both are built from assembly/ by scripts/build-kernels.js.

import { readFileSync } from 'node:fs';
import { AuditError } from '../../base/errors.ts';
import { packageFile } from '../../base/packageFile.ts';

/** Addresses are in bytes, sizes in elements; see assembly/ for what each does. */
export interface WasmExports {
  multiply(
    c: number,
    ldc: number,
    a: number,
    lda: number,
    b: number,
    m: number,
    n: number,
    depth: number,
    sign: number,
    shape: number,
  ): void;
  readonly FULL: Constant;
  readonly LOWER_A: Constant;
  readonly LOWER_B: Constant;
  readonly LOWER_C: Constant;
  readonly UPPER_B: Constant;
  packRows(s: number, ld: number, n: number, depth: number, out: number): void;
  packColumns(b: number, ld: number, depth: number, n: number, out: number): void;
  factor(t: number, n: number, shift: number, variances: number, work: number): number;
  invert(l: number, n: number, out: number, work: number): void;
  transpose(a: number, lda: number, rows: number, cols: number, out: number, ldo: number): void;
  addColumnSquares(a: number, rows: number, cols: number, sums: number): void;
}

/** A number that the module exports. */
interface Constant {
  readonly value: number;
}

export type WasmBuild = 'relaxed-simd' | 'simd';

let build: WasmBuild | undefined;

/** The faster of the two builds, if this runtime takes it. */
export function wasmBuild(): WasmBuild {
  build ??= WebAssembly.validate(readFileSync(pathOf('relaxed-simd'))) ? 'relaxed-simd' : 'simd';
  return build;
}

const pathOf = (name: WasmBuild): string => packageFile(`assets/wasm/tile-kernel.${name}.wasm`);

let compiled: WebAssembly.Module | undefined;

/** An instance of its own for each thread, on the given memory. */
export function instantiate(memory: WebAssembly.Memory): WasmExports {
  compiled ??= compile();
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as WasmExports;
}

function compile(): WebAssembly.Module {
  const path = pathOf(wasmBuild());
  try {
    return new WebAssembly.Module(readFileSync(path));
  } catch (cause) {
    throw new AuditError(
      'NUMERICAL_FAILURE',
      {
        expected: 'the WebAssembly kernels that ship with this package',
        got: cause instanceof Error ? cause.message : 'an error',
        try: 'npm run build in a clone, or installing the package again',
      },
      { path },
      cause,
    );
  }
}

// How do the AssemblyScript kernels become WebAssembly? Compiled into assets/wasm/, once plain and once with fused multiply-add for runtimes
// that have relaxed SIMD. Called by build.js, and before the tests, which use the result from the source tree.

import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './run-node.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'assets', 'wasm');

/** Each output with its source folder and WebAssembly features; the elementwise maps do without fused multiply-add, see their comment. */
const BUILDS = {
  'tile-kernel.simd': { source: 'src/linalg/tileKernel/assembly', features: ['simd'] },
  'tile-kernel.relaxed-simd': { source: 'src/linalg/tileKernel/assembly', features: ['simd', 'relaxed-simd'] },
  'vector-kernels.simd': { source: 'src/kernels/vector/assembly', features: ['simd'] },
};

/** Compiles what is missing or older than its source. */
export async function compileKernels() {
  mkdirSync(target, { recursive: true });
  await Promise.all(Object.keys(BUILDS).filter(isStale).map(compile));
}

const fileOf = (name) => join(target, `${name}.wasm`);

function isStale(name) {
  const source = join(root, BUILDS[name].source);
  const newest = Math.max(...readdirSync(source).map((file) => statSync(join(source, file)).mtimeMs));
  const built = statSync(fileOf(name), { throwIfNoEntry: false });
  return built === undefined || built.mtimeMs <= newest;
}

async function compile(name) {
  const { source, features } = BUILDS[name];
  const scratch = `${fileOf(name)}.${process.pid}.tmp`;
  await runNode(
    [
      join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
      `${source}/index.ts`,
      ...['-O3', '--noAssert', '--runtime', 'stub', '--outFile', scratch],
      // Every module gets a memory of its own, new and hence zero, so that empty arrays need no room in the file.
      ...['--importMemory', '--zeroFilledMemory'],
      ...features.flatMap((feature) => ['--enable', feature]),
    ],
    root,
  );
  renameSync(scratch, fileOf(name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileKernels();

// How do the AssemblyScript kernels become WebAssembly? Compiled into assets/wasm/, once plain and once with fused multiply-add for runtimes
// that have relaxed SIMD. Called by build.js, and before the tests, which use the result from the source tree.

import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './run-node.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src', 'linalg', 'tileKernel', 'assembly');
const target = join(root, 'assets', 'wasm');

const BUILDS = { simd: ['simd'], 'relaxed-simd': ['simd', 'relaxed-simd'] };

/** Compiles what is missing or older than its source. */
export async function compileKernels() {
  mkdirSync(target, { recursive: true });
  const newest = Math.max(...readdirSync(source).map((file) => statSync(join(source, file)).mtimeMs));
  const builds = Object.entries(BUILDS).filter(([name]) => {
    const built = statSync(fileOf(name), { throwIfNoEntry: false });
    return built === undefined || built.mtimeMs <= newest;
  });
  await Promise.all(builds.map(([name, features]) => compile(name, features)));
}

function fileOf(name) {
  return join(target, `tile-kernel.${name}.wasm`);
}

async function compile(name, features) {
  const scratch = `${fileOf(name)}.${process.pid}.tmp`;
  await runNode(
    [
      join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
      join('src', 'linalg', 'tileKernel', 'assembly', 'index.ts'),
      ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--outFile', scratch],
      ...features.flatMap((feature) => ['--enable', feature]),
    ],
    root,
  );
  renameSync(scratch, fileOf(name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileKernels();

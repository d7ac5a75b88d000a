// How does the source become the package's dist/ folder? Types and JavaScript by tsc, the browser part of the HTML report by
// esbuild, the WebAssembly kernels by the AssemblyScript compiler.
// Run by `npm run build`. It builds in a scratch folder and renames that as the last step, so that dist/ is either whole or absent.

import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileKernels } from './build-kernels.js';
import { runNode } from './run-node.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
// Beside dist/ in one file system, as a rename needs, and ignored by git and the linter.
const cache = join(root, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const scratch = mkdtempSync(join(cache, 'lood-build-'));

/** Compiles src/, cli/ and reports/ without the browser code. */
function compile() {
  return runNode(
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json', '--outDir', scratch],
    root,
  );
}

/** Bundles the script (Chart.js included) and the style that renderHtml.ts copies into every report. */
function bundlePage() {
  return build({
    absWorkingDir: root,
    entryPoints: { client: 'reports/html/client/main.ts', page: 'reports/html/style/page.css' },
    outdir: join(scratch, 'reports', 'html'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    charset: 'utf8',
    // Chart.js asks for its licence to stay with its code.
    legalComments: 'eof',
    logLevel: 'warning',
  });
}

try {
  // All to their end, so that none writes into the folder after it was cleared away.
  const outcomes = await Promise.allSettled([compile(), bundlePage(), compileKernels()]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  const command = join(scratch, 'cli', 'main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
  // A folder made by mkdtemp is closed to everyone else.
  chmodSync(scratch, 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(scratch, dist);
} catch (error) {
  // No dist/ is better than one that no longer fits the source.
  rmSync(dist, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
  process.stderr.write(`build failed: ${error.message.split('\n')[0]}\n`);
  process.exitCode = 1;
}

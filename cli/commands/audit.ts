// lood audit: from a data set to reports on every record.

import { audit } from '../../src/audit/audit.ts';
import type { AuditOptions } from '../../src/audit/options.ts';
import { AUDIT_OPTIONS } from '../auditOptions.ts';
import type { Command } from '../command.ts';
import { DATA_ARGUMENT } from '../dataArgument.ts';
import { EXIT } from '../exitCodes.ts';
import { type OutputSettings, openOutput } from '../output.ts';
import { showProgress } from '../progress.ts';
import { summaryLines } from '../summary.ts';

/** What AUDIT_OPTIONS declares: the options of audit() and where the reports go. */
interface Settings extends AuditOptions, OutputSettings {
  readonly data: string;
}

export const auditCommand: Command = {
  name: 'audit',
  describe: 'Audit every record of a training set and write the reports',
  argument: DATA_ARGUMENT,
  options: AUDIT_OPTIONS,
  async handler(settings, { io, signal, say, quiet }) {
    const { data, out, format, contents, ...options } = settings as unknown as Settings;
    const output = await openOutput({ out, format, contents }, io.stdout);
    const progress = showProgress(io.stderr, quiet);
    const run = { signal, onProgress: progress.onProgress };
    try {
      const result = await audit(data, { ...options, ...run });
      const written = await output.write(result, run);
      progress.stop();
      for (const line of summaryLines(result, written)) say(line);
      return result.verdict.failAbove.some(({ exceeded }) => exceeded) ? EXIT.limitExceeded : EXIT.done;
    } catch (error) {
      await output.undo();
      throw error;
    } finally {
      progress.stop();
    }
  },
};

// lood audit: from a data set to reports on every record.

import { audit } from '../../src/audit/audit.ts';
import type { AuditOptions } from '../../src/audit/options.ts';
import { AUDIT_OPTIONS } from '../auditOptions.ts';
import type { Command } from '../command.ts';
import { DATA_ARGUMENT } from '../dataArgument.ts';
import { EXIT } from '../exitCodes.ts';
import type { OutputSettings } from '../output.ts';
import { runReported } from '../runReported.ts';

/** What AUDIT_OPTIONS declares: the options of audit() and where the reports go. */
interface Settings extends AuditOptions, OutputSettings {
  readonly data: string;
}

export const auditCommand: Command = {
  name: 'audit',
  describe: 'Audit every record of a training set and write the reports',
  argument: DATA_ARGUMENT,
  options: AUDIT_OPTIONS,
  async handler(settings, context) {
    const { data, out, format, contents, ...options } = settings as unknown as Settings;
    const { verdict } = await runReported('audit', { out, format, contents }, context, async (run) => ({
      result: await audit(data, { ...options, ...run }),
    }));
    return verdict.failAbove.some(({ exceeded }) => exceeded) ? EXIT.limitExceeded : EXIT.done;
  },
};

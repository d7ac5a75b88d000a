// lood validate: does the model of an audit stand for trained networks? Networks are trained with and without records and compared with LOOD.

import type { ValidateOptions } from '../../src/audit/validation/options.ts';
import { validate } from '../../src/audit/validation/validate.ts';
import type { Command } from '../command.ts';
import { DATA_ARGUMENT } from '../dataArgument.ts';
import { EXIT } from '../exitCodes.ts';
import type { OutputSettings } from '../output.ts';
import { runReported, type WorkRun } from '../runReported.ts';
import { VALIDATE_OPTIONS } from '../validateOptions.ts';

interface Settings extends ValidateOptions, OutputSettings {
  readonly data: string;
}

/** In the output folder, while networks are trained. */
const CHECKPOINT = 'training.partial';

export const validateCommand: Command = {
  name: 'validate',
  describe: 'Train networks with and without records, and compare what they give away with what LOOD and other methods say',
  argument: DATA_ARGUMENT,
  options: VALIDATE_OPTIONS,
  async handler(settings, context) {
    const { data, out, format, contents, ...options } = settings as unknown as Settings;
    const work = async (run: WorkRun) => ({ result: await validate(data, { ...options, ...run }) });
    await runReported('validate', { out, format, contents }, context, work, { checkpoint: CHECKPOINT });
    return EXIT.done;
  },
};

// What does the word after a command that reads data mean? Called by those commands.

import type { Command } from './command.ts';

export const DATA_ARGUMENT: NonNullable<Command['argument']> = {
  name: 'data',
  describe: '.npz, .npy, .csv, .tsv, IDX or CIFAR-10 binary file, folder of class-named image folders, or built-in set (digits)',
  example: 'digits',
};

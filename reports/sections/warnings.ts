// What should the reader of a report know although the computation went on? Its warnings as messages. Called by the verdict of every command.

import { plainText } from '../../src/base/plainText.ts';
import type { Warning } from '../../src/base/warnings.ts';
import type { Block } from '../blocks.ts';

export function warningBlocks(warnings: readonly Warning[]): readonly Block[] {
  return warnings.map(({ code, message }) => ({
    kind: 'callout',
    tone: 'caution',
    title: `Warning: ${plainText(code.toLowerCase().replaceAll('_', ' '), 80)}`,
    text: plainText(message, 600),
  }));
}

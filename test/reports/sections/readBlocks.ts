// How do tests read what a section says? Called by the tests of sections.

import type { Block } from '../../../reports/blocks.ts';
import type { Figure } from '../../../reports/figures/figure.ts';

/** All words of the blocks, a line for each block, without tables of numbers. */
export function wordsOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'text':
          return block.text;
        case 'list':
          return block.items.join('\n');
        case 'metrics':
          return block.items.map(({ label, value, note }) => `${label}: ${value} ${note ?? ''}`).join('\n');
        case 'callout':
          return `[${block.tone}] ${block.title}: ${block.text}`;
        case 'command':
          return `${block.title}: ${block.command}`;
        case 'sign-off':
          return `${block.text} ${block.fields.join(', ')}`;
        case 'figure':
          return `${block.figure.title}\n${block.caption}`;
        default:
          return block.caption;
      }
    })
    .join('\n');
}

export function figureIn(blocks: readonly Block[], id: string): Figure {
  const found = blocks.find((block) => block.kind === 'figure' && block.figure.id === id);
  if (found?.kind !== 'figure') throw new Error(`no figure ${id}`);
  return found.figure;
}

export function blockIn<Kind extends Block['kind']>(
  blocks: readonly Block[],
  kind: Kind,
  position = 0,
): Extract<Block, { kind: Kind }> {
  const found = blocks.filter((block) => block.kind === kind)[position];
  if (found === undefined) throw new Error(`no block ${position} of kind ${kind}`);
  return found as Extract<Block, { kind: Kind }>;
}

// Which picture files does a report give? One per figure and one per gallery of record pictures, cards or rows, in the folder `figures`. The caller brings
// the function that writes a file, so that nothing half-written is ever left under a final name.

import { join } from 'node:path';
import type { Block, Report, Section } from '../blocks.ts';
import { renderFigurePng } from './renderFigurePng.ts';
import { renderRecordsPng } from './renderRecordsPng.ts';
import { renderStripsPng } from './renderStripsPng.ts';

/** Writes a whole file or nothing. */
export type WriteFile = (path: string, data: Buffer) => Promise<void>;

/**
 * Draws and writes every picture of the report, one after the other.
 *
 * @param directory folder that takes the files; `write` makes it when it is missing
 * @returns the paths in the order of the report
 * @throws whatever `write` throws
 */
export async function writeFigures(report: Report, directory: string, write: WriteFile): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, render } of pictureFiles(report)) {
    const path = join(directory, name);
    await write(path, render());
    paths.push(path);
  }
  return paths;
}

interface PictureFile {
  readonly name: string;
  render(): Buffer;
}

/** The file names and how to draw each; nothing is drawn yet. Two figures with one id are an error of the sections. */
export function pictureFiles(report: Report): PictureFile[] {
  const files = report.sections.flatMap((section) => {
    const galleries = section.blocks.filter(isPictureGallery);
    return section.blocks.flatMap((block): PictureFile[] => {
      if (block.kind === 'figure') return [{ name: fileName(block.figure.id), render: () => renderFigurePng(block.figure) }];
      if (block.kind === 'strips') return [{ name: fileName(block.id), render: () => renderStripsPng(block) }];
      if (!isPictureGallery(block)) return [];
      return [
        {
          name: fileName(galleryName(section, galleries.indexOf(block))),
          render: () => renderRecordsPng(block.caption, block.cards),
        },
      ];
    });
  });
  const names = files.map((file) => file.name);
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) throw new Error(`two pictures of the report would be written to ${repeated}`);
  return files;
}

type Gallery = Extract<Block, { kind: 'records' }>;

function isPictureGallery(block: Block): block is Gallery {
  return block.kind === 'records' && block.cards.some((card) => card.picture !== undefined);
}

/** `exposed-records`, and `exposed-records-2` for the second gallery of that section. */
function galleryName(section: Section, index: number): string {
  return `${section.id}-records${index === 0 ? '' : `-${index + 1}`}`;
}

function fileName(id: string): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new Error(`an id of a figure or section is not kebab-case: ${JSON.stringify(id)}`);
  return `${id}.png`;
}

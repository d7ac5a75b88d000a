import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Block, Report } from '../../../reports/blocks.ts';
import { pictureFiles, writeFigures } from '../../../reports/png/writeFigures.ts';
import { twoClassBoxes } from '../../support/sampleFigures.ts';
import { samplePicture, sampleReport } from '../../support/sampleReport.ts';

const figure = (id: string): Block => ({ kind: 'figure', figure: { ...twoClassBoxes, id }, caption: '' });
const gallery = (): Block => ({
  kind: 'records',
  caption: 'g',
  cards: [{ record: 1, title: 't', facts: [], picture: samplePicture(1, 8, 1) }],
});

function reportOf(id: string, blocks: readonly Block[]): Report {
  return { ...sampleReport, sections: [{ id, title: 'Title', question: '', blocks }] };
}

describe('writeFigures', () => {
  test('writes a PNG for each figure and each gallery with pictures, in the order of the report', async () => {
    const written = new Map<string, Buffer>();
    const report = reportOf('exposed', [figure('a'), gallery(), { kind: 'text', text: 't' }, figure('b'), gallery()]);
    const paths = await writeFigures(report, 'out/figures', async (path, data) => {
      written.set(path, data);
    });
    const names = ['a.png', 'exposed-records.png', 'b.png', 'exposed-records-2.png'];
    expect(paths).toEqual(names.map((name) => join('out/figures', name)));
    expect([...written.keys()]).toEqual(paths);
    for (const data of written.values()) expect(data.subarray(1, 4).toString()).toBe('PNG');
  });

  test('stops at the first file that cannot be written', async () => {
    let calls = 0;
    const failing = async () => {
      calls++;
      throw new Error('disk full');
    };
    await expect(writeFigures(reportOf('s', [figure('a'), figure('b')]), 'out', failing)).rejects.toThrow('disk full');
    expect(calls).toBe(1);
  });
});

describe('pictureFiles', () => {
  test('names every picture of the sample report once', () => {
    expect(pictureFiles(sampleReport).map((file) => file.name)).toEqual([
      'kl-histogram.png',
      'auc-histogram.png',
      'exposed-records-records.png',
      'exposed-records-records-2.png',
      'gallery.png',
      'roc-log-log.png',
      'roc-linear.png',
      'kl-by-class-10.png',
      'kl-by-class-2.png',
      'kl-against-mean-distance.png',
      'noise-variance.png',
    ]);
  });

  test('leaves out galleries of values', () => {
    const values: Block = { kind: 'records', caption: '', cards: [{ record: 1, title: 't', facts: [], values: [] }] };
    expect(pictureFiles(reportOf('s', [values]))).toEqual([]);
  });

  test('refuses ids that are no file names, and two pictures of one name', () => {
    expect(() => pictureFiles(reportOf('s', [figure('../../etc/passwd')]))).toThrow('not kebab-case');
    expect(() => pictureFiles(reportOf('S', [gallery()]))).toThrow('not kebab-case');
    expect(() => pictureFiles(reportOf('s', [figure('a'), { ...figure('a') }]))).toThrow('two pictures');
  });
});

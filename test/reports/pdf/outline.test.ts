import { expect, test } from '@jest/globals';
import { PDFDocument } from '@napi-rs/canvas';
import { withOutline } from '../../../reports/pdf/outline.ts';
import { readPdf } from '../../support/readPdf.ts';

function twoPages(): Buffer {
  const document = new PDFDocument();
  for (const name of ['first', 'it-s-second']) {
    const context = document.beginPage(200, 100);
    context.annotateNamedDestination(0, 0, name);
    context.fillRect(1, 1, 2, 2);
    document.endPage();
  }
  return document.close();
}

test('bookmarks lead to their places and keep every character of their titles', async () => {
  const title = 'Résumé (ε, δ) \\ 猫 😀 <b>';
  const file = withOutline(twoPages(), [
    { title: 'One', destination: 'first' },
    { title, destination: 'it-s-second' },
  ]);
  expect((await readPdf(file)).bookmarks).toEqual([
    { title: 'One', page: 1 },
    { title, page: 2 },
  ]);
});

test('the pages stand in the new file byte for byte', () => {
  const before = twoPages();
  const after = withOutline(before, [{ title: 'One', destination: 'first' }]);
  expect(after.subarray(0, before.length).equals(before)).toBe(true);
});

test('a file without entries, or of another layout, is returned as it is', () => {
  const file = twoPages();
  expect(withOutline(file, [])).toBe(file);
  const other = Buffer.from('%PDF-2.0\nnothing like it');
  expect(withOutline(other, [{ title: 'One', destination: 'first' }])).toBe(other);
});

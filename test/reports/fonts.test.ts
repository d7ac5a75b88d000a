import { readFile, stat } from 'node:fs/promises';
import { expect, jest, test } from '@jest/globals';
import { GlobalFonts } from '@napi-rs/canvas';
import { FONT_FAMILY, registerFonts } from '../../reports/fonts.ts';
import { packageFile } from '../../src/base/packageFile.ts';

test('the shipped family is registered once, in both weights, whoever asks again', () => {
  registerFonts();
  const register = jest.spyOn(GlobalFonts, 'registerFromPath');
  registerFonts();
  expect(register).not.toHaveBeenCalled();
  register.mockRestore();
  const family = GlobalFonts.families.filter((one) => one.family === FONT_FAMILY);
  expect(family).toHaveLength(1);
  expect(family[0]?.styles.map((style) => style.weight).sort()).toEqual([400, 600]);
});

test('the fonts ship with their licence and stay under a megabyte', async () => {
  const files = ['SourceSans3-Regular.ttf', 'SourceSans3-SemiBold.ttf'];
  const sizes = await Promise.all(files.map(async (file) => (await stat(packageFile(`assets/fonts/${file}`))).size));
  expect(sizes.reduce((a, b) => a + b)).toBeLessThan(1_000_000);
  expect(await readFile(packageFile('assets/fonts/OFL.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1');
});

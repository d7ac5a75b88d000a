import { expect, test } from '@jest/globals';
import { enlargedPicture } from '../../../reports/canvas/picture.ts';

function pixels(canvas: ReturnType<typeof enlargedPicture>): number[][] {
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: width * height }, (_, i) => Array.from(data.slice(4 * i, 4 * i + 4)));
}

test('every value becomes a square of equal pixels', () => {
  const picture = { height: 1, width: 2, channels: 3, pixels: [10, 20, 30, 40, 50, 60] } as const;
  const a = [10, 20, 30, 255];
  const b = [40, 50, 60, 255];
  expect(pixels(enlargedPicture(picture, 2))).toEqual([a, a, b, b, a, a, b, b]);
});

test('grey values become grey', () => {
  expect(pixels(enlargedPicture({ height: 2, width: 1, channels: 1, pixels: [0, 200] }, 1))).toEqual([
    [0, 0, 0, 255],
    [200, 200, 200, 255],
  ]);
});

test('values outside 0 to 255 are clamped', () => {
  expect(pixels(enlargedPicture({ height: 1, width: 2, channels: 1, pixels: [-5, 300] }, 1))).toEqual([
    [0, 0, 0, 255],
    [255, 255, 255, 255],
  ]);
});

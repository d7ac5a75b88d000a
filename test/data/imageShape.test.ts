import { describe, expect, test } from '@jest/globals';
import { parseImageShape, resolveImageShape } from '../../src/data/imageShape.ts';
import { expectAuditError } from './support.ts';

describe('parseImageShape', () => {
  test.each([
    ['28x28', { height: 28, width: 28, channels: 1, layout: 'channels-last' }],
    ['32x40x3', { height: 32, width: 40, channels: 3, layout: 'channels-last' }],
    ['3x32x40', { height: 32, width: 40, channels: 3, layout: 'channels-first' }],
    ['4X5X1', { height: 4, width: 5, channels: 1, layout: 'channels-last' }],
    ['3x3x3', { height: 3, width: 3, channels: 3, layout: 'channels-last' }],
  ])('reads %s', (textOfShape, shape) => {
    expect(parseImageShape(textOfShape)).toEqual(shape);
  });
  test.each(['', '28', '0x28', '32x32x2', '1x2x3x4', '-1x2', '2.5x2', 'axb'])('refuses "%s"', (textOfShape) =>
    expectAuditError(() => parseImageShape(textOfShape), 'OPTION_INVALID', `Got "${textOfShape}"`),
  );
});

describe('resolveImageShape', () => {
  test('two or three axes alone are never images', () => {
    expect(resolveImageShape([10, 784], undefined)).toBeUndefined();
    expect(resolveImageShape([10, 28, 28], undefined)).toBeUndefined();
    expect(resolveImageShape([10, 2, 2, 2, 3], undefined)).toBeUndefined();
  });
  test('four axes are images with the channels on the axis of 1, 3 or 4; the last wins', () => {
    expect(resolveImageShape([10, 5, 6, 3], undefined)).toEqual({ height: 5, width: 6, channels: 3, layout: 'channels-last' });
    expect(resolveImageShape([10, 4, 5, 6], undefined)).toEqual({ height: 5, width: 6, channels: 4, layout: 'channels-first' });
    expect(resolveImageShape([10, 3, 5, 1], undefined)).toEqual({ height: 3, width: 5, channels: 1, layout: 'channels-last' });
  });
  test('four axes without such an axis are refused', () =>
    expectAuditError(() => resolveImageShape([10, 5, 6, 2], undefined), 'SHAPE_MISMATCH', 'Got shape [10, 5, 6, 2]'));
  test('the caller decides for fewer axes, and flat rows count as channels-last unless said otherwise', () => {
    const option = { height: 4, width: 2, channels: 3 };
    expect(resolveImageShape([10, 24], option)).toEqual({ ...option, layout: 'channels-last' });
    expect(resolveImageShape([10, 24], { ...option, layout: 'channels-first' })).toEqual({ ...option, layout: 'channels-first' });
  });
  test('the axes decide the layout of four', () => {
    const option = { height: 4, width: 2, channels: 3 };
    expect(resolveImageShape([10, 3, 4, 2], { ...option, layout: 'channels-last' })?.layout).toBe('channels-first');
    expect(resolveImageShape([10, 4, 2, 3], option)?.layout).toBe('channels-last');
  });
  test('a shape that does not fit is refused with both counts', () =>
    expectAuditError(
      () => resolveImageShape([10, 784], { height: 32, width: 32, channels: 3 }),
      'SHAPE_MISMATCH',
      'images of 32 × 32 pixels with 3 channels (3072 values). Got records of shape [784] (784 values)',
    ));
  test('four axes in another order are refused although their product fits', () =>
    expectAuditError(
      () => resolveImageShape([10, 2, 4, 3], { height: 4, width: 2, channels: 3 }),
      'SHAPE_MISMATCH',
      '[2, 4, 3]',
    ));
  test('sizes that are not positive whole numbers are refused', () =>
    expectAuditError(() => resolveImageShape([10, 4], { height: 0, width: 4, channels: 1 }), 'OPTION_INVALID', '0 × 4 × 1'));
});

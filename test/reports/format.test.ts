import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NumberFormat } from '../../reports/figures/figure.ts';
import { besideLimit, formatNumber, groupThousands, superscript } from '../../reports/format.ts';

const rows = (format: NumberFormat, table: readonly (readonly [number | null, string])[]) =>
  test.each(table)(`${format}: %p is written %p`, (value, text) => {
    expect(formatNumber(value, format)).toBe(text);
  });

describe('formatNumber', () => {
  rows('percent', [
    [0, '0%'],
    [1, '100%'],
    [0.5, '50.0%'],
    [0.1, '10.0%'],
    [0.123, '12.3%'],
    [0.999, '99.9%'],
    [0.99949, '99.9%'],
    [0.9995, '>99.9%'],
    [0.99999, '>99.9%'],
    [0.01, '1.0%'],
    [0.0099, '0.99%'],
    [0.001, '0.10%'],
    [0.00123, '0.12%'],
    [0.00018, '0.018%'],
    [1e-5, '0.0010%'],
    [9.5e-7, '0.000095%'],
    [9.4e-7, '<0.0001%'],
    [1e-12, '<0.0001%'],
    [12.5, '1,250.0%'],
    [1e19, '1.00×10²¹%'],
    [-0.123, '−12.3%'],
    [-0.99999, '<−99.9%'],
    [null, '–'],
    [Number.NaN, '–'],
  ]);

  rows('number', [
    [0, '0'],
    [1, '1'],
    [0.5, '0.5'],
    [0.1, '0.1'],
    [0.02134, '0.0213'],
    [1.2345, '1.23'],
    [12.345, '12.3'],
    [999.4, '999'],
    [999.5, '1,000'],
    [1234, '1,234'],
    [12345.6, '12,346'],
    [999_999.4, '999,999'],
    [1_234_567, '1.23×10⁶'],
    [0.00012345, '0.000123'],
    [0.0001, '0.0001'],
    [0.000099996, '0.000100'],
    [0.0000999, '9.99×10⁻⁵'],
    [1e-5, '1×10⁻⁵'],
    [1.2345e-7, '1.23×10⁻⁷'],
    [-0.5, '−0.5'],
    [-1.2345e-9, '−1.23×10⁻⁹'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [null, '–'],
  ]);

  rows('integer', [
    [0, '0'],
    [-0.2, '0'],
    [2000, '2,000'],
    [1_234_567.6, '1,234,568'],
    [-12345, '−12,345'],
    [4e20, '4.00×10²⁰'],
    [null, '–'],
  ]);

  rows('scientific', [
    [0, '0'],
    [1, '1.00'],
    [12345, '1.23×10⁴'],
    [1.5e-10, '1.50×10⁻¹⁰'],
    [-3e-7, '−3.00×10⁻⁷'],
  ]);

  rows('cosine', [
    [0, '0'],
    [0.9987, '0.9987'],
    [0.99994, '0.9999'],
    [0.99996, '>0.9999'],
    [1, '1'],
    [-0.99996, '<−0.9999'],
    [-0.25, '−0.2500'],
    [-1, '−1'],
    [0.000_01, '0'],
  ]);

  test('a percentage short of 100% or above 0% is never rounded to it', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: 1 - Number.EPSILON, noNaN: true }), (fraction) => {
        expect(['0%', '0.0%', '100%', '100.0%']).not.toContain(formatNumber(fraction, 'percent'));
      }),
    );
  });

  test('a number that reads as an ordinary decimal is within half a unit of its third digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e6, noNaN: true }), (value) => {
        const text = formatNumber(value, 'number').replace(/,/g, '');
        if (text.includes('×')) return;
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.00501 * value);
      }),
    );
  });

  test('no text holds a line break, a space or an ASCII exponent', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom('number', 'percent', 'integer', 'scientific'), (value, format) => {
        expect(formatNumber(value, format as NumberFormat)).toMatch(/^[^\s]+$/);
        expect(formatNumber(value, format as NumberFormat)).not.toContain('e');
      }),
    );
  });
});

test('superscript writes signs and digits as raised characters', () => {
  expect(superscript(-1024)).toBe('⁻¹⁰²⁴');
});

test('groupThousands leaves the decimals alone', () => {
  expect(groupThousands('1234567.12345')).toBe('1,234,567.12345');
  expect(groupThousands('123')).toBe('123');
});

describe('besideLimit', () => {
  test.each([
    [0.92816, 0.7, '0.928'],
    [0.900_01, 0.9, '0.90001'],
    [0.899_99, 0.9, '0.9'],
    [0.99997, 0.9, '0.99997'],
    [1, 0.9, '1'],
    [12_345.6, 3, '12300'],
    [0.1 + 0.2, 0.3, '0.30000000000000004'],
    [0, 0, '0'],
  ])('%p beside %p is written %p', (value, limit, text) => {
    expect(besideLimit(value, limit)).toBe(text);
  });

  test('stands on its own side of the limit, always', () => {
    const number = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, (value, limit) => {
        expect(Number(besideLimit(value, limit)) > limit).toBe(value > limit);
      }),
    );
  });
});

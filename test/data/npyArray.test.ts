import { constants } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createByteReader } from '../../src/data/byteReader.ts';
import type { NumericArray } from '../../src/data/dataset.ts';
import { availableMemory } from '../../src/data/memory.ts';
import { readNpyArray } from '../../src/data/npyArray.ts';
import { type ArrayToWrite, npyPieces } from '../../src/data/npyEncode.ts';
import { openNpz } from '../../src/data/npz.ts';
import { expectAuditError, npyBytes } from './support.ts';

const golden = (name: string): string => fileURLToPath(new URL(`../golden/data/${name}`, import.meta.url));
const expected = JSON.parse(readFileSync(golden('expected.json'), 'utf8')).arrays as Record<
  string,
  { shape: number[]; values: (number | string)[] }
>;

const readBytes = (bytes: Buffer, size = bytes.length) => readNpyArray(createByteReader([bytes]), 'array "x"', size);

describe('arrays written by NumPy', () => {
  for (const file of ['stored.npz', 'compressed.npz']) {
    test(`every type, byte order and memory layout of ${file} is read as NumPy lists it`, async () => {
      const archive = await openNpz(golden(file));
      try {
        expect([...archive.names].sort()).toEqual(Object.keys(expected).sort());
        for (const name of archive.names) {
          const { shape, values } = await archive.read(name);
          const wanted = expected[name];
          expect({ name, shape, values: [...values] }).toEqual({ name, ...wanted });
        }
      } finally {
        archive.close();
      }
    });
  }

  for (const version of [1, 2, 3]) {
    test(`format version ${version} is read`, async () => {
      const { values } = await readBytes(readFileSync(golden(`version${version}.npy`)));
      expect([...values]).toEqual(expected.f8_little_C_2d?.values);
    });
  }

  const refused: [string, 'DTYPE_UNSUPPORTED', string][] = [
    ['complex128', 'DTYPE_UNSUPPORTED', 'complex numbers (<c16)'],
    ['longdouble', 'DTYPE_UNSUPPORTED', '-bit floats'],
    ['object', 'DTYPE_UNSUPPORTED', 'Python objects (pickled, which can run code when loaded)'],
    ['structured', 'DTYPE_UNSUPPORTED', 'the structured type [["a","<i4"],["b","<f8"]]'],
    ['datetime', 'DTYPE_UNSUPPORTED', 'dates or durations (<M8[D])'],
    ['too_wide', 'DTYPE_UNSUPPORTED', '9007199254740992 in array "too_wide", row 1, column 1'],
    ['too_wide_unsigned', 'DTYPE_UNSUPPORTED', 'in array "too_wide_unsigned", row 0, column 1'],
  ];
  test.each(refused)('%s arrays are refused with the reason', async (name, code, text) => {
    const archive = await openNpz(golden('refused.npz'));
    try {
      await expectAuditError(() => archive.read(name), code, text);
    } finally {
      archive.close();
    }
  });
});

describe('a file that does not hold what its header says', () => {
  const data = new Uint8Array(16);
  const f8 = { descr: '<f8', shape: '(2,)' };

  test('is read when both agree', async () => {
    expect([...(await readBytes(npyBytes(f8, data))).values]).toEqual([0, 0]);
  });
  test('and promises more is refused before memory is taken', async () => {
    const shape = '(1000000, 1000000)';
    await expectAuditError(
      () => readBytes(npyBytes({ descr: '<f8', shape }, data)),
      'CONTAINER_INVALID',
      'Expected array "x" of shape [1000000, 1000000] and type <f8 to hold 8000000000000 bytes of values. Got 16.',
    );
  });
  test('and promises a product beyond all integers is refused', async () => {
    const shape = `(${Array(40).fill('999999999').join(', ')})`;
    await expectAuditError(() => readBytes(npyBytes({ descr: '<f8', shape }, data)), 'CONTAINER_INVALID', 'Got 16');
  });
  test('and promises less is refused', async () => {
    await expectAuditError(() => readBytes(npyBytes({ descr: '<f8', shape: '(1,)' }, data)), 'CONTAINER_INVALID', 'Got 16');
  });
  test('is refused for its memory when even the file system claims that size', async () => {
    const header = npyBytes({ descr: '|u1', shape: '(1000000000000,)' }, new Uint8Array(0));
    await expectAuditError(
      () => readBytes(header, header.length + 10 ** 12),
      'CONTAINER_TOO_LARGE',
      'Expected array "x" of shape [1000000000000] to fit into the available memory',
      'Got 1 TB',
    );
  });
  test('is refused for the second array that Fortran order needs', async () => {
    const count = Math.floor(0.7 * availableMemory());
    const header = npyBytes({ descr: '|u1', shape: `(1, ${count})`, fortran: true }, new Uint8Array(0));
    await expectAuditError(() => readBytes(header, header.length + count), 'CONTAINER_TOO_LARGE');
  });
  test('is refused for the second array that half floats need', async () => {
    const count = Math.floor(0.2 * availableMemory());
    const header = npyBytes({ descr: '<f2', shape: `(${count},)` }, new Uint8Array(0));
    await expectAuditError(() => readBytes(header, header.length + 2 * count), 'CONTAINER_TOO_LARGE');
  });
  // Later versions of Node.js make arrays of any length that memory allows.
  (constants.MAX_LENGTH <= 2 ** 32 ? test : test.skip)('is refused for more values than one array holds', async () => {
    const count = constants.MAX_LENGTH + 1;
    const header = npyBytes({ descr: '|u1', shape: `(${count},)` }, new Uint8Array(0));
    await expectAuditError(() => readBytes(header, header.length + count), 'CONTAINER_TOO_LARGE');
  });
  test('and ends early although the file system says otherwise is refused', async () => {
    const bytes = npyBytes(f8, data);
    await expectAuditError(() => readBytes(bytes.subarray(0, -3), bytes.length), 'CONTAINER_INVALID', 'Got 13');
  });
  test('and goes on although the file system says otherwise is refused', async () => {
    const bytes = npyBytes(f8, new Uint8Array(24));
    await expectAuditError(() => readBytes(bytes, bytes.length - 8), 'CONTAINER_INVALID', 'Got more');
  });
});

describe('a header that is damaged or hostile', () => {
  const none = new Uint8Array(0);
  const withHeader = (header: string) => () => readBytes(npyBytes({ descr: '', shape: '', header }, none));

  test.each([
    ['is cut', '{"descr": "<f8", '],
    ['is no dictionary', '42'],
    ['holds code', "{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (1,)}"],
    ['goes on after its end', "{'descr': '<f8', 'fortran_order': False, 'shape': (0,)} + 1"],
    ['has a negative size', "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}"],
    ['has a size of 17 digits', "{'descr': '<f8', 'fortran_order': False, 'shape': (12345678901234567,)}"],
    ['has text as a size', "{'descr': '<f8', 'fortran_order': False, 'shape': ('1',)}"],
    ['lacks the order', "{'descr': '<f8', 'shape': (1,)}"],
  ])('and %s is refused', async (_, header) => {
    await expectAuditError(withHeader(header), 'CONTAINER_INVALID', 'a header that is not understood');
  });

  test('and nests brackets deep enough to exhaust a stack is refused', async () => {
    const bytes = npyBytes({ descr: '', shape: '', header: '('.repeat(60_000), version: 2 }, none);
    await expectAuditError(() => readBytes(bytes), 'CONTAINER_INVALID', 'a header that is not understood');
  });
  test('and has more axes than NumPy is refused', async () => {
    const ones = (count: number) => npyBytes({ descr: '|u1', shape: `(${'1, '.repeat(count)})` }, new Uint8Array(1));
    expect((await readBytes(ones(64))).shape).toHaveLength(64);
    await expectAuditError(() => readBytes(ones(65)), 'CONTAINER_INVALID', 'Got 65 axes');
  });
  test('is read with Python 2 longs and keys in any order', async () => {
    const header = "{'shape': (1L, 2L), 'fortran_order': False, 'descr': '|i1'}";
    const { shape, values } = await readBytes(npyBytes({ descr: '', shape: '', header }, new Uint8Array([255, 1])));
    expect({ shape, values: [...values] }).toEqual({ shape: [1, 2], values: [-1, 1] });
  });
  test('and claims a header of gigabytes is refused before reading it', async () => {
    const bytes = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0xff, 0xff, 0xff, 0xff]);
    await expectAuditError(() => readBytes(bytes), 'CONTAINER_INVALID', 'a header of 4294967295 bytes');
  });
  test.each([
    ['no signature', Buffer.from('hello, world'), 'no NumPy signature'],
    ['a version of the future', Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 4, 0, 1, 0, 10]), 'format version 4.0'],
    ['an end within the length', Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]), 'ends within the header'],
    ['an end within the header', Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 9, 0, 1]), 'ends within the header'],
  ])('and has %s is refused', async (_, bytes, text) => {
    await expectAuditError(() => readBytes(bytes), 'CONTAINER_INVALID', text);
  });
  test('and holds text of width 0, which no byte count bounds, is refused', async () => {
    await expectAuditError(
      () => readBytes(npyBytes({ descr: '<U0', shape: '(100000000000,)' }, none)),
      'DTYPE_UNSUPPORTED',
      '<U0',
    );
  });
  test('and a name with terminal controls shows them as plain text', async () => {
    const header = "{'descr': '<x\u001b[31m', 'fortran_order': False, 'shape': (1,)}";
    const error = await expectAuditError(withHeader(header), 'DTYPE_UNSUPPORTED', '\\u001b[31m');
    expect(error.message).not.toContain('\u001b');
  });
  test('and a code point beyond Unicode is refused', async () => {
    const bytes = npyBytes({ descr: '<U1', shape: '(1,)' }, new Uint8Array([0, 0, 0x11, 0]));
    await expectAuditError(() => readBytes(bytes), 'CONTAINER_INVALID', 'the code point 110000');
  });
});

test('a 16-bit float keeps zero, subnormal, infinite and undefined values', async () => {
  const halves = Uint16Array.of(0x0000, 0x8000, 0x0001, 0x03ff, 0x3c00, 0x7bff, 0x7c00, 0xfc00, 0x7e00);
  const { values } = await readBytes(npyBytes({ descr: '<f2', shape: '(9,)' }, new Uint8Array(halves.buffer)));
  expect([...values]).toEqual([0, -0, 2 ** -24, 1023 * 2 ** -24, 1, 65504, Infinity, -Infinity, Number.NaN]);
});

test('64-bit integers are read beyond the first million, and one that is too wide is found there', async () => {
  const count = 2 ** 20 + 3;
  const values = new BigInt64Array(count);
  values[count - 2] = -5n;
  values[count - 1] = 2n ** 52n + 1n;
  const bytes = () => npyBytes({ descr: '<i8', shape: `(${count},)` }, new Uint8Array(values.buffer));
  expect([...(await readBytes(bytes())).values.slice(-3)]).toEqual([0, -5, 2 ** 52 + 1]);
  values[count - 2] = -(2n ** 53n);
  await expectAuditError(() => readBytes(bytes()), 'DTYPE_UNSUPPORTED', `-9007199254740992 in array "x", row ${count - 2}.`);
});

describe('npyPieces', () => {
  const constructors = [Float64Array, Float32Array, Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array];
  const arbitraryArray = fc
    .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }), fc.nat({ max: constructors.length - 1 }))
    .chain(([shape, type]) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const Constructor = constructors[type] as Float64ArrayConstructor;
      return fc
        .array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: count, maxLength: count })
        .map((values) => ({ shape, values: Constructor.from(values) as NumericArray }));
    });

  test('numbers of any type and shape come back as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryArray, async ({ shape, values }) => {
        const array = await readBytes(Buffer.concat([...npyPieces({ shape, values })]));
        expect(array).toEqual({ kind: 'numbers', shape, values });
      }),
    );
  });
  test('text comes back as it was written, but for zeros at its end', async () => {
    const text = fc.string({ unit: 'binary' }).map((s) => s.replace(/\0+$/, ''));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async (values) => {
        const array = await readBytes(Buffer.concat([...npyPieces({ shape: [values.length], values })]));
        expect(array).toEqual({ kind: 'text', shape: [values.length], values });
      }),
    );
  });
  test('the header is byte for byte the one NumPy writes', () => {
    const array = expected.f8_little_C_2d as { shape: number[]; values: number[] };
    const bytes = Buffer.concat([...npyPieces({ shape: array.shape, values: Float64Array.from(array.values) })]);
    expect(bytes.equals(readFileSync(golden('version1.npy')))).toBe(true);
  });
  test('one size is written as a Python tuple', () => {
    const bytes = Buffer.concat([...npyPieces({ shape: [3], values: Uint8Array.of(1, 2, 3) })]);
    expect(bytes.toString('latin1')).toContain("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }");
  });
  test('a shape that does not hold the values is refused', async () => {
    await expectAuditError(
      () => [...npyPieces({ shape: [2, 2], values: new Uint8Array(3) })],
      'SHAPE_MISMATCH',
      'Expected the array to have a shape that holds its 3 values. Got shape [2, 2] of 4.',
    );
    const shapeless = { values: new Uint8Array(3) } as unknown as ArrayToWrite;
    await expectAuditError(() => [...npyPieces(shapeless)], 'SHAPE_MISMATCH', 'Got none');
  });
  test.each<[string, unknown]>([
    ['Uint8ClampedArray', Uint8ClampedArray.of(1, 255, 3)],
    ['BigInt64Array', BigInt64Array.of(1n, 2n, 3n)],
    ['Array', [1, 2, 3]],
    ['Array', ['a', 'b', 3]],
    ['undefined', undefined],
  ])('values of another kind (%s) are refused, which would be written as something else', (name, values) =>
    expectAuditError(
      () => [...npyPieces({ shape: [3], values } as ArrayToWrite)],
      'DTYPE_UNSUPPORTED',
      `the values of the array to be a typed array (integers up to 32 bits, or floats) or a list of text. Got ${name}`,
    ),
  );
});

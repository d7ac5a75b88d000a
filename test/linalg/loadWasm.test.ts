import { expect, test } from '@jest/globals';
import { wasmBuild } from '../../src/linalg/tileKernel/loadWasm.ts';

test('runtimes that know relaxed SIMD, Node.js 22 and newer, take the build with fused multiply-add', () => {
  const major = Number(process.versions.node.split('.')[0]);
  expect(wasmBuild()).toBe(major >= 22 ? 'relaxed-simd' : 'simd');
});

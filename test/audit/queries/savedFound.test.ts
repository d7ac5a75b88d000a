import { describe, expect, test } from '@jest/globals';
import type { Found } from '../../../src/audit/queries/found.ts';
import { foundFormat } from '../../../src/audit/queries/savedFound.ts';

const found = (position: number): Found => ({
  positions: [position],
  point: Float64Array.of(0.1, -1 / 3, 5e-324, -0),
  leakage: { kl: 0.1 + 0.2, meanDistance: 1e-300, auc: 0.75 },
  ownKl: 2 / 3,
  ownMeanDistance: 0,
  gradientNorm: 1e-9,
  gradientNormAtRecord: null,
  starts: [
    { from: 'uniform', status: 'converged', value: -1e-17, iterations: 3, evaluations: 4, kl: 0.3, cosineToRecord: 0.5 },
    {
      from: 'row 1 of a.npy',
      status: 'failed',
      reason: 'none',
      value: Number.NEGATIVE_INFINITY,
      iterations: 0,
      evaluations: 1,
      kl: null,
      cosineToRecord: null,
    },
  ],
  best: 0,
  trace: [0.1, 0.3],
  steps: [{ iteration: 2, point: Float64Array.of(1, 2, 3, Math.PI) }],
});
const format = foundFormat({ groups: [[4], [7], [1]], values: 4 });
const text = format.encode([found(4), found(7)]);
type Change = (wave: Record<string, unknown>[]) => void;

describe('finished searches', () => {
  test('read back the same to the last bit, from any place in memory', () => {
    const shifted = { ...found(4), point: new Float64Array([9, ...found(4).point]).subarray(1) };
    expect(format.decode(format.encode([shifted, found(7)]), [])).toEqual([found(4), found(7)]);
    const [one] = format.decode(text, []) as readonly Found[];
    expect(Object.is(one?.point[3], -0)).toBe(true);
  });

  test('are those of the groups that come next, or are not used', () => {
    expect(format.decode(text, [])).toHaveLength(2);
    expect(format.decode(text, [[found(4)]])).toBeUndefined();
    expect(format.decode(format.encode([found(1)]), [[found(4), found(7)]])).toEqual([found(1)]);
    expect(format.decode(format.encode([found(2)]), [[found(4), found(7)]])).toBeUndefined();
    expect(format.decode(format.encode([found(1), found(1)]), [[found(4), found(7)]])).toBeUndefined();
  });

  test('are not used where a field is missing, wrong or unknown', () => {
    const changes: Record<string, Change> = {
      'no searches': (wave) => void wave.splice(0),
      'a point of another length': ([one]) => void Object.assign(one as object, { point: Buffer.alloc(24).toString('base64') }),
      'a point that is not finite': ([one]) =>
        void Object.assign(one as object, { point: Buffer.from(Float64Array.of(1, 2, 3, Number.NaN).buffer).toString('base64') }),
      'a point that is text': ([one]) => void Object.assign(one as object, { point: '!' }),
      'no start': ([one]) => void Object.assign(one as object, { starts: [] }),
      'a best start that is none': ([one]) => void Object.assign(one as object, { best: 2 }),
      'a best start that failed': ([one]) => void Object.assign(one as object, { best: 1 }),
      'half a start': ([one]) => void Object.assign(one as object, { best: 0.5 }),
      'a negative divergence': ([one]) => void Object.assign(one as object, { ownKl: -1 }),
      'a word for a number': ([one]) => void Object.assign(one as object, { gradientNorm: 'Infinity' }),
      'a key too many': ([one]) => void Object.assign(one as object, { more: 1 }),
      'a key too few': ([one]) => void Reflect.deleteProperty(one as object, 'trace'),
    };
    for (const [name, change] of Object.entries(changes)) {
      const wave = JSON.parse(text);
      change(wave);
      expect({ name, used: format.decode(JSON.stringify(wave), []) }).toEqual({ name, used: undefined });
    }
  });
});

// Runs before every test file. The library prints nothing, so a console call during a test is a failure. Property tests draw the same
// cases on every run; FAST_CHECK_SEED=<number> draws others.

import { afterEach, expect, jest } from '@jest/globals';
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_123) });

const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((level) =>
  jest.spyOn(console, level).mockImplementation(() => {}),
);

afterEach(() => {
  const calls = spies.flatMap((spy) => spy.mock.calls);
  for (const spy of spies) spy.mockClear();
  expect(calls).toEqual([]);
});

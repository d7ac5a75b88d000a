// Runs before every test file: the library prints nothing, so a console call during a test is a failure.

import { afterEach, expect, jest } from '@jest/globals';

const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((level) =>
  jest.spyOn(console, level).mockImplementation(() => {}),
);

afterEach(() => {
  const calls = spies.flatMap((spy) => spy.mock.calls);
  for (const spy of spies) spy.mockClear();
  expect(calls).toEqual([]);
});

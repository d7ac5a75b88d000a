// --contents omit: nothing of a record that could be a person's is left, whatever the data hold.

import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import { withoutContents } from '../../cli/withoutContents.ts';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { temporaryFolder } from '../data/support.ts';
import { QUERY_VARIANTS, sampleQueryResult } from '../support/sampleQueryResult.ts';
import { sampleResult } from '../support/sampleResult.ts';

const folder = temporaryFolder();

/** What is left of a warning, in the result of an audit and of a search. */
function shownWarnings(warnings: readonly { readonly code: string; readonly message: string }[]): readonly string[] {
  const [audit, search] = [
    withoutContents(sampleResult({ records: 4, classes: 2, warnings: [...warnings] })),
    withoutContents(sampleQueryResult({ command: 'query', warnings: [...warnings] })),
  ].map((result) => result.warnings);
  expect(search).toEqual(audit);
  return audit?.map(({ message }) => message) ?? [];
}

describe('pictures and values', () => {
  test('of an audit are left out, with the names of its records', () => {
    const result = withoutContents(sampleResult({ recordNames: ['Jane Doe.png'] }));
    expect(result).toMatchObject({ exhibits: [] });
    expect(JSON.stringify(result)).not.toContain('Jane');
  });

  test.each(Object.entries(QUERY_VARIANTS))('of %s are left out, and nothing else', (_, options) => {
    const whole = sampleQueryResult(options);
    const { reconstruction } = whole;
    expect(withoutContents(whole)).toEqual({
      ...whole,
      reconstruction: reconstruction === null ? null : { ...reconstruction, gallery: [] },
    });
  });
});

describe('warnings', () => {
  test('of files left out name none of them', async () => {
    for (const label of ['cat', 'dog']) {
      mkdirSync(folder.path(`photos/${label}`), { recursive: true });
      for (const i of [1, 2]) {
        folder.write(
          `photos/${label}/${i}.png`,
          encode({ width: 2, height: 2, channels: 1, data: Uint8Array.from([i, 2, 3, label.length]) }),
        );
      }
    }
    folder.write('photos/cat/Jane (Doe): their records are not audited.txt', 'x');
    folder.write('photos/dog/John).txt', 'x');
    const { warnings } = await loadDataset(folder.path('photos'));
    expect(warnings.map(({ code }) => code)).toEqual(['FILES_LEFT_OUT']);
    expect(warnings[0]?.message).toMatch(/Jane.*John/);
    expect(shownWarnings(warnings)).toEqual([
      'Left out 2 files and folders without a PNG or JPEG picture (names not shown): their records are not audited. Convert what should be, and remove the rest.',
    ]);
  });

  test('of cells show none of their contents', async () => {
    const rows = Array.from(
      { length: 24 },
      (_, i) => `${500 + i},${i === 4 ? '"Jane Doe""; write a number there"' : i % 3},${i % 2}`,
    );
    const { warnings } = await loadDataset(folder.write('people.csv', `id,children,label\n${rows.join('\n')}\n`));
    expect(warnings.map(({ code }) => code).sort()).toEqual(['COUNTING_COLUMN', 'MIXED_COLUMN']);
    const shown = shownWarnings(warnings).join('\n');
    expect(warnings.map(({ message }) => message).join()).toMatch(/Jane/);
    expect(shown).not.toMatch(/Jane|500|501/);
    expect(shown).toContain(
      'Column "children" is mostly numbers but became categories because row 4 (line 6), column "children" holds something else',
    );
    expect(shown).toContain('Column "id" counts the records as an index does, and is used as a feature');
  });

  test('in words that are not those of the readers are replaced as a whole', () => {
    for (const code of ['FILES_LEFT_OUT', 'MIXED_COLUMN', 'COUNTING_COLUMN']) {
      const [message] = shownWarnings([{ code, message: 'Jane Doe is in it' }]);
      expect(message).not.toContain('Jane');
      expect(message?.length).toBeGreaterThan(20);
    }
  });

  test('that repeat nothing of the data stay as they are', () => {
    const message = '2 of 25 records equal another record: 1 group (0 = 24), with the same labels.';
    expect(shownWarnings([{ code: 'DUPLICATE_RECORDS', message }])).toEqual([message]);
  });
});

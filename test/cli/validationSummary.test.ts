import { expect, test } from '@jest/globals';
import { summaryLines } from '../../cli/summary.ts';
import { withoutContents } from '../../cli/withoutContents.ts';
import { sampleValidation, VALIDATION_VARIANTS } from '../support/sampleValidation.ts';

const none = { files: [], ofBefore: [] };
const lines = (name: string) => summaryLines(sampleValidation(VALIDATION_VARIANTS[name]), none);

test('the summary says the agreement first, then what stands beside it', () => {
  expect(lines('strong agreement')).toEqual([
    'digits: LOOD ranks the records as the trained networks do',
    'agreement of AUC (Spearman): 0.90 (95% interval 0.82 to 0.95), over 40 records',
    'best of the other methods: 0.77 (95% interval 0.60 to 0.87), TracIn',
    'noise ceiling: 0.93 at best with so many networks',
    'AUC: median 0.634 by LOOD, 0.641 on networks; 40 of 40 within the 95% interval',
    '2,050 networks trained, right about 91.0% of the records when left out',
  ]);
});

test('it is honest about little, and about nothing to say', () => {
  expect(lines('moderate agreement')[0]).toContain('roughly');
  expect(lines('no agreement')[0]).toContain('says little about the order');
  expect(lines('three records').slice(0, 2)).toEqual([
    'digits: whether LOOD ranks the records as the trained networks do is undecided',
    'a correlation takes 5 records at least, and here are 3',
  ]);
  expect(lines('half-splits').join('\n')).not.toContain('other methods');
});

test.each(Object.entries(VALIDATION_VARIANTS))('%s: lines without control characters, warnings first', (name, options) => {
  const said = lines(name);
  for (const line of said) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]|undefined|NaN/u);
  expect(said.findLastIndex((line) => line.startsWith('warning: '))).toBe((options.warnings?.length ?? 0) - 1);
});

test('a validation without contents is whole, but for warnings that repeat the data', () => {
  const result = sampleValidation({
    warnings: [
      {
        code: 'FILES_LEFT_OUT',
        message: 'Left out 1 file or folder without a PNG or JPEG picture (cat/Jane Doe.txt): their records are not audited. X.',
      },
    ],
  });
  const shown = withoutContents(result);
  expect(JSON.stringify(shown)).not.toContain('Jane');
  expect({ ...shown, warnings: result.warnings }).toEqual(result);
});

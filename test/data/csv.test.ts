import { describe, expect, test } from '@jest/globals';
import { surveyColumn } from '../../src/data/csvColumns.ts';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { expectAuditError, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const load = (text: string | Uint8Array, labelColumn?: string | number, name = 'table.csv') =>
  loadDataset(folder.write(name, text), { labelColumn });

describe('loadDataset with a table', () => {
  test('keeps numbers and turns text into one place per category, sorted', async () => {
    const dataset = await load('age,city,label\n31,Ulm,yes\n40.5,Bonn,no\n-2e1,Ulm,no\n');
    expect(dataset).toMatchObject({
      name: 'table.csv',
      format: 'csv',
      records: 3,
      dimensions: 3,
      classes: [
        { label: 'no', name: 'no' },
        { label: 'yes', name: 'yes' },
      ],
      columns: [
        { kind: 'numeric', name: 'age', start: 0 },
        { kind: 'category', name: 'city', start: 1, categories: ['Bonn', 'Ulm'] },
      ],
      warnings: [],
    });
    expect([...dataset.values]).toEqual([31, 0, 1, 40.5, 1, 0, -20, 0, 1]);
    expect([...dataset.labels]).toEqual([1, 0, 0]);
  });
  test('takes the label column by name, by position, and by the name "label" when none is given', async () => {
    const table = 'y,a,label\n1,2,x\n0,3,z\n1,4,x\n';
    const byDefault = await load(table);
    const byName = await load(table, 'y');
    const byPosition = await load(table, '0');
    expect([...byName.values]).toEqual([2, 1, 0, 3, 0, 1, 4, 1, 0]);
    expect(byDefault.classes.map(({ label }) => label)).toEqual(['x', 'z']);
    expect(byName.classes.map(({ label }) => label)).toEqual(['0', '1']);
    expect({ ...byPosition, labels: [...byPosition.labels] }).toEqual({ ...byName, labels: [...byName.labels] });
    expect(byName.columns?.map(({ name }) => name)).toEqual(['a', 'label']);
  });
  test('prefers a column whose name is a number to a position', async () => {
    const dataset = await load('a,b,1\n5,0.5,7\n6,0.6,8\n5,0.7,8\n', '1');
    expect(dataset.classes.map(({ label }) => label)).toEqual(['7', '8']);
  });
  test('understands a byte-order mark, CRLF, blank lines, spaces around cells and quoted line breaks', async () => {
    const dataset = await load('\ufeff"a", "b ""x""", label\r\n\r\n1,"two\r\nlines", p\r\n 2 ,plain,q\r\n3,plain,p\r\n');
    expect(dataset.columns?.map(({ name }) => name)).toEqual(['a', 'b "x"']);
    expect(dataset.columns?.[1]).toMatchObject({ categories: ['plain', 'two\r\nlines'] });
    expect([...dataset.values]).toEqual([1, 0, 1, 2, 1, 0, 3, 1, 0]);
  });
  test('separates the cells of a .tsv file by tabs', async () => {
    const dataset = await load('a,1\tlabel\n2\tx\n3\ty\n2\tx\n', undefined, 'table.tsv');
    expect(dataset.columns?.map(({ name }) => name)).toEqual(['a,1']);
  });
  test('reads labels written as 1.0 as whole numbers, but keeps leading zeros as names', async () => {
    expect((await load('a,label\n1,1.0\n2,0.0\n3,1.0\n')).classes.map(({ label }) => label)).toEqual(['0', '1']);
    expect((await load('a,label\n1,007\n2,001\n3,007\n')).classes.map(({ label }) => label)).toEqual(['001', '007']);
  });
  test('accepts column names that count the columns', async () => {
    expect((await load('0,1,2\n5,6,0\n7,8,1\n9,8,1\n', 2)).dimensions).toBe(2);
  });
  test('is an image set when the caller says so', async () => {
    const options = { labelColumn: 'label', imageShape: { height: 1, width: 2, channels: 1 } };
    const dataset = await loadDataset(folder.write('pixels.csv', 'label,p0,p1\n0,1,2\n1,3,4\n0,5,6\n'), options);
    expect(dataset.image).toEqual({ height: 1, width: 2, channels: 1, layout: 'channels-last' });
  });
  test('warns when one cell makes a column of numbers a column of categories', async () => {
    const dataset = await load('a,label\n1,x\n2,y\n3,x\n?,y\n');
    expect(dataset.warnings).toEqual([
      {
        code: 'MIXED_COLUMN',
        message: expect.stringContaining(
          'Column "a" is mostly numbers but became categories because row 3 (line 5), column "a" holds "?"',
        ),
      },
    ]);
  });
  test('warns of a column that counts the records, such as the index of a data frame', async () => {
    const table = (count: number, first: number, last = count - 1) =>
      `,a,label\n${Array.from({ length: count }, (_, i) => `${first + (i === count - 1 ? last : i)},${(i * 7) % 5},${i % 2}`).join('\n')}\n`;
    const warnings = async (text: string) => (await load(text)).warnings;
    expect(await warnings(table(20, 0))).toEqual([
      { code: 'COUNTING_COLUMN', message: expect.stringContaining('Column "" counts the records (0, 1, 2, …) as an index does') },
    ]);
    expect(await warnings(table(20, 1))).toHaveLength(1);
    expect(await warnings(table(19, 0))).toEqual([]);
    expect(await warnings(table(20, 0, 20))).toEqual([]);
  });
  test('takes the numbers before the first text of a column for categories too', async () => {
    const dataset = await load('a,b,c,label\n1,x,5,p\n2,y,6,q\n1,x,-,p\nz,y,6,q\n');
    expect(dataset.columns).toEqual([
      { kind: 'category', name: 'a', start: 0, categories: ['1', '2', 'z'] },
      { kind: 'category', name: 'b', start: 3, categories: ['x', 'y'] },
      { kind: 'category', name: 'c', start: 5, categories: ['-', '5', '6'] },
    ]);
    expect([...dataset.values.slice(24)]).toEqual([0, 0, 1, 0, 1, 0, 0, 1]);
  });
  test('holds no text of a column that begins with numbers, so that wide tables of numbers fit into memory', () => {
    const numbers = surveyColumn('a');
    numbers.add('1', 0, 2);
    expect(numbers.lacksCategories()).toBe(false);
    numbers.add('x', 1, 3);
    expect(numbers.lacksCategories()).toBe(true);
    const words = surveyColumn('b');
    words.add('x', 0, 2);
    words.add('1', 1, 3);
    expect(words.lacksCategories()).toBe(false);
  });
  test('reads 100,000 rows, reporting from 0 to all', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i * 0.5},${i % 7},word${i % 11},${i % 2 ? 'yes' : 'no'}`);
    const path = folder.write('large.csv', `a,b,c,label\n${rows.join('\n')}\n`);
    const steps: number[] = [];
    const dataset = await loadDataset(path, { onProgress: ({ done, total }) => steps.push(done / total) });
    expect(dataset.records).toBe(100_000);
    expect(dataset.values[13 * 99_999]).toBe(49_999.5);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(1);
  });
});

describe('loadDataset refuses a table', () => {
  test('with an infinity or NaN among numbers, naming row, line and column', async () => {
    await expectAuditError(
      () => load('a,b,label\n1,1,x\n2,NaN,y\n3,3,x\n'),
      'NOT_FINITE',
      'every value of column "b" to be a finite number. Got "NaN" in row 1 (line 3), column "b"',
    );
    await expectAuditError(() => load('a,label\n1,x\n2,y\n-inf,x\n'), 'NOT_FINITE', '"-inf" in row 2 (line 4)');
    await expectAuditError(() => load('a,label\n1,x\n2,y\n1e999,x\n'), 'NOT_FINITE', '"1e999" in row 2');
    await expectAuditError(() => load('a,label\n1,0\n2,1\n3,nan\n'), 'NOT_FINITE', 'column "label"');
  });
  test('but not for a category that is spelt like a missing number', async () => {
    expect((await load('country,label\nNA,x\nDE,y\nNA,x\n')).columns?.[0]).toMatchObject({ categories: ['DE', 'NA'] });
    expect((await load('answer,label\nnone,x\nNA,y\nnone,x\n')).columns?.[0]).toMatchObject({ categories: ['NA', 'none'] });
  });
  test('with an empty cell, naming row, line and column, after a quoted line break too', async () => {
    await expectAuditError(
      () => load('a,b,label\n1,"two\nlines",x\n2,,y\n'),
      'RECORDS_INVALID',
      'Got an empty cell in row 1 (line 4), column "b"',
    );
    await expectAuditError(() => load('a,label\n1,x\n2, \n'), 'RECORDS_INVALID', 'row 1 (line 3), column "label"');
  });
  test('with a row of another width', async () => {
    await expectAuditError(
      () => load('a,b,label\n1,2,x\n3,y\n'),
      'CONTAINER_INVALID',
      'Expected 3 cells in every row',
      'Got 2 in row 1 (line 3)',
    );
    await expectAuditError(() => load('a,label\n1,x\n3,y,z\n'), 'CONTAINER_INVALID', 'Got 3 in row 1 (line 3)');
  });
  test('with a text column that differs in almost every row, naming it', async () => {
    const rows = (distinct: number, records: number) =>
      `name,label\n${Array.from({ length: records }, (_, i) => `person ${i % distinct},${i % 2}`).join('\n')}\n`;
    await expectAuditError(
      () => load(rows(41, 80)),
      'RECORDS_INVALID',
      'the text column "name" to hold categories that repeat. Got 41 different values in 80 records, for example "person 0"',
      'Try removing the column',
    );
    expect((await load(rows(40, 80))).dimensions).toBe(40);
    expect((await load(rows(20, 20))).dimensions).toBe(20);
    await expectAuditError(
      () => load(rows(1001, 3000)),
      'RECORDS_INVALID',
      'Got more than 1000 different values in 3000 records',
    );
    expect((await load(rows(1000, 3000))).dimensions).toBe(1000);
  });
  test.each([
    ['thousands', '1,000'],
    ['more thousands', '-12,345,678.5'],
    ['apostrophes', "1'000"],
    ['spaces', '1 000'],
    ['narrow spaces', '1\u202f000'],
    ['a decimal comma', '0,5'],
    ['a decimal comma after a thousand', '1000,25'],
    ['points for thousands', '1.000.000'],
    ['both', '1.000,5'],
    ['a percent sign', '12 %'],
    ['a currency', '$5.50'],
    ['a currency behind', '5,50 €'],
  ])('of numbers written with %s, naming the place', async (_, number) => {
    await expectAuditError(
      () => load(`a,b,label\n1,900,x\n2,"${number}",y\n3,900,x\n`),
      'RECORDS_INVALID',
      'Expected the numbers of column "b" to be written like 1234.5. Got "',
      'in row 1 (line 3), column "b"',
    );
  });
  test('but takes for categories what nearly are numbers of a hundred thousand digits, without counting them over and over', async () => {
    const digits = '1'.repeat(100_000);
    const dataset = await load(`a,label\n${digits}x,${digits}y\n${digits}.z,${digits}y\n${digits}e,2\n`);
    expect(dataset.dimensions).toBe(3);
    expect(dataset.classes).toHaveLength(2);
  });
  test.each(['1-2', '10:30', '2020-01-02', '1.2.3', '12,345,6', '12a', '%', '1_0', '$'])(
    'but takes %s for a category',
    async (category) => {
      const dataset = await load(`a,b,label\n1,"${category}",x\n2,c,y\n3,"${category}",x\n`);
      expect(dataset.columns?.[1]).toMatchObject({ categories: [category, 'c'].sort() });
      expect((await load(`b,label\n"${category}",x\n"${category}",y\n"2${category}",x\n`)).dimensions).toBe(2);
    },
  );
  test('but takes written numbers among words for categories', async () => {
    const dataset = await load('income,label\n"1,000",x\nnone given,y\n"1,000",x\n');
    expect(dataset.columns?.[0]).toMatchObject({ categories: ['1,000', 'none given'] });
  });
  test('without a header', () =>
    expectAuditError(
      () => load('1.5,2\n3,4\n', 1),
      'CONTAINER_INVALID',
      'a header row of column names. Got numbers in the first line',
    ));
  test('that is empty', () => expectAuditError(() => load(''), 'CONTAINER_INVALID', 'Got an empty file'));
  test('of a header alone', () => expectAuditError(() => load('a,label\n'), 'RECORDS_INVALID', 'Got 0 records'));
  test('of labels alone', () => expectAuditError(() => load('label\nx\ny\n'), 'RECORDS_INVALID', 'with 0 values'));
  test('whose label column is not there, listing the columns', async () => {
    await expectAuditError(
      () => load('a,b\n1,2\n', 'target'),
      'OPTION_INVALID',
      'Expected the column of labels to be one of a, b, or a position from 0 to 1. Got "target"',
    );
    await expectAuditError(() => load('a,b\n1,2\n'), 'OPTION_INVALID', 'no choice, and no column called "label"');
    await expectAuditError(() => load('a,b\n1,2\n', 2), 'OPTION_INVALID', 'Got "2"');
    const patients = 'Age,Diagnosis\n1,2\n';
    await expectAuditError(() => load(patients, 'diagnos'), 'OPTION_INVALID', 'Try --label-column "Diagnosis"');
    await expectAuditError(() => load('a,Label\n1,2\n'), 'OPTION_INVALID', 'Try --label-column "Label"');
    await expectAuditError(() => load(patients, 'species'), 'OPTION_INVALID', 'Try --label-column with the name');
    await expectAuditError(() => load('a;b;label\n1;2;3\n'), 'OPTION_INVALID', 'commas between the cells instead of semicolons');
  });
  test('whose label column stands twice', () =>
    expectAuditError(() => load('label,label\n1,2\n'), 'OPTION_INVALID', 'Expected one column called "label". Got several'));
  test('of measurements as labels', () =>
    expectAuditError(() => load('a,label\n1,0.25\n2,0.5\n3,1\n'), 'LABELS_INVALID', 'Got 0.25 in row 0'));
  test('with a quotation mark that is never closed', () =>
    expectAuditError(() => load('a,label\n1,"x\n2,y\n'), 'CONTAINER_INVALID', 'a quotation mark that is never closed'));
  test('in UTF-16', () =>
    expectAuditError(
      () => load(Buffer.from('a,label\n1,x\n', 'utf16le')),
      'CONTAINER_INVALID',
      'to be text in UTF-8. Got a zero byte',
    ));
  test.each([
    ['in Latin-1', Buffer.from('city,label\nKöln,x\nMünster,y\n', 'latin1')],
    ['cut within its last character', Buffer.from('city,label\nBonn,x\nUlm,ß').subarray(0, -1)],
  ])('%s, whose letters would all become one', (_, bytes) =>
    expectAuditError(() => load(bytes), 'CONTAINER_INVALID', 'to be text in UTF-8. Got bytes of another encoding'),
  );
  test('and shows hostile column names as plain text', async () => {
    const error = await expectAuditError(
      () => load('<img src=x>\u001b[2J,label\n,x\n'),
      'RECORDS_INVALID',
      'column "<img src=x>\\u001b[2J"',
    );
    expect(error.message).not.toContain('\u001b');
  });
  test('once the caller stops', () => {
    const path = folder.write('stop.csv', 'a,label\n1,x\n2,y\n');
    return expectAuditError(() => loadDataset(path, { signal: AbortSignal.abort() }), 'CANCELLED');
  });
});

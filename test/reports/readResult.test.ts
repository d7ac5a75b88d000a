import { mkdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readResult } from '../../reports/readResult.ts';
import { resultJson } from '../../reports/tables/resultJson.ts';
import { expectAuditError, temporaryFolder } from '../data/support.ts';
import { sampleQueryResult } from '../support/sampleQueryResult.ts';
import { sampleResult } from '../support/sampleResult.ts';

const folder = temporaryFolder();
const result = sampleResult({ records: 10, classes: 2 });

test('a saved result comes back as it was, by its file or by the folder of its audit', async () => {
  mkdirSync(folder.path('out'), { recursive: true });
  const path = folder.write('out/audit.json', resultJson(result));
  expect(await readResult(path)).toEqual(result);
  expect(await readResult(folder.path('out'))).toEqual(result);
});

test('the result of a search comes back by its folder too, and two results in one folder are refused', async () => {
  const searched = sampleQueryResult({ command: 'query', searches: 3 });
  mkdirSync(folder.path('searched'), { recursive: true });
  folder.write('searched/queries.json', resultJson(searched));
  expect(await readResult(folder.path('searched'))).toEqual(searched);
  folder.write('searched/audit.json', resultJson(result));
  await expectAuditError(
    () => readResult(folder.path('searched')),
    'RESULT_INVALID',
    'to hold the result of one command. Got audit.json and queries.json. Try naming the file, for example "',
  );
  expect(await readResult(folder.path('searched/queries.json'))).toEqual(searched);
});

test('what is no result is refused in words', async () => {
  mkdirSync(folder.path('empty/audit.json'), { recursive: true });
  await expectAuditError(() => readResult(folder.path('nowhere.json')), 'FILE_NOT_FOUND', 'Got nothing there.');
  await expectAuditError(() => readResult(folder.path('out/none')), 'FILE_NOT_FOUND');
  await expectAuditError(() => readResult(folder.path('empty/audit.json')), 'FILE_NOT_FOUND', 'audit.json/audit.json"');
  await expectAuditError(() => readResult(folder.write('x.json', '{"kind":"other"}')), 'RESULT_INVALID', 'kind "other"');
  await expectAuditError(() => readResult(folder.write('y.json', 'x,y\n\u001b[2J')), 'RESULT_INVALID', 'Expected JSON text');
  const cut = resultJson(result).slice(0, -100);
  await expectAuditError(() => readResult(folder.write('cut.json', cut)), 'RESULT_INVALID');
});

// What may stand in audit.json, for programs in other languages? The JSON Schema that is published as schema/audit-result-1.json; made
// from the zod schema, never by hand. Called by the script behind `npm run schema` and by the test that keeps the file up to date.

import { z } from 'zod';
import { auditResultSchema, RESULT_SCHEMA_VERSION } from './result.ts';

/** JSON Schema (draft 2020-12) of the result object; `$id` and file name carry the major part of the schema version. */
export function auditResultJsonSchema(): Record<string, unknown> {
  const { $schema, ...body } = z.toJSONSchema(auditResultSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: `audit-result-${RESULT_SCHEMA_VERSION.split('.')[0]}.json`,
    title: 'lood audit result',
    description:
      'What one run of `lood audit` says about a training set: how exposed each record is, how strong the best possible attacker is, ' +
      'and how both were computed. Divergences are in nats; rates and probabilities are between 0 and 1.',
    ...body,
  };
}

/** The schema as the text of schema/audit-result-1.json. */
export function auditResultJsonSchemaText(): string {
  return `${JSON.stringify(auditResultJsonSchema(), null, 2)}\n`;
}

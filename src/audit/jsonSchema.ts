// What may stand in audit.json and in the JSON of searches, for programs in other languages? The JSON Schemas that are published in schema/; made
// from the zod schemas, never by hand. Called by the script behind `npm run schema` and by the test that keeps the files up to date.

import { z } from 'zod';
import { ATTACK_RESULT_SCHEMA_VERSION, attackResultSchema } from './attackResult.ts';
import { QUERY_RESULT_SCHEMA_VERSION, queryResultSchema } from './queryResult.ts';
import { auditResultSchema, RESULT_SCHEMA_VERSION } from './result.ts';
import { VALIDATION_RESULT_SCHEMA_VERSION, validationResultSchema } from './validationResult.ts';

/** JSON Schema (draft 2020-12) of the result object; `$id` and file name carry the major part of the schema version. */
export function auditResultJsonSchema(): Record<string, unknown> {
  return published(auditResultSchema, {
    $id: `audit-result-${majorOf(RESULT_SCHEMA_VERSION)}.json`,
    title: 'lood audit result',
    description:
      'What one run of `lood audit` says about a training set: how exposed each record is, how strong the best possible attacker is, ' +
      'and how both were computed. Divergences are in nats; rates and probabilities are between 0 and 1.',
  });
}

/** The same for the result of `lood query`, `lood landscape` and `lood reconstruct`. */
export function queryResultJsonSchema(): Record<string, unknown> {
  return published(queryResultSchema, {
    $id: `query-result-${majorOf(QUERY_RESULT_SCHEMA_VERSION)}.json`,
    title: 'lood query result',
    description:
      'What one run of `lood query`, `lood landscape` or `lood reconstruct` says: the questions to a model that give away most about ' +
      'training records, how leakage falls off around a record, or how well records can be rebuilt. Divergences are in nats.',
  });
}

/** The same for the result of `lood attack`. */
export function attackResultJsonSchema(): Record<string, unknown> {
  return published(attackResultSchema, {
    $id: `attack-result-${majorOf(ATTACK_RESULT_SCHEMA_VERSION)}.json`,
    title: 'lood attack result',
    description:
      'What one run of `lood attack` says about recorded signals of models: how well each membership attack tells members from other records, ' +
      'with intervals, and which ε it refutes. Rates and probabilities are between 0 and 1; ε is in nats.',
  });
}

/** The same for the result of `lood validate`. */
export function validationResultJsonSchema(): Record<string, unknown> {
  return published(validationResultSchema, {
    $id: `validation-result-${majorOf(VALIDATION_RESULT_SCHEMA_VERSION)}.json`,
    title: 'lood validation result',
    description:
      'What one run of `lood validate` says: how well leave-one-out distinguishability, computed, agrees with what networks trained with and without ' +
      'records show, beside other methods. Divergences are in nats; probabilities and areas under curves are between 0 and 1.',
  });
}

/** File names in schema/ and their texts. */
export function publishedSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [auditResultJsonSchema(), queryResultJsonSchema(), attackResultJsonSchema(), validationResultJsonSchema()].map((schema) => [
      schema.$id,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  );
}

function published(schema: z.ZodType, head: Readonly<Record<string, string>>): Record<string, unknown> {
  const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return { $schema, ...head, ...body };
}

const majorOf = (version: string): string => version.split('.')[0] as string;

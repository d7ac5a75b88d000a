// Writes the published JSON Schema of the result object from its one definition, src/audit/result.ts. Run by `npm run schema`.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { auditResultJsonSchemaText } from '../dist/src/audit/jsonSchema.js';

writeFileSync(fileURLToPath(new URL('../schema/audit-result-1.json', import.meta.url)), auditResultJsonSchemaText());

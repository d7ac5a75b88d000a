// Writes the published JSON Schemas of the result objects from their definitions in src/audit. Run by `npm run schema`.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { publishedSchemas } from '../dist/src/audit/jsonSchema.js';

for (const [name, text] of Object.entries(publishedSchemas())) {
  writeFileSync(fileURLToPath(new URL(`../schema/${name}`, import.meta.url)), text);
}

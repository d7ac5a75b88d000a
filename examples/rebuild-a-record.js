// For an engineer who wonders whether it matters: what can be rebuilt from a model's answers, and how much does keeping a distance from the records
// help? Run: node examples/rebuild-a-record.js

import { findQueries, reconstruct } from 'lood';

const data = 'digits';
const model = { limit: 300, noiseVariance: 0.1 };

// Somebody who knows all other records and sees only mean predictions, as float32 numbers.
const { result } = await reconstruct(data, { ...model, top: 3, threatModel: 'predictions' });
for (const { record, cosine, rank } of result.reconstruction.records) {
  console.log(`record ${record}: rebuilt with cosine ${cosine.toFixed(6)}, place ${rank} among all records`);
}

// What do questions tell that must keep away from the record?
for (const excludeRadius of [0.1, 0.3, 0.6]) {
  const kept = await findQueries(data, { ...model, top: 3, excludeRadius });
  const shares = kept.result.searches.map(({ kl, klAtRecord }) => kl / klAtRecord);
  console.log(
    `at ${excludeRadius} of its norm from the record: at most ${(100 * Math.max(...shares)).toFixed(1)}% of its leakage`,
  );
}

// From training code: audit the arrays you are about to train on, list the records most at risk, and write the reports.
// Run: node examples/audit-arrays.js [output folder]

import { audit, createRandom } from 'lood';
import { writeReports } from 'lood/report';

// Two clouds of points, and one record far from both, of which any model must learn the label by heart.
const random = createRandom(7);
const x = Array.from({ length: 200 }, (_, i) => [random.normal() + (i % 2 ? 2 : -2), random.normal()]);
const y = x.map((_, i) => i % 2);
x.push([0, 8]);
y.push(1);

const result = await audit({ x, y, name: 'two clouds' }, { kernel: 'rbf', gamma: 1, noiseVariance: 'auto' });

const { noiseVariance, leaveOneOutAccuracy } = result.model;
console.log(`noise variance ${noiseVariance}, accuracy without each record ${leaveOneOutAccuracy.toFixed(3)}`);
const worst = [...result.records].sort((a, b) => b.kl - a.kl).slice(0, 3);
for (const { record, kl, auc } of worst) console.log(`record ${record}: KL ${kl.toFixed(3)} nats, attack AUC ${auc.toFixed(3)}`);

const folder = process.argv[2] ?? 'lood-example';
const files = await writeReports(result, folder, ['html', 'csv']);
console.log(`wrote ${files.length} files`);

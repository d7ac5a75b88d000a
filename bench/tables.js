// What do the figures of a run say? Markdown tables of seconds, rates and ratios.

import { median } from './measure.js';

const row = (cells) => `| ${cells.join(' | ')} |`;
const fixed = (value, digits = 2) => value.toFixed(digits);
const gigaflops = (flops, time) => fixed(flops / time / 1e9, 1);

export function tables(figures) {
  const { machine, n, d, repeats, microKernel, engines, audits, searches, scipy, mlMatrix, refit } = figures;
  const peers = scipy && { dsyrk: median(scipy.dsyrk), dpotrf: median(scipy.dpotrf), dtrtri: median(scipy.dtrtri) };
  const floor = peers && peers.dsyrk + peers.dpotrf + peers.dtrtri;
  const mlMatrixRate = mlMatrix && mlMatrix.n ** 3 / 3 / mlMatrix.seconds / 1e9;
  const lines = [
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}; n = ${n}, d = ${d}, medians of ${repeats}.`,
    `The embedded inner loop alone reaches ${fixed(microKernel, 1)} GFLOP/s on one thread.`,
    scipy
      ? `scipy ${scipy.versions.scipy}: dsyrk ${fixed(peers.dsyrk, 3)} s, dpotrf ${fixed(peers.dpotrf, 3)} s, dtrtri ${fixed(peers.dtrtri, 3)} s.`
      : '',
    mlMatrix ? `ml-matrix: ${fixed(mlMatrixRate)} GFLOP/s (Cholesky, n = ${mlMatrix.n}).` : '',
    '',
    row(['engine', 'step', 'seconds', 'GFLOP/s', 'times scipy', 'times as fast as ml-matrix']),
    row(['---', '---', '---:', '---:', '---:', '---:']),
  ];
  for (const engine of engines) {
    const { product, kernel, cholesky, inverse } = engine;
    for (const [step, time, flops, peer, isCholesky] of [
      ['X·Xᵀ', product, n * n * d, peers?.dsyrk, false],
      ['Cholesky', cholesky, n ** 3 / 3, peers?.dpotrf, true],
      ['inverse', inverse, n ** 3 / 3, peers?.dtrtri, false],
      ['kernel, product included', kernel, undefined, undefined, false],
    ]) {
      lines.push(
        row([
          engine.engine,
          step,
          fixed(time, 3),
          flops ? gigaflops(flops, time) : '',
          peer ? fixed(time / peer) : '',
          isCholesky && mlMatrixRate ? fixed(flops / time / 1e9 / mlMatrixRate, 0) : '',
        ]),
      );
    }
  }
  lines.push('', ...engines.map(({ engine, threads, detail }) => `${engine}: ${threads} threads, ${detail}.`), '');
  lines.push(
    row([
      'whole audit',
      'seconds',
      'times dsyrk + dpotrf + dtrtri',
      'elementwise share',
      'n×n storage',
      'reference method, all records',
    ]),
    row(['---', '---:', '---:', '---:', '---:', '---:']),
  );
  for (const { engine, seconds, peakMatrixBytes } of audits) {
    const parts = engines.find((other) => other.engine === engine);
    lines.push(
      row([
        engine,
        fixed(seconds),
        floor ? fixed(seconds / floor) : '',
        parts ? `${fixed((100 * (parts.kernel - parts.product)) / seconds, 0)}%` : '',
        `${fixed(peakMatrixBytes / n ** 2 / 8, 3)} n² doubles`,
        refit ? `${fixed(refit)} s a record, ${fixed((refit * n) / seconds, 0)} times as long` : '',
      ]),
    );
  }
  lines.push(
    '',
    ...audits.map(
      ({ engine, stages }) => `${engine}: ${stages.map(({ stage, seconds }) => `${stage} ${fixed(seconds)} s`).join(', ')}.`,
    ),
  );
  lines.push(
    '',
    row(['search, batch of 64 queries', 'evaluation, s', 'P k(X, Q), s', 'gradient product, s', 'evaluation ÷ both products']),
    row(['---', '---:', '---:', '---:', '---:']),
    ...searches.map(({ engine, evaluation, inverse, gradient }) =>
      row([engine, fixed(evaluation, 3), fixed(inverse, 3), fixed(gradient, 3), fixed(evaluation / (inverse + gradient))]),
    ),
  );
  return lines.filter((line, i) => line !== '' || lines[i - 1] !== '').join('\n');
}

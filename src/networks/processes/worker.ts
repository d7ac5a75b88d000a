// A program of its own: trains the units that its parent sends. Forked by pool.ts; its memory is its own, and an error in a library ends it alone.

import { createNetwork, type Network } from '../network.ts';
import { loadTensorflow, type TensorFlow } from '../tensorflow/loadTensorflow.ts';
import { safeLearningRate } from '../training/learningRate.ts';
import type { Reply, Request, Workplace } from './messages.ts';
import { trainUnit } from './trainUnit.ts';

interface Opened {
  readonly tf: TensorFlow;
  readonly network: Network;
  readonly workplace: Workplace;
}

const parent = process.ppid;
/** Ends a process whose parent was killed: it would train to the end of its unit for nobody. (On Windows the number of the parent stays, and it does.) */
const endWithoutParent = (): void => {
  if (process.ppid !== parent) throw new Error('the process that asked for this is gone');
};

if (process.send) {
  let opened: Opened | undefined;
  const reply = (message: Reply) => process.send?.(message);
  process.on('message', async (request: Request) => {
    try {
      if (request.type === 'open') {
        const { workplace, blas, backend } = request;
        const { tf, ...description } = await loadTensorflow({ blas, backend });
        const network = createNetwork(tf, workplace.network, workplace.shape);
        opened = { tf, network, workplace };
        reply({ type: 'opened', description: { ...description, parameters: network.size } });
        return;
      }
      const { tf, network, workplace } = opened as Opened;
      if (request.type === 'learning-rate') {
        reply({ type: 'learning-rate', learningRate: safeLearningRate(tf, network, workplace.data, request.loss, request.seed) });
      } else {
        const result = trainUnit(tf, network, workplace, request.unit, (share) => {
          endWithoutParent();
          reply({ type: 'progress', share });
        });
        reply({ type: 'unit', result });
      }
    } catch (error) {
      reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  });
  // Ctrl-C reaches every process of a terminal; the parent decides what becomes of the work.
  process.on('SIGINT', () => {});
}

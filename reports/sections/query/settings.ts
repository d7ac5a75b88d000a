// With which settings were questions searched for? One table for readers who want to judge the search or repeat it. Called by method.ts.

import type { Block, Cell } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { count, listInWords, percent, shownName } from '../words.ts';
import { OBJECTIVES, type SearchSettings, shortened } from './searches.ts';

const OPTIMIZERS: Readonly<Record<SearchSettings['optimizer'], string>> = {
  lbfgs: 'L-BFGS: steps by gradients and by the curvature learnt from the last of them, projected onto what may be asked',
  adam: 'Adam: steps by running means of gradients and of their squares, projected onto what may be asked',
  pool: 'none: every allowed row of the pool was asked',
};

const INITS: Readonly<Record<string, string>> = {
  uniform: 'random points, uniform over the range of the data',
  dataset: 'other training records, drawn at random',
  leakiest: 'the other training records that tell most about the record',
};

export function settingsTable(settings: SearchSettings): Block {
  const { exclude, pool, vary } = settings;
  const isPool = settings.optimizer === 'pool';
  const rows: readonly (readonly [string, string] | undefined)[] = [
    ['Maximized', OBJECTIVES[settings.objective]],
    ['Questions asked together', formatNumber(settings.queries, 'integer')],
    ['Optimizer', OPTIMIZERS[settings.optimizer]],
    isPool ? undefined : ['Starts of each search', formatNumber(settings.starts, 'integer')],
    isPool ? undefined : ['Where searches start', INITS[settings.init] ?? `rows of ${shownName(settings.init, 80)}`],
    isPool ? undefined : ['Iterations, at most', formatNumber(settings.maxIterations, 'integer')],
    isPool
      ? undefined
      : ['Starts are given up', 'when at their present rate they would not reach the best start within the limit of iterations'],
    ['Records differ', settings.together ? 'all at once, as one group' : 'one at a time'],
    [
      'Values',
      {
        any: 'any numbers',
        range: 'within the range of the data',
        valid: 'valid records: range, whole numbers, one category of each column',
      }[settings.values],
    ],
    exclude === null
      ? undefined
      : [
          'Not asked',
          exclude.shape === 'ball'
            ? `the ball of ${percent(exclude.radius)} of the record’s norm around the record`
            : `all multiples of the ball of ${percent(exclude.radius)} of the record’s norm around the record, since the kernel does not see the scale of a question`,
        ],
    pool === null ? undefined : ['Asked only', `${count(pool.rows, 'row')} of ${shownName(pool.name, 80)}`],
    vary === null ? undefined : ['Varied only', listInWords(shortened(vary))],
  ];
  return {
    kind: 'table',
    caption: 'Settings of the searches.',
    columns: [
      { title: 'Setting', align: 'left' },
      { title: 'Value', align: 'left' },
    ],
    rows: rows.flatMap((row): Cell[][] => (row === undefined ? [] : [[...row]])),
  };
}

// What do searches, landscapes and reconstructions not say? One text for each command, first in its section on method. Called by method.ts.

import type { QueryResult } from '../../../src/audit/queryResult.ts';

export const LIMITS: Readonly<Record<QueryResult['command'], string>> = {
  query:
    'The bound is proved, the questions are found: a search ends where nothing better is near, so under constraints a better question may exist. ' +
    'The attacker is given exact answers and their distribution with and without the record; a real one sees one trained network, with the noise ' +
    'of its training and no comparison.',
  landscape:
    'A landscape shows some lines and one plane through one record; between and beyond them the leakage may take other shapes, though never ' +
    'higher than at the record. The attacker is given exact answers and their distribution with and without the record.',
  reconstruct:
    'A success says what an attacker with the answers of the Gaussian process can do, not what one will do with a trained network, whose answers ' +
    'carry the noise of training and are often rounded; a failure says only that this attack failed.',
};

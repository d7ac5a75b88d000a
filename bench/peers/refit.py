"""Cost for one record of the reference method: kernel blocks and two posterior solves by the paper's formulas, with and without the record.

Usage: refit.py N D REPEATS. Prints {"seconds": [...]} as JSON. The Gram matrix of all records is computed once beforehand and not counted,
which favours the reference method.
"""

import json
import sys
import time

import numpy as np

n, d, repeats = (int(value) for value in sys.argv[1:4])
rng = np.random.default_rng(1)
x = rng.standard_normal((n, d))
y = np.eye(2)[rng.integers(0, 2, n)] - 0.5
gram = x @ x.T / d


def posterior(rows, query):
    """Mean and variance at one query of the process trained on the rows."""
    a = gram[np.ix_(rows, rows)] + 0.1 * np.eye(len(rows))
    c = gram[query, rows]
    solved = np.linalg.solve(a, np.column_stack([y[rows], c]))
    return c @ solved[:, :-1], gram[query, query] - c @ solved[:, -1]


seconds = []
everything = np.arange(n)
for record in range(repeats):
    start = time.perf_counter()
    posterior(everything, record)
    posterior(np.delete(everything, record), record)
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds}))

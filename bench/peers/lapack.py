"""Times of scipy's LAPACK and BLAS routines, as JSON lines on stdout: one line {"routine", "n", "seconds": [...]} for each.

Usage: lapack.py N D REPEATS. Needs numpy and scipy. Matrices are overwritten where the routine can, so that no copy is timed.
"""

import json
import sys
import time

import numpy as np
import scipy
from scipy.linalg import blas, lapack

n, d, repeats = (int(value) for value in sys.argv[1:4])
rng = np.random.default_rng(1)
x = np.asfortranarray(rng.standard_normal((n, d)))


def timed(routine, prepare, call):
    seconds = []
    for _ in range(repeats):
        a = prepare()
        start = time.perf_counter()
        call(a)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"routine": routine, "n": n, "seconds": seconds}), flush=True)


gram = blas.dsyrk(1.0 / d, x, lower=1)
gram[np.diag_indices(n)] += 0.1
factor, _ = lapack.dpotrf(gram, lower=1, clean=1)
print(json.dumps({"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}}))
timed("dsyrk", lambda: None, lambda _: blas.dsyrk(1.0 / d, x, lower=1))
timed("dpotrf", lambda: gram.copy(order="F"), lambda a: lapack.dpotrf(a, lower=1, overwrite_a=1, clean=0))
timed("dtrtri", lambda: factor.copy(order="F"), lambda a: lapack.dtrtri(a, lower=1, overwrite_c=1))

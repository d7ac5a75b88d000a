"""Writes the goldens of this folder with mpmath and scipy: python3 make.py (a few seconds). Nothing is random.

normal.json: [x, P(Z > x)] and [tail, x with P(Z > x) = tail], in 40 digits, rounded to float64.
oneRun.json: p-values and bounds of the one-run audit from scipy's binomial distribution and brentq, written from the formulas of Steinke, Nasr
and Jagielski 2023 (Theorem 5.2) and Mahloujifar, Melis and Chaudhuri 2024 (Algorithm of Section 3), independently of the library.
"""
import json
import platform
from pathlib import Path

import mpmath
import numpy as np
import scipy
from scipy.optimize import brentq
from scipy.stats import binom, norm

HERE = Path(__file__).parent
mpmath.mp.dps = 40


def tail(x):
    return mpmath.erfc(mpmath.mpf(x) / mpmath.sqrt(2)) / 2


def quantile(p):
    start = norm.isf(p)
    return mpmath.findroot(lambda x: mpmath.log(tail(x)) - mpmath.log(mpmath.mpf(p)), start)


def normal():
    xs = [-40, -9, -3.5, -1, -0.25, -1e-9, 0, 1e-12, 0.01, 0.5, 0.999999, 1, 1.000001, 1.7, 2.5, 4, 6, 8.8, 8.89, 9, 10, 15, 20, 30, 37]
    ps = [1e-300, 1e-100, 1e-20, 1e-9, 1e-4, 0.003, 0.02, 0.1, 0.3, 0.49, 0.5, 0.51, 0.7, 0.95, 0.9999, 1 - 2.0**-40]
    return {
        "tails": [[x, float(tail(x))] for x in xs],
        "quantiles": [[p, float(quantile(p)) if p != 0.5 else 0.0] for p in ps],
    }


def p_value(m, r, v, eps, delta):
    q = 1 / (1 + np.exp(-eps))
    beta = binom.sf(v - 1, r, q)
    sums = np.cumsum(binom.pmf(np.arange(v - 1, -1, -1), r, q))
    alpha = np.max(sums / np.arange(1, v + 1)) if v > 0 else 0
    return min(1, beta + 2 * m * delta * alpha)


def one_run(m, r, v, delta, tail_level):
    f = lambda eps: p_value(m, r, v, eps, delta) - tail_level
    return 0.0 if f(0) >= 0 else brentq(f, 0, 60, xtol=1e-13, rtol=1e-14)


def gdp_delta(mu, eps):
    return norm.cdf(mu / 2 - eps / mu) - np.exp(eps) * norm.cdf(-mu / 2 - eps / mu)


def gdp_eps(mu, delta):
    return 0.0 if gdp_delta(mu, 0) <= delta else brentq(lambda e: gdp_delta(mu, e) - delta, 0, 200, xtol=1e-13, rtol=1e-14)


def refuted(inverse, m, g, v, tail_level):
    r, h = tail_level * v / m, tail_level * (g - v) / m
    for i in range(v - 1, -1, -1):
        raised = max(h, inverse(r))
        r = min(1.0, r + i / (g - i) * (raised - h))
        h = raised
    return r + h > g / m


def one_run_gaussian(m, g, v, delta, tail_level):
    inverse = lambda mu: lambda x: norm.cdf(norm.ppf(x) - mu)
    low, high = 0.0, 40.0
    if not refuted(inverse(0), m, g, v, tail_level):
        return 0.0
    for _ in range(60):
        middle = (low + high) / 2
        if refuted(inverse(middle), m, g, v, tail_level):
            low = middle
        else:
            high = middle
    return gdp_eps(low, delta)


def one_run_any(m, g, v, delta, tail_level):
    inverse = lambda eps: lambda x: max(0, (x - delta) * np.exp(-eps), 1 - delta - np.exp(eps) * (1 - x))
    low, high = 0.0, 40.0
    if not refuted(inverse(0), m, g, v, tail_level):
        return 0.0
    for _ in range(60):
        middle = (low + high) / 2
        if refuted(inverse(middle), m, g, v, tail_level):
            low = middle
        else:
            high = middle
    return low


def one_runs():
    cases = [
        (1000, 132, 86, 0.0, 0.05),
        (1000, 100, 100, 1e-5, 0.05),
        (1000, 100, 95, 1e-5, 0.05),
        (1000, 1000, 700, 1e-5, 0.05),
        (100, 100, 100, 1e-5, 0.05),
        (500, 65, 65, 1e-5, 0.05),
        (500, 200, 167, 1e-5, 0.05),
        (200, 40, 30, 1e-3, 0.01),
        (5000, 3000, 1700, 1e-6, 0.1),
        (1000, 100, 52, 1e-5, 0.05),
    ]
    return [
        {
            "canaries": m,
            "guesses": r,
            "correct": v,
            "delta": d,
            "tail": a,
            "epsilon": one_run(m, r, v, d, a),
            "gaussian": one_run_gaussian(m, r, v, d, a) if d > 0 else None,
            "any": one_run_any(m, r, v, d, a),
        }
        for m, r, v, d, a in cases
    ]


def write(name, content):
    made_by = {
        "generatedBy": "test/golden/membership/dp/make.py",
        "command": "python3 make.py",
        "versions": {"python": platform.python_version(), "scipy": scipy.__version__, "mpmath": mpmath.__version__},
    }
    (HERE / f"{name}.json").write_text(json.dumps({**made_by, **content}, indent=1) + "\n")


write("normal", normal())
write("oneRun", {"cases": one_runs()})

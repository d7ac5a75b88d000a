"""Writes correlations.json with scipy: python3 make.py (half a minute). Deterministic by the seed below.

Values of Pearson, Spearman (mid-ranks) and Kendall (tau-b) of columns with and without ties, Fisher's interval of Pearson's, and BCa bootstrap
intervals, which depend on scipy's own resamples: 100,000 of them leave about 0.3% of the width.
"""
import json
import platform
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

HERE = Path(__file__).parent
SEED = 23
rng = np.random.default_rng(SEED)


def columns(kind, n):
    x = rng.standard_normal(n)
    y = 0.6 * x + 0.8 * rng.standard_normal(n)
    if kind == "skewed":
        x, y = np.exp(0.6 * x), np.exp(0.6 * y)
    if kind == "ties":
        x, y = np.round(2 * x), np.round(1.5 * y)
    if kind == "few values":
        x, y = (x > 0).astype(float), np.round(y)
    if kind == "opposed":
        y = -(x**3) + 0.01 * y
    return np.round(x, 6), np.round(y, 6)


def bca(x, y):
    of = {
        "pearson": lambda a, b, axis=-1: stats.pearsonr(a, b, axis=axis).statistic,
        "spearman": lambda a, b, axis=-1: stats.pearsonr(stats.rankdata(a, axis=axis), stats.rankdata(b, axis=axis), axis=axis).statistic,
    }
    out = {}
    for name, statistic in of.items():
        found = stats.bootstrap((x, y), statistic, paired=True, vectorized=True, n_resamples=100_000, batch=2000, method="BCa", rng=np.random.default_rng(SEED))
        out[name] = [float(found.confidence_interval.low), float(found.confidence_interval.high)]
    return out


rows = []
for kind in ("normal", "skewed", "ties", "few values", "opposed"):
    for n in (3, 7, 40, 150):
        x, y = columns(kind, n)
        if len(set(x)) < 2 or len(set(y)) < 2:
            continue
        r = stats.pearsonr(x, y)
        row = {
            "kind": kind,
            "x": x.tolist(),
            "y": y.tolist(),
            "pearson": float(r.statistic),
            "spearman": float(stats.spearmanr(x, y).statistic),
            "kendall": float(stats.kendalltau(x, y).statistic),
        }
        if n >= 7:
            row["fisher"] = [float(v) for v in r.confidence_interval(0.95)]
        if n == 40:
            row["bca"] = bca(x, y)
        rows.append(row)

made_by = {
    "generatedBy": "test/golden/statistics/make.py",
    "command": "python3 make.py",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "seed": SEED,
}
text = json.dumps(made_by, indent=1)
text = text[:-2] + ',\n "rows": [\n  ' + ",\n  ".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n ]\n}\n"
(HERE / "correlations.json").write_text(text)

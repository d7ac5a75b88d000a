"""Prints the coefficients of the polynomials in src/kernels/vector/assembly, lowest power first, and writes elementary.json: the elementary
functions at chosen and random arguments, rounded once from 60 digits.

    venv/bin/pip install mpmath==1.4.1 && venv/bin/python elementary.py
"""

import json
import pathlib
import random

import mpmath
from mpmath import asin, atan, chebyfit, cos, exp, expm1, log, mp, mpf, nstr, pi, sin, sqrt, tan

mp.dps = 60
SEED = 20240611
DRAWS = 150


def exponential_rest(r):
    """(e^r - 1 - r) / r^2, with its limit at 0."""
    return mpf(1) / 2 + r / 6 if abs(r) < mpf(10) ** -25 else (exp(r) - 1 - r) / r**2


def arctangent_rest(z):
    """(arctan t - t + t^3/3) / t^5 for z = t^2, with its limit at 0 (reached to 12 digits below 1e-12)."""
    if z < mpf(10) ** -12:
        return mpf(1) / 5 - z / 7
    t = sqrt(z)
    return (atan(t) / t - 1 + z / 3) / z**2


def logarithm_rest(z):
    """(log m - 2s) / s^3 for s = (m - 1)/(m + 1) and z = s^2, with its limit at 0 (reached to 12 digits below 1e-12)."""
    if z < mpf(10) ** -12:
        return mpf(2) / 3 + 2 * z / 5
    s = sqrt(z)
    return (log((1 + s) / (1 - s)) - 2 * s) / s**3


def angle(u):
    """arccos(1 - u) / sqrt(u), with its limit at 0."""
    return sqrt(mpf(2)) if u == 0 else 2 * asin(sqrt(u / 2)) / sqrt(u)


def segment(u):
    """(sin t - t cos t) / u^(3/2) for the angle t, with its limit at 0 (reached to 25 digits below 1e-25)."""
    if u < mpf(10) ** -25:
        return 2 * sqrt(mpf(2)) / 3
    t = 2 * asin(sqrt(u / 2))
    return (sin(t) - t * cos(t)) / (u * sqrt(u))


def coefficients():
    half = log(mpf(2)) / 2
    for name, function, interval, terms in (
        ("exponential", exponential_rest, [-half, half], 10),
        ("arctangent", arctangent_rest, [0, tan(pi / 8) ** 2], 10),
        ("logarithm", logarithm_rest, [0, ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2], 7),
        ("angle", angle, [0, 1], 18),
        ("segment", segment, [0, 1], 18),
    ):
        found, error = chebyfit(function, interval, terms, error=True)
        print(f"{name}: error {nstr(error, 2)}")
        for coefficient in reversed(found):
            print("   ", repr(float(coefficient)))


def golden():
    rng = random.Random(SEED)
    log_uniform = lambda low, high: 10 ** rng.uniform(low, high)
    draws = lambda draw: [draw() for _ in range(DRAWS)]
    exponents = (
        [0.0, -5e-324, -1e-17, -0.34657359027997264, -0.3465735902799727, -1.0, -708.0, -709.0, -740.0, -745.1, 600.0, 1e-3]
        + draws(lambda: -log_uniform(-12, 2.8))
        + draws(lambda: rng.uniform(-2, 2))
    )
    small = [0.0, 5e-324, -5e-324, 1e-300, -1e-17, -0.3465735902799727, 0.3465735902799727, -36.0, -100.0, -800.0]
    exponents_less_one = small + draws(lambda: -log_uniform(-12, 2)) + draws(lambda: rng.uniform(-2, 2))
    slopes = [
        (0.0, 1.0),
        (5e-324, 1.0),
        (1e-300, 1e10),
        (0.41421356237309503, 1.0),
        (0.4142135623730951, 1.0),
        (2.414213562373095, 1.0),
        (2.4142135623730954, 1.0),
        (1.0, 1.0),
        (1e300, 1.0),
        (1.0, 1e300),
    ]
    slopes += draws(lambda: (log_uniform(-3, 3), log_uniform(-3, 3))) + draws(lambda: (rng.uniform(0, 3), 1.0))
    positive = [1.0, 1.0000000000000002, 0.7071067811865475, 0.7071067811865476, 1.4142135623730951, 2.0, 1e-300, 1e300]
    positive += draws(lambda: log_uniform(-300, 300)) + draws(lambda: rng.uniform(0.5, 3)) + draws(lambda: 1 + log_uniform(-15, -1))
    deficits = [0.0, 1e-300, 1e-16, 0.5, 1.0] + draws(lambda: log_uniform(-15, 0)) + draws(lambda: rng.uniform(0, 1))
    content = {
        "generatedBy": "test/golden/kernels/elementary.py",
        "versions": {"mpmath": mpmath.__version__},
        "seed": SEED,
        "exponential": [[x, float(exp(mpf(x)))] for x in exponents],
        "exponentialLessOne": [[x, float(expm1(mpf(x)))] for x in exponents_less_one],
        "arctangent": [[y, x, float(atan(mpf(y) / mpf(x)))] for y, x in slopes],
        "logarithm": [[x, float(log(mpf(x)))] for x in positive],
        "arcCosine": [
            [u, float(sqrt(mpf(u)) * angle(mpf(u))), float(mpf(u) * sqrt(mpf(u)) * segment(mpf(u)))] for u in deficits
        ],
    }
    lines = ",\n".join(f' "{name}": {json.dumps(value)}' for name, value in content.items())
    (pathlib.Path(__file__).parent / "elementary.json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    coefficients()
    golden()

"""Prints the coefficients of src/kernels/activations/arcCosine.ts, lowest power first, and the error of each polynomial.

    venv/bin/pip install mpmath==1.4.1 && venv/bin/python arcCosine.py
"""

from mpmath import acos, chebyfit, cos, mp, mpf, nstr, sin, sqrt

mp.dps = 60


def arc(u):
    """arccos(1 - u) / sqrt(u), with its limit at 0."""
    return sqrt(mpf(2)) if u == 0 else acos(1 - u) / sqrt(u)


def segment(u):
    """(sin t - t cos t) / u^(3/2) for t = arccos(1 - u), with its limit at 0 (reached to 25 digits below 1e-25)."""
    if u < mpf(10) ** -25:
        return 2 * sqrt(mpf(2)) / 3
    t = acos(1 - u)
    return (sin(t) - t * cos(t)) / (u * sqrt(u))


for name, function, terms in (("arc", arc, 19), ("segment", segment, 18)):
    coefficients, error = chebyfit(function, [0, 1], terms, error=True)
    print(f"{name}: error {nstr(error, 2)}")
    for coefficient in reversed(coefficients):
        print("   ", repr(float(coefficient)))

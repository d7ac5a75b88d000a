"""Writes the goldens of this folder with 45-digit arithmetic: python3 make.py [name ...] (needs mpmath; fifteen minutes for all).

Each function below states its own route to the number, none of which the library takes: determinants and traces in place of u - ln(1+u),
normal and chi-square probabilities of a ball in place of a contour integral, a dense inverse in place of the leave-one-out identities.
Inputs are float64 numbers, so that the library can be given exactly the same ones.

One mode: the outputs are N(0, I) with the record and N(m, (1+u) I) without it, in C dimensions, |m|^2 = d2.
The privacy loss is l(f) = ln p_with(f)/p_without(f).
"""
import json
import math
import platform
import sys
from pathlib import Path

import mpmath
from mpmath import erfc, exp, gamma, ln, mp, mpf, sqrt

HERE = Path(__file__).parent
mp.dps = 45


def upper(x):
    """P(N(0,1) > x)."""
    return erfc(x / sqrt(mpf(2))) / 2


def chi_square(k, x):
    """(P(chi2_k <= x), P(chi2_k > x)) for an integer k: finite sums from erfc or exp, or the series of the lower tail where it is small."""
    if x <= 0:
        return mpf(0), mpf(1)
    y = x / 2
    if y < mpf(k) / 4:
        term = y ** (mpf(k) / 2) * exp(-y) / gamma(mpf(k) / 2 + 1)
        below, j = mpf(0), 1
        while term > below * mpf(10) ** -42:
            below += term
            term *= y / (mpf(k) / 2 + j)
            j += 1
        return below, 1 - below
    a = mpf(1) / 2 if k % 2 else mpf(1)
    above = erfc(sqrt(y)) if k % 2 else exp(-y)
    while a < mpf(k) / 2:
        above += y**a * exp(-y) / gamma(a + 1)
        a += 1
    return 1 - above, above


def log_concave_edges(log_f, low, high):
    """(left, mode, right): where log_f, concave on (low, high), is largest and where it has fallen by 110."""
    a, b = low, high
    for _ in range(150):
        x, y = a + (b - a) * mpf("0.382"), a + (b - a) * mpf("0.618")
        if log_f(x) < log_f(y):
            a = x
        else:
            b = y
        if b - a < mpf(10) ** -6:
            break
    mode = (a + b) / 2

    def edge(end):
        near, far = mode, end
        for _ in range(50):
            middle = (near + far) / 2
            if log_f(middle) > log_f(mode) - 110:
                near = middle
            else:
                far = middle
        return far

    return edge(low), mode, edge(high)


def integral_in_ball(f, radius, points):
    """Integral of f over the points, with x = radius*sin(angle), in which f is smooth also at +-radius.

    Near the boundary the ball is as narrow as the density: pieces end where its half-width is 2, 6, 18 and 54.
    """
    layers = [sqrt(radius**2 - width**2) for width in (2, 6, 18, 54) if width < radius]
    inner = [sign * x for x in layers for sign in (1, -1) if points[0] < sign * x < points[-1]]
    angles = [mpmath.asin(min(mpf(1), max(mpf(-1), x / radius))) for x in sorted([*points, *inner])]

    def g(angle):
        return f(radius * mpmath.sin(angle)) * radius * mpmath.cos(angle)

    # mpmath's quadrature stops at an absolute error: the integrand is brought to order one first.
    scale = max(g(a + (b - a) * mpf(j) / 8) for a, b in zip(angles, angles[1:]) for j in range(1, 8))
    if scale == 0:
        return mpf(0)
    return scale * mpmath.quad(lambda angle: g(angle) / scale, angles, method="gauss-legendre", maxdegree=5)


def ball(dimensions, centre, radius):
    """(inside, outside): probabilities that |z + centre*e1| < radius for z standard normal."""
    if dimensions == 1:
        inside = upper(centre - radius) - upper(centre + radius)
        return inside, upper(radius - centre) + upper(radius + centre)
    k = dimensions - 1

    def density(x):
        return exp(-((x - centre) ** 2) / 2) / sqrt(2 * mp.pi)

    def beside(x):
        return chi_square(k, (radius - x) * (radius + x))

    def log_inside(x):
        value = beside(x)[0]
        return -((x - centre) ** 2) / 2 + ln(value) if value > 0 else mpf("-1e60")

    left, mode, right = log_concave_edges(log_inside, max(-radius, centre - radius - 60), min(radius, centre + 60))
    points = [left + (mode - left) * mpf(j) / 6 for j in range(6)] + [mode + (right - mode) * mpf(j) / 6 for j in range(7)]
    inside = integral_in_ball(lambda x: density(x) * beside(x)[0], radius, points)
    if inside < mpf("0.5"):
        return inside, 1 - inside
    # Far outside, the mass lies anywhere along the boundary, up to `reach` from the centre.
    reach = 24 + max(mpf(0), radius - abs(centre))
    low, high = max(-radius, centre - reach), min(radius, centre + reach)
    count = min(100, int(mpmath.ceil((high - low) / 3)))
    points = [low + (high - low) * mpf(j) / count for j in range(count + 1)]
    outside = upper(radius - centre) + upper(radius + centre)
    outside += integral_in_ball(lambda x: density(x) * beside(x)[1], radius, points)
    return 1 - outside, outside


def tails(u, d2, c, t):
    """P(l > t) and P(l <= t), with and without the record."""
    u, d2, t = mpf(u), mpf(d2), mpf(t)
    shift = sqrt(d2)
    if u == 0:
        with_above = (upper((t - d2 / 2) / shift), upper((d2 / 2 - t) / shift))
        without_above = (upper((t + d2 / 2) / shift), upper((-d2 / 2 - t) / shift))
        return with_above, without_above
    # l = top - (w/2) |f + m/u|^2 with w = u/(1+u).
    top = d2 / (2 * u) + mpf(c) / 2 * ln(1 + u)
    radius = sqrt(2 * (top - t) * (1 + u) / u)
    return ball(c, shift / u, radius), ball(c, shift * sqrt(1 + u) / u, radius / sqrt(1 + u))


def moments(u, d2, c):
    """Mean and standard deviation of l with and without the record, as float64 (they only choose thresholds)."""
    w = u / (1 + u)
    with_mean = c / 2 * (math.log1p(u) - w) + d2 / (2 * (1 + u))
    without_mean = -(c / 2 * (u - math.log1p(u)) + d2 / 2)
    with_sd = math.sqrt(c / 2 * w * w + d2 / (1 + u) ** 2)
    without_sd = math.sqrt(c / 2 * u * u + d2 * (1 + u))
    return (with_mean, with_sd), (without_mean, without_sd)


def thresholds(u, d2, c):
    top = d2 / (2 * u) + c / 2 * math.log1p(u) if u > 0 else math.inf
    chosen = set()
    for (mean, sd), steps in zip(moments(u, d2, c), ((-6, -1, 0.5), (-3, 0.3, 2, 6))):
        for k in steps:
            t = mean + k * sd
            # Towards a supremum in equal shares of what is left.
            chosen.add(t if t < top else top - sd * 2.0 ** -(k + 6))
    return sorted(t for t in chosen if t < top)


def hockey_stick(pair_tails, epsilon):
    (with_above, _), (without_above, _) = pair_tails
    return with_above - exp(mpf(epsilon)) * without_above


def hockey_stick_reverse(pair_tails, epsilon):
    (_, with_below), (_, without_below) = pair_tails
    return without_below - exp(mpf(epsilon)) * with_below


TAIL_PAIRS = (
    [(u, d2, 1) for u in (0.0, 1e-12, 1e-6, 1e-3, 0.1, 1.0, 30.0, 1e4, 1e8) for d2 in (0.0, 1e-8, 0.25, 9.0, 400.0, 1e6)]
    + [(u, d2, 2) for u in (1e-12, 1e-4, 0.1, 1.0, 1e3, 1e8) for d2 in (0.0, 1e-2, 4.0)]
    + [(u, d2, 10) for u in (1e-12, 1e-3, 0.1, 1.0, 1e4) for d2 in (0.0, 1.0, 50.0)]
    + [(u, d2, 100) for u in (1e-3, 0.3, 100.0) for d2 in (10.0,)]
)


def make_tails():
    rows = []
    for u, d2, c in TAIL_PAIRS:
        if u == 0 and d2 == 0:
            continue
        for t in thresholds(u, d2, c):
            (with_above, with_below), (without_above, without_below) = tails(u, d2, c, t)
            rows.append([u, d2, c, t] + [float(x) for x in (with_above, with_below, without_above, without_below)])
    return {"columns": ["u", "d2", "outputs", "t", "withAbove", "withBelow", "withoutAbove", "withoutBelow"], "rows": rows}


def make_hockey_sticks():
    rows = []
    for u, d2, c in TAIL_PAIRS:
        if u == 0 and d2 == 0 or c > 2:
            continue
        (with_mean, with_sd), (without_mean, without_sd) = moments(u, d2, c)
        for epsilon in sorted({0.0, 0.5 * with_sd, with_mean + 2 * with_sd, -without_mean + 3 * without_sd}):
            plus = hockey_stick(tails(u, d2, c, epsilon), epsilon) if u == 0 or epsilon < above_all(u, d2, c) else mpf(0)
            minus = hockey_stick_reverse(tails(u, d2, c, -epsilon), epsilon)
            rows.append([u, d2, c, epsilon, float(plus), float(minus)])
    return {"columns": ["u", "d2", "outputs", "epsilon", "deltaWith", "deltaWithout"], "rows": rows}


def above_all(u, d2, c):
    return mpf(d2) / (2 * mpf(u)) + mpf(c) / 2 * ln(1 + mpf(u))


# On both sides of 1/2 and of 1, and next to 1.
ORDERS = [0.1, 0.5, 0.7, 1 + 2.0**-20, 2.0, 30.0]


def make_divergences():
    """Closed forms with determinants and traces of the covariances I and (1+u) I."""
    rows = []
    sizes = (0.0, 1e-14, 1e-10, 1e-7, 1e-4, 1e-2, 0.05, 0.2, 1.0, 7.0, 1e3, 1e8, 1e12)
    for u in sizes:
        for d2 in (0.0, 1e-28, 1e-14, 1e-5, 0.3, 20.0, 1e5):
            for c in (1, 3, 100):
                v, shift = 1 + mpf(u), mpf(d2)
                kl = (-c * ln(v) - 0 + c * (v - 1) + shift) / 2
                reverse = (c * ln(v) - c + c / v + shift / v) / 2
                # Bhattacharyya coefficient of two Gaussians by the determinant of the mean covariance.
                mean = (1 + v) / 2
                bhattacharyya = shift / (8 * mean) + mpf(c) / 2 * ln(mean / sqrt(v))

                def renyi(order, own, other):
                    """D_order(own | other), own and other the variances; None when infinite."""
                    mixed = order * other + (1 - order) * own
                    if mixed <= 0:
                        return None
                    log_det = ln(mixed) - (1 - order) * ln(own) - order * ln(other)
                    return float(order * shift / (2 * mixed) - c * log_det / (2 * (order - 1)))

                hellinger = float(sqrt(-mpmath.expm1(-bhattacharyya)))
                orders = [mpf(order) for order in ORDERS]
                rows.append(
                    [u, d2, c, float(kl), float(reverse), hellinger]
                    + [renyi(order, mpf(1), v) for order in orders]
                    + [renyi(order, v, mpf(1)) for order in orders]
                )
    names = ["u", "d2", "outputs", "klWithoutWith", "klWithWithout", "hellinger"]
    return {"columns": names, "orders": ORDERS, "rows": rows}


def make_auc():
    """P(loss with > loss without): C = 1 by quadrature of normal probabilities, no shift by the F distribution, no u by the normal."""
    rows = []
    for d2 in (1e-28, 1e-10, 1e-3, 1.0, 30.0, 200.0):
        for c in (1, 10):
            rows.append([0.0, d2, c, float(mpmath.erf(sqrt(mpf(d2)) / 2) / 2)])
    for u in (1e-14, 1e-8, 1e-3, 0.1, 1.0, 50.0, 1e4, 1e8):
        for c in (1, 2, 10, 100):
            v = 1 + mpf(u)
            half = mpf(c) / 2
            # I_x(a, a) - 1/2 at x = v/(1+v): the integral from the centre, so that nothing cancels.
            excess = mpmath.quad(lambda x: (x * (1 - x)) ** (half - 1), mpmath.linspace(mpf("0.5"), v / (1 + v), 9))
            rows.append([u, 0.0, c, float(excess * gamma(2 * half) / gamma(half) ** 2)])
    for u in (1e-3, 0.1, 1.0, 30.0, 1e4):
        for d2 in (1e-6, 1e-2, 1.0, 25.0):
            v, shift = 1 + mpf(u), sqrt(mpf(d2))
            own, other = shift / u, shift * v / u

            def density_times_tail(r):
                inside_density = exp(-((r - own) ** 2) / 2) / sqrt(2 * mp.pi)
                outside = upper((abs(r) - other) / sqrt(v)) + upper((abs(r) + other) / sqrt(v))
                return inside_density * (outside - mpf("0.5"))

            points = sorted({own - 40 + mpf(5) * j for j in range(17)} | ({mpf(0)} if own < 40 else set()))
            rows.append([u, d2, 1, float(mpmath.quad(density_times_tail, points))])
    return {"columns": ["u", "d2", "outputs", "aucExcess"], "rows": rows}


def make_leverages():
    """1 - s2 * diag((K + s2 I)^-1) and the own-query pair of every record for an RBF kernel, from a dense 45-digit inverse."""
    points = [[0.0, 0.5], [1.0, -0.25], [0.75, 2.0], [0.75, 2.0], [-1.5, 0.125], [3.0, 3.0], [-0.5, -0.5], [0.0, 0.625]]
    targets = [[0.5, -0.5], [-0.5, 0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [-0.5, 0.5]]
    n, gamma_parameter, variance = len(points), 0.5, 1.25
    gram = mpmath.matrix(n, n)
    for i, x in enumerate(points):
        for j, z in enumerate(points):
            distance = sum((mpf(a) - mpf(b)) ** 2 for a, b in zip(x, z))
            gram[i, j] = mpf(variance) * exp(-mpf(gamma_parameter) * distance / 2)
    cases = []
    for noise in (1e-4, 1e-2, 1.0, 1e4, 1e10, 1e14):
        inverse = (gram + mpf(noise) * mpmath.eye(n)) ** -1
        alpha = inverse * mpmath.matrix(targets)
        leverage = [1 - mpf(noise) * inverse[i, i] for i in range(n)]
        ratio = [h / (1 - h) for h in leverage]
        shift = [ratio[i] * sum(alpha[i, k] ** 2 for k in range(2)) / inverse[i, i] for i in range(n)]
        group = [0, 4, 7]
        block = mpmath.matrix(3, 3)
        weights = mpmath.matrix(3, 2)
        for a, i in enumerate(group):
            for b, j in enumerate(group):
                block[a, b] = inverse[i, j]
            for k in range(2):
                weights[a, k] = alpha[i, k]
        # KL(without | with) of the group at its own queries, by determinants and traces.
        covariance_with = mpf(noise) * mpmath.eye(3) - mpf(noise) ** 2 * block
        covariance_without = block**-1 - mpf(noise) * mpmath.eye(3)
        difference = (block**-1 - mpf(noise) * mpmath.eye(3)) * weights
        precision = covariance_with**-1
        product = precision * covariance_without
        mahalanobis = difference.T * precision * difference
        trace = sum(product[i, i] for i in range(3))
        group_kl = (2 * (trace - 3 - ln(mpmath.det(product))) + mahalanobis[0, 0] + mahalanobis[1, 1]) / 2
        cases.append(
            {
                "noiseVariance": noise,
                "leverages": [float(h) for h in leverage],
                "varianceRatios": [float(u) for u in ratio],
                "shiftSquared": [float(d) for d in shift],
                "groupKl": float(group_kl),
            }
        )
    kernel = {"type": "rbf", "gamma": gamma_parameter, "variance": variance}
    return {"kernel": kernel, "points": points, "targets": targets, "group": [0, 4, 7], "cases": cases}


if __name__ == "__main__":
    asked = sys.argv[1:]
    made_by = {
        "generatedBy": "test/golden/lood/make.py",
        "command": "python3 make.py",
        "versions": {"python": platform.python_version(), "mpmath": mpmath.__version__},
        "digits": mp.dps,
    }
    for name, make in (
        ("divergences", make_divergences),
        ("leverages", make_leverages),
        ("auc", make_auc),
        ("tails", make_tails),
        ("hockeySticks", make_hockey_sticks),
    ):
        if asked and name not in asked:
            continue
        content = {**made_by, **make()}
        rows = content.pop("rows", None)
        text = json.dumps(content, indent=1)
        if rows is not None:
            # One row a line, so that a changed number shows as one changed line.
            text = text[:-2] + ',\n "rows": [\n  ' + ",\n  ".join(json.dumps(row) for row in rows) + "\n ]\n}"
        (HERE / f"{name}.json").write_text(text + "\n")

"""Reference values for the kernels, from neural-tangents (JAX, float64), scikit-learn and mpmath.

Run from any folder; writes the .json files beside this script:
    python -m venv venv
    venv/bin/pip install neural-tangents==0.6.5 jax==0.4.30 jaxlib==0.4.30 tf2jax==0.3.6 "numpy<2.3" scikit-learn==1.9.1 mpmath==1.4.1
    venv/bin/python make.py
neural-tangents 0.6.5 needs a JAX that still has jax.core.Jaxpr, hence the pinned versions. Takes about two minutes.
"""

import json
import pathlib
import warnings

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import mpmath as mp
import neural_tangents as nt
import numpy as np
import sklearn
from neural_tangents import stax
from sklearn.gaussian_process.kernels import RBF, Matern

HERE = pathlib.Path(__file__).parent
SEED = 20240507
RNG = np.random.default_rng(SEED)
# Six and three inputs of four dimensions whose norms differ by a factor of about five.
INPUTS = RNG.standard_normal((6, 4)) * np.array([0.4, 0.7, 1.0, 1.3, 1.6, 2.0])[:, None]
OTHERS = RNG.standard_normal((3, 4)) * np.array([0.5, 1.0, 1.5])[:, None]
WEIGHTS = RNG.standard_normal((6, 3))


def write(name, content):
    header = {
        "generatedBy": "test/golden/kernels/make.py",
        "versions": {
            "neural-tangents": nt.__version__,
            "jax": jax.__version__,
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
            "mpmath": mp.__version__,
        },
        "seed": SEED,
        "inputs": INPUTS.tolist(),
        "others": OTHERS.tolist(),
    }
    text = json.dumps({**header, **content}, indent=1)
    (HERE / name).write_text(compact(text) + "\n")


def compact(text):
    """Arrays of numbers on one line each."""
    out, depth, buffer = [], 0, []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.endswith("[") and not buffer:
            buffer = [line]
        elif buffer:
            if stripped.endswith(("[", "{")):
                out += buffer[:1] + buffer[1:]
                buffer = [line] if stripped.endswith("[") else []
                if not buffer:
                    out.append(line)
            else:
                buffer.append(stripped)
                if stripped.startswith("]"):
                    out.append("".join(buffer))
                    buffer = []
        else:
            out.append(line)
    return "\n".join(out + buffer)


def network(layer, depth, weight_variance, bias_variance):
    dense = stax.Dense(1, W_std=float(np.sqrt(weight_variance)), b_std=float(np.sqrt(bias_variance)))
    layers = [dense] + [part for _ in range(depth) for part in (layer(), dense)]
    return stax.serial(*layers)[2]


def silu(x):
    return x * jax.nn.sigmoid(x)


# Two-dimensional Gauss-Hermite quadrature of 220 x 220 nodes: converged to about 1e-13 at the variances used.
NODES = 220
LAYERS = {
    "relu": (lambda: stax.Relu(), {}),
    "leaky-relu": (lambda: stax.LeakyRelu(0.1), {"negativeSlope": 0.1}),
    "abs": (lambda: stax.Abs(), {}),
    "gelu": (lambda: stax.Gelu(), {}),
    "erf": (lambda: stax.Erf(), {}),
    "sin": (lambda: stax.Sin(), {}),
    "identity": (lambda: stax.Identity(), {}),
    "tanh": (lambda: stax.ElementwiseNumerical(jnp.tanh, deg=NODES), {}),
    "sigmoid": (lambda: stax.ElementwiseNumerical(jax.nn.sigmoid, deg=NODES), {}),
    "silu": (lambda: stax.ElementwiseNumerical(silu, deg=NODES), {}),
}
CLOSED = ["relu", "leaky-relu", "abs", "gelu", "erf", "sin", "identity"]


def networks():
    cases = []
    for activation, (layer, extra) in LAYERS.items():
        closed = activation in CLOSED
        for depth, w2, b2 in [(1, 2.0, 0.0), (1, 1.5, 0.3), (2, 2.0, 0.0), (5, 1.7, 0.1)]:
            if not closed and depth > 2:
                continue
            # Smaller weights keep Gauss-Hermite quadrature converged; tanh, whose poles are nearest, needs the smallest.
            weight = w2 if closed else round(0.1 * w2, 3) if activation == "tanh" else round(0.4 * w2, 3)
            kernel = network(layer, depth, weight, b2)
            for output in ("nngp", "ntk"):
                case = {
                    "spec": {
                        "type": "fcn",
                        "output": output,
                        "activation": activation,
                        **extra,
                        "depth": depth,
                        "weightVariance": weight,
                        "biasVariance": b2,
                    },
                    "gram": np.asarray(kernel(INPUTS, None, output)).tolist(),
                    "cross": np.asarray(kernel(INPUTS, OTHERS, output)).tolist(),
                }
                if closed:
                    total = lambda x: jnp.sum(WEIGHTS * kernel(x, OTHERS, output))
                    case["crossGradient"] = np.asarray(jax.grad(total)(INPUTS)).tolist()
                cases.append(case)
    kernel = network(None, 0, 1.3, 0.2)
    for output in ("nngp", "ntk"):
        cases.append(
            {
                "spec": {
                    "type": "fcn",
                    "output": output,
                    "activation": "relu",
                    "depth": 0,
                    "weightVariance": 1.3,
                    "biasVariance": 0.2,
                },
                "gram": np.asarray(kernel(INPUTS, None, output)).tolist(),
                "cross": np.asarray(kernel(INPUTS, OTHERS, output)).tolist(),
            }
        )
    write("networks.json", {"weights": WEIGHTS.tolist(), "cases": cases})


def stationary():
    d = INPUTS.shape[1]
    cases = []
    for gamma, variance in [(1.0, 1.0), (0.3, 2.5)]:
        # exp(-gamma r^2/d) = exp(-r^2/(2 l^2)) for l^2 = d/(2 gamma); Matern's r/l = sqrt(gamma/d) r for l^2 = d/gamma.
        cases.append(
            {
                "spec": {"type": "rbf", "gamma": gamma, "variance": variance},
                "gram": (variance * RBF(np.sqrt(d / (2 * gamma)))(INPUTS)).tolist(),
                "cross": (variance * RBF(np.sqrt(d / (2 * gamma)))(INPUTS, OTHERS)).tolist(),
            }
        )
        for nu in (0.5, 1.5, 2.5):
            kernel = Matern(np.sqrt(d / gamma), nu=nu)
            cases.append(
                {
                    "spec": {"type": "matern", "smoothness": nu, "gamma": gamma, "variance": variance},
                    "gram": (variance * kernel(INPUTS)).tolist(),
                    "cross": (variance * kernel(INPUTS, OTHERS)).tolist(),
                }
            )
    rbf = stax.serial(stax.Dense(1), stax.Rbf(0.7))[2]
    cases.append(
        {
            "spec": {"type": "rbf", "gamma": 0.7, "variance": 1.0},
            "gram": np.asarray(rbf(INPUTS, None, "nngp")).tolist(),
            "cross": np.asarray(rbf(INPUTS, OTHERS, "nngp")).tolist(),
        }
    )
    write("stationary.json", {"cases": cases})


def duals():
    """E[f(u) f(v)] and E[f'(u) f'(v)] to 20 digits, including the kinked elu and large variances."""
    mp.mp.dps = 25
    sigmoid = lambda x: 1 / (1 + mp.exp(-x))
    functions = {
        "elu": (lambda x: x if x > 0 else mp.expm1(x), lambda x: mp.mpf(1) if x > 0 else mp.exp(x)),
        "tanh": (mp.tanh, lambda x: mp.sech(x) ** 2),
        "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
        "silu": (lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * sigmoid(-x))),
    }
    cases = []
    for name, pair in functions.items():
        for p, q, c in [(0.25, 0.25, 0.9), (1.0, 2.0, -0.4), (2.0, 2.0, 0.999), (6.0, 0.3, 0.7), (40.0, 30.0, 0.5)]:
            p_, q_, c_ = mp.mpf(p), mp.mpf(q), mp.mpf(c)
            cases.append(
                {
                    "activation": name,
                    "rowVariance": p,
                    "colVariance": q,
                    "correlation": c,
                    "value": float(dual(pair[0], p_, q_, c_)),
                    "slope": float(dual(pair[1], p_, q_, c_)),
                }
            )
    write("duals.json", {"cases": cases})


def dual(f, p, q, c):
    """Outer integral over x, inner over w, with u = sqrt(p) x and v = sqrt(q) (c x + s w); both split where their argument is 0."""
    s = mp.sqrt(1 - c * c)
    density = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)

    def panels(points):
        for left, right in zip(points, points[1:]):
            half = (right - left) / 2
            for x, w in zip(EXACT_NODES, EXACT_WEIGHTS):
                yield left + half * (1 + x), half * w

    def points(centre, scale):
        """Panel ends within 11 standard deviations, closer near `centre`, the place where the argument of f is 0."""
        ends = {mp.mpf(-11), mp.mpf(11)}
        if -11 < centre < 11:
            ends.add(centre)
        for sign in (-1, 1):
            step = scale
            at = centre
            while step < 3:
                at += sign * step
                if -11 < at < 11:
                    ends.add(at)
                step *= 2
        grid = sorted(ends | {mp.mpf(k) for k in range(-11, 12, 2)})
        return grid

    total = mp.mpf(0)
    for x, w in panels(points(mp.mpf(0), min(1 / mp.sqrt(p), s / abs(c) if c else 1))):
        left = f(mp.sqrt(p) * x) * density(x) * w
        if abs(left) < mp.mpf(10) ** -22:
            continue
        inner = mp.mpf(0)
        for y, v in panels(points(-c * x / s, 1 / (mp.sqrt(q) * s))):
            inner += f(mp.sqrt(q) * (c * x + s * y)) * density(y) * v
        total += left * inner
    return total


def legendre(order):
    """Gauss-Legendre nodes and weights with the working precision, by Newton's iteration from double precision."""
    xs, ws = [], []
    for start in np.polynomial.legendre.leggauss(order)[0]:
        x = mp.mpf(float(start))
        slope = lambda t: order * (mp.legendre(order - 1, t) - t * mp.legendre(order, t)) / (1 - t * t)
        for _ in range(3):
            x -= mp.legendre(order, x) / slope(x)
        xs.append(x)
        ws.append(2 / ((1 - x * x) * slope(x) ** 2))
    assert abs(sum(ws) - 2) < mp.mpf(10) ** -20
    return xs, ws


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    stationary()
    networks()
    mp.mp.dps = 25
    EXACT_NODES, EXACT_WEIGHTS = legendre(20)
    duals()

"""Writes the goldens of this folder with scikit-image, scipy and mpmath: python3 make.py (a minute). Deterministic by the seed below.

images.json: SSIM and PSNR of pairs of small pictures. SSIM is scikit-image's, and once more from its definition in the loops below, which agree
to 1e-12; `unrounded` is the SSIM without rounding to bytes or greys and without clipping, for information.
intervals.json: Clopper-Pearson intervals from scipy's beta quantiles; a part of them is held to the binomial sums themselves in 40 digits.
"""
import json
import platform
from pathlib import Path

import mpmath
import numpy as np
import scipy
import skimage
from scipy.special import betainccinv, betaincinv
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

HERE = Path(__file__).parent
SEED = 11
rng = np.random.default_rng(SEED)
mpmath.mp.dps = 40


def similarity(a, b):
    """Wang et al. 2004: Gaussian window, weighted moments as they are, windows within the image only."""
    return structural_similarity(a, b, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)


def similarity_by_definition(a, b):
    offsets = np.arange(-5, 6)
    weights = np.exp(-(offsets[:, None] ** 2 + offsets[None, :] ** 2) / (2 * 1.5**2))
    weights /= weights.sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    values = []
    for i in range(a.shape[0] - 10):
        for j in range(a.shape[1] - 10):
            x, y = a[i : i + 11, j : j + 11], b[i : i + 11, j : j + 11]
            mx, my = (weights * x).sum(), (weights * y).sum()
            vx, vy = (weights * (x - mx) ** 2).sum(), (weights * (y - my) ** 2).sum()
            vxy = (weights * (x - mx) * (y - my)).sum()
            values.append((2 * mx * my + c1) * (2 * vxy + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2)))
    return float(np.mean(values))


def grey_of(image):
    """[h, w, c] on the scale 0 to 255, unrounded; opacity does not count."""
    return image[..., 0] if image.shape[-1] < 3 else (77 * image[..., 0] + 150 * image[..., 1] + 29 * image[..., 2]) / 256


def rounded_grey_of(image):
    """The same in whole numbers, as the library has them."""
    clipped = np.rint(np.clip(image, 0, 255)).astype(np.int64)
    if clipped.shape[-1] < 3:
        return clipped[..., 0].astype(float)
    return ((77 * clipped[..., 0] + 150 * clipped[..., 1] + 29 * clipped[..., 2] + 128) >> 8).astype(float)


def picture(height, width, channels):
    """Smooth, in 0 to 1, like a photograph out of focus."""
    rows, cols = np.mgrid[0:height, 0:width]
    waves = [
        rng.standard_normal() * np.cos(rng.uniform(-0.5, 0.5) * rows + rng.uniform(-0.5, 0.5) * cols + rng.uniform(0, 6.3))
        for _ in range(6 * channels)
    ]
    image = np.stack([sum(waves[6 * c : 6 * c + 6]) for c in range(channels)], axis=-1)
    return (image - image.min()) / (image.max() - image.min())


def image_case(name, height, width, channels, low, high, noise, digits, layout="channels-last"):
    """Values are rounded to `digits`, so that the file stays small and both sides start from the same numbers."""
    peak = high - low
    truth = np.round(low + peak * picture(height, width, channels), digits)
    other = np.round(truth + noise * peak * rng.standard_normal(truth.shape), 3 if digits == 0 else digits + 2)
    bytes_truth, bytes_other = 255 * (truth - low) / peak, 255 * (other - low) / peak
    x, r = rounded_grey_of(bytes_truth), rounded_grey_of(bytes_other)
    ssim = similarity(r, x)
    assert abs(ssim - similarity_by_definition(r, x)) < 1e-12, name
    unrounded = similarity(grey_of(bytes_other), grey_of(bytes_truth))
    order = (0, 1, 2) if layout == "channels-last" else (2, 0, 1)
    listed = lambda image: [int(v) if v == int(v) else v for v in image.transpose(order).ravel().tolist()]
    return {
        "name": name,
        "image": {"height": height, "width": width, "channels": channels, "layout": layout},
        "low": low,
        "high": high,
        "truth": listed(truth),
        "reconstruction": listed(other),
        "ssim": float(ssim),
        "unrounded": float(unrounded),
        "psnr": float(peak_signal_noise_ratio(truth, other, data_range=peak)),
    }


def make_images():
    return [
        image_case("grey bytes", 28, 28, 1, 0, 255, 0.1, 0),
        image_case("grey bytes, one window", 11, 11, 1, 0, 255, 0.05, 0),
        image_case("grey bytes, hardly any error", 20, 13, 1, 0, 255, 0.002, 0),
        image_case("grey bytes, mostly noise", 16, 24, 1, 0, 255, 1, 0),
        image_case("grey from 0 to 1", 17, 23, 1, 0, 1, 0.08, 4),
        image_case("grey from -2 to 3", 12, 30, 1, -2, 3, 0.08, 4),
        image_case("grey and opacity", 14, 15, 2, 0, 255, 0.1, 0),
        image_case("colours of bytes", 32, 32, 3, 0, 255, 0.1, 0),
        image_case("colours from 0 to 1, channels first", 15, 19, 3, 0, 1, 0.2, 3, "channels-first"),
        image_case("colours and opacity, channels first", 13, 16, 4, 0, 255, 0.15, 0, "channels-first"),
    ]


def check_interval(k, n, tail, p):
    """How far p, relative, from where at least k of n have probability `tail`, by one step of Newton's method on the sum in 40 digits."""
    p = mpmath.mpf(p)
    term = mpmath.binomial(n, k) * p**k * (1 - p) ** (n - k)
    density = term * k / p
    total, j = mpmath.mpf(0), k
    while j <= n and (term > total * mpmath.mpf(10) ** -35 or j < n * p):
        total += term
        term *= mpmath.mpf(n - j) / (j + 1) * p / (1 - p)
        j += 1
    return abs((total - mpmath.mpf(tail)) / density / p)


def make_intervals():
    rows, worst, checked = [], mpmath.mpf(0), 0
    for n in (1, 2, 3, 5, 10, 17, 30, 100, 317, 1000, 4096, 10000, 31623, 100000):
        some = {0, 1, 2, 3, 7, n // 100, n // 10, n // 3, n // 2, n - n // 3, n - n // 10, n - 7, n - 2, n - 1, n}
        for k in sorted(j for j in some if 0 <= j <= n):
            for level in (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999):
                tail = (1 - level) / 2
                low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
                high = 1.0 if k == n else float(betainccinv(k + 1, n - k, tail))
                rows.append([k, n, level, low, high])
                if k > 0 and level in (0.5, 0.95, 0.999999) and (n <= 1000 or level == 0.95):
                    checked += 1
                    worst = max(worst, check_interval(k, n, tail, low))
    assert worst < 1e-12, worst
    return {"checkedBySums": checked, "largestRelativeDifference": float(worst), "columns": ["successes", "trials", "level", "low", "high"]}, rows


def write(name, content, rows):
    """One row a line, so that a changed number shows as one changed line."""
    made_by = {
        "generatedBy": "test/golden/reconstruction/make.py",
        "command": "python3 make.py",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-image": skimage.__version__,
            "mpmath": mpmath.__version__,
        },
        "seed": SEED,
    }
    text = json.dumps({**made_by, **content}, indent=1)
    text = text[:-2] + ',\n "rows": [\n  ' + ",\n  ".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n ]\n}\n"
    (HERE / f"{name}.json").write_text(text)


write("images", {}, make_images())
write("intervals", *make_intervals())

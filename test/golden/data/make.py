"""Writes the NumPy files and pictures of this folder and the JSON files with their values. Deterministic: python make.py

Needs numpy and Pillow. Values are drawn with the seed below; every array is also listed in expected.json in row-major order.
"""
import json
import platform
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

HERE = Path(__file__).parent
SEED = 7
rng = np.random.default_rng(SEED)
expected = {}


def listed(array):
    """Row-major values as JSON can hold them."""
    flat = array.ravel(order="C")
    if array.dtype.kind == "S":
        return [text.decode("utf-8") for text in flat.tolist()]
    if array.dtype.kind == "b":
        return [int(value) for value in flat.tolist()]
    return flat.tolist()


def values(kind, size, shape):
    """Values that use the whole range of the type (integers of 8 bytes: what float64 holds exactly)."""
    count = int(np.prod(shape))
    if kind == "b":
        return rng.integers(0, 2, count).astype("?").reshape(shape)
    if kind in "iu":
        bits = min(8 * size, 53)
        low = 0 if kind == "u" else -(2 ** (bits - 1) if bits < 53 else 2**53 - 1)
        high = 2 ** (bits if kind == "u" or bits == 53 else bits - 1) - 1
        drawn = rng.integers(low, high, count, endpoint=True, dtype="i8")
        drawn[:2] = low, high
        return drawn.astype(f"{kind}{size}").reshape(shape)
    drawn = (rng.standard_normal(count) * 10.0 ** rng.integers(-4, 4, count)).astype(f"f{size}")
    info = np.finfo(f"f{size}")
    drawn[:4] = info.max, info.smallest_subnormal, -info.tiny, -0.0
    return drawn.reshape(shape)


arrays = {}
for kind, size in [("b", 1)] + [(k, s) for k in "iu" for s in (1, 2, 4, 8)] + [("f", s) for s in (2, 4, 8)]:
    for order in "<>":
        for layout in "CF":
            for shape in ((3, 4), (2, 3, 2), (5,)):
                array = np.asarray(values(kind, size, shape), dtype=f"{order}{kind}{size}", order=layout)
                name = f"{kind}{size}_{'little' if order == '<' else 'big'}_{layout}_{len(shape)}d"
                arrays[name] = array
                expected[name] = {"shape": list(shape), "values": listed(array)}

words = np.array([["cat", "dög"], ["猫", ""], ["\N{CAT FACE}", "a b"]])
for name, array in {
    "U_little": words.astype("<U3"),
    "U_big": words.astype(">U3"),
    "U_fortran": np.asfortranarray(words.astype("<U3")),
    "S": np.char.encode(words, "utf-8"),
}.items():
    arrays[name] = array
    expected[name] = {"shape": list(array.shape), "values": listed(array)}

np.savez(HERE / "stored.npz", **arrays)
np.savez_compressed(HERE / "compressed.npz", **arrays)

for version in ((1, 0), (2, 0), (3, 0)):
    with open(HERE / f"version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, arrays["f8_little_C_2d"], version=version)

refused = {
    "complex128": np.array([[1 + 2j]]),
    "longdouble": np.zeros((1, 1), dtype=np.longdouble),
    "object": np.array([[{"a": 1}]], dtype=object),
    "structured": np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]),
    "datetime": np.array([["2020-01-01"]], dtype="datetime64[D]"),
    "too_wide": np.array([[1, 2], [3, 2**53]], dtype="i8"),
    "too_wide_unsigned": np.array([[1, 2**64 - 1]], dtype="u8"),
}
np.savez(HERE / "refused.npz", **refused)

# A whole data set as its user would save it.
np.savez_compressed(
    HERE / "dataset.npz",
    x=np.arange(2 * 2 * 3 * 6, dtype=np.uint8).reshape(6, 2, 2, 3),
    y=np.array([1, 0, 1, 0, 2, 2], dtype=np.int64),
    class_names=np.array(["first", "second", "third"]),
)

# Pictures as Pillow (libjpeg-turbo) writes and reads them: a grey gradient, and a smooth colour picture in several passes.
images = {}
rows, columns = np.mgrid[0:16, 0:24]
grey = (8 * rows + 4 * columns).astype(np.uint8)
colour = np.stack([10 * rows, 10 * columns, 255 - 5 * rows - 5 * columns], axis=-1).astype(np.uint8)
for name, pixels, options in (("grey.jpg", grey, {}), ("progressive.jpg", colour, {"progressive": True, "subsampling": 0})):
    Image.fromarray(pixels).save(HERE / name, quality=95, **options)
    decoded = np.asarray(Image.open(HERE / name))
    images[name] = {"shape": [16, 24, decoded.size // 384], "values": decoded.ravel().tolist()}

provenance = {
    "generatedBy": "test/golden/data/make.py",
    "numpy": np.__version__,
    "pillow": PIL.__version__,
    "python": platform.python_version(),
    "seed": SEED,
}
(HERE / "images.json").write_text(json.dumps({"provenance": provenance, **images}, separators=(",", ":")) + "\n")
(HERE / "expected.json").write_text(json.dumps({"provenance": provenance, "arrays": expected}, separators=(",", ":")) + "\n")

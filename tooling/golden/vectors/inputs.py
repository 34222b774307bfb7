"""Descriptions of input tensors; every float is exactly representable in float32.

A factory such as `real(2, 3)` returns a recipe: a function of the case's own random generator.
"""

import math
import random
import struct
from dataclasses import dataclass
from typing import Callable, Sequence


@dataclass(frozen=True)
class Input:
    shape: tuple[int, ...]
    dtype: str  # our names: float32, float64, int32, uint8, bool
    data: list
    differentiable: bool

    def __post_init__(self):
        assert len(self.data) == math.prod(self.shape), (self.shape, len(self.data))
        if self.dtype == "float32":
            for value in self.data:
                exact = struct.unpack("f", struct.pack("f", value))[0]
                assert exact == value or math.isnan(value), f"{value!r} is no float32"


Recipe = Callable[[random.Random], Input]


def real(*shape: int, low=-2.0, high=2.0, unit=1 / 8, grad=True) -> Recipe:
    """Uniform multiples of `unit` in [low, high], never 0 unless that is an end of the range."""

    def make(rng: random.Random) -> Input:
        steps = [k for k in range(math.ceil(low / unit), math.floor(high / unit) + 1) if k != 0 or 0 in (low, high)]
        return Input(shape, "float32", [rng.choice(steps) * unit for _ in range(math.prod(shape))], grad)

    return make


def fine(*shape: int, low=-3.0, high=3.0, grad=True) -> Recipe:
    """Like `real`, in steps of 1/64, for elementwise functions."""
    return real(*shape, low=low, high=high, unit=1 / 64, grad=grad)


def distinct(*shape: int, unit=1 / 8, grad=True) -> Recipe:
    """A permutation of distinct multiples of `unit` around 0: no ties."""

    def make(rng: random.Random) -> Input:
        size = math.prod(shape)
        steps = [k - size // 2 for k in range(size)]
        rng.shuffle(steps)
        return Input(shape, "float32", [k * unit for k in steps], grad)

    return make


def ints(*shape: int, low=-4, high=4, dtype="int32") -> Recipe:
    """Uniform integers, both ends included."""
    return lambda rng: Input(shape, dtype, [rng.randint(low, high) for _ in range(math.prod(shape))], False)


def bools(*shape: int) -> Recipe:
    return lambda rng: Input(shape, "bool", [rng.random() < 0.5 for _ in range(math.prod(shape))], False)


def values(data: Sequence, *shape: int, dtype="float32", grad=True) -> Recipe:
    """Stated values; without a shape the input is one-dimensional."""
    size = shape if shape else (len(data),)
    return lambda rng: Input(size, dtype, list(data), grad and dtype.startswith("float"))


def scalar(value, dtype="float32", grad=True) -> Recipe:
    return lambda rng: Input((), dtype, [value], grad and dtype.startswith("float"))

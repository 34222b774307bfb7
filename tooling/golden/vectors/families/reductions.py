"""Reductions over any axes."""

import math

from ..case import Family
from ..inputs import bools, distinct, fine, ints, real, scalar, values

family = Family("reductions")
case = family.case
NAN, INF = math.nan, math.inf

# axes of a [2, 3, 4] input (None = all), keepDim
AXES = [(None, False), (None, True), (0, False), (1, True), (-1, False), ([0, 2], False), ([-1, -2], True), ([2, 0, 1], False)]


def describe(axes, keep: bool) -> str:
    return ("all axes" if axes is None else f"axes {axes}") + (", keepDim" if keep else "")


def options(axes, keep: bool) -> dict:
    return ({} if axes is None else {"axes": axes}) | ({"keepDim": True} if keep else {})


def method(name: str, axes, keep: bool, rank=3, extra="") -> str:
    """PyTorch's method call with a tuple of axes."""
    if axes is None and not keep and not extra:
        return f"x.{name}()"
    dims = tuple(range(rank)) if axes is None else axes
    dims = tuple(dims) if isinstance(dims, list) else dims
    return f"x.{name}(dim={dims}{extra}{', keepdim=True' if keep else ''})"


def chained(name: str, axes, keep: bool, rank=3) -> str:
    """One axis at a time, from the last, where PyTorch takes no tuple."""
    if axes is None and not keep:
        return f"x.{name}()"
    listed = range(rank) if axes is None else axes if isinstance(axes, list) else [axes]
    calls = [f".{name}({axis}{', keepdim=True' if keep else ''})" for axis in sorted((a % rank for a in listed), reverse=True)]
    return "x" + "".join(calls)


for axes, keep in AXES:
    name, attributes = describe(axes, keep), options(axes, keep)
    for op, torch_op in (("sum", "sum"), ("mean", "mean")):
        case(op, name, method(torch_op, axes, keep), attributes, x=fine(2, 3, 4))
    for op, torch_op in (("max", "amax"), ("min", "amin")):
        case(op, name, method(torch_op, axes, keep), attributes, x=distinct(2, 3, 4))
    case("prod", name, chained("prod", axes, keep), attributes, x=real(2, 3, 4, low=-1.5, high=1.5, unit=1 / 4))
    case("any", name, chained("any", axes, keep), attributes, x=bools(2, 3, 4))
    case("all", name, chained("all", axes, keep), attributes, x=bools(2, 3, 4))
for op in ("var", "std"):
    for axes, keep in AXES[:7]:
        case(op, describe(axes, keep), method(op, axes, keep, extra=", correction=1"), options(axes, keep), x=fine(2, 3, 4))
    for correction in (0, 2):
        case(op, f"correction {correction}", f"x.{op}(dim=1, correction={correction})", {"axes": 1, "correction": correction}, x=fine(2, 4))
    case(op, "large mean", f"x.{op}(dim=0, correction=1)", {"axes": 0}, x=values([4096.0, 4096.25, 4096.5, 4097.0]))
    case(op, "one value, correction 0", f"x.{op}(dim=1, correction=0)", {"axes": 1, "correction": 0}, x=fine(2, 1))
    case(op, "non-finite, one value", f"x.{op}(dim=1, correction=1)", {"axes": 1}, gradients=False, x=fine(2, 1))
    case(op, "second derivative", f"x.{op}(dim=1, correction=1)", {"axes": 1}, second=True, x=fine(2, 3))
case("std", "constant input has gradient 0", "x.std(dim=0, correction=1)", {"axes": 0}, x=values([1.5, 1.5, 1.5]))

for op, torch_op in (("max", "amax"), ("min", "amin")):
    case(op, "ties share the gradient", f"x.{torch_op}(dim=1)", {"axes": 1}, x=values([1.0, 2.0, 2.0, 3.0, 3.0, 3.0, -1.0, -1.0, 0.0], 3, 3))
    case(op, "ties over all axes", f"x.{torch_op}()", x=values([5.0, -5.0, 5.0, -5.0, 0.0, 5.0], 2, 3))
    case(op, "int32", f"x.{torch_op}(dim=0)", {"axes": 0}, x=ints(3, 4))
    case(op, "uint8", f"x.{torch_op}()", x=ints(6, low=0, high=255, dtype="uint8"))
    case(op, "non-finite", f"x.{torch_op}(dim=1)", {"axes": 1}, gradients=False, x=values([1.0, NAN, 2.0, INF, -INF, 0.0, -INF, -INF, -INF, NAN, INF, 1.0], 4, 3))
    case(op, "second derivative", f"x.{torch_op}(dim=1)", {"axes": 1}, second=True, x=distinct(2, 3))
for op, torch_op in (("sum", "sum"), ("mean", "mean"), ("max", "amax"), ("min", "amin"), ("prod", "prod")):
    case(op, "scalar", f"x.{torch_op}()", x=scalar(-1.25))

case("sum", "empty axis is 0", "x.sum(dim=0)", {"axes": 0}, x=fine(0, 3))
case("sum", "empty output", "x.sum(dim=1)", {"axes": 1}, x=fine(0, 3))
case("prod", "empty axis is 1", "x.prod(0)", {"axes": 0}, x=fine(0, 3))
case("mean", "non-finite, empty axis", "x.mean(dim=0)", {"axes": 0}, gradients=False, x=fine(0, 2))
case("var", "non-finite, empty axis", "x.var(dim=0, correction=1)", {"axes": 0}, gradients=False, x=fine(0, 2))
case("any", "empty axis is false", "x.any(0)", {"axes": 0}, x=bools(0, 2))
case("all", "empty axis is true", "x.all(0)", {"axes": 0}, x=bools(0, 2))
case("sum", "int32", "x.sum(dim=1)", {"axes": 1}, x=ints(2, 5))
case("sum", "uint8 widens to int32", "x.sum()", x=values([255, 255, 3], dtype="uint8"))
case("sum", "bool counts", "x.sum(dim=0)", {"axes": 0}, x=bools(5, 3))
case("prod", "int32", "x.prod(1)", {"axes": 1}, x=ints(2, 4))
case("sum", "non-finite", "x.sum(dim=1)", {"axes": 1}, gradients=False, x=values([INF, 1.0, INF, -INF, NAN, 0.0], 3, 2))
case("prod", "non-finite", "x.prod(1)", {"axes": 1}, gradients=False, x=values([INF, 2.0, INF, 0.0, NAN, 0.0], 3, 2))

# prod(0), not prod(): the latter loses second derivatives where two values are zero.
ZEROS = {"no zero": [2.0, -1.5, 0.5], "one zero": [2.0, 0.0, -1.5], "two zeros": [0.0, 3.0, 0.0], "all zeros": [0.0, 0.0, 0.0]}
for name, data in ZEROS.items():
    case("prod", f"{name}, all axes", "x.prod(0)", second=True, x=values(data))
    case("prod", f"{name}, one axis", "x.prod(1)", {"axes": 1}, second=True, x=values([*data, 0.5, -2.0, 4.0], 2, 3))
case("prod", "zeros over two axes", "x.prod(2).prod(0)", {"axes": [0, 2]}, x=values([1.0, 0.0, 2.0, 3.0, -1.0, 0.5, 0.0, 2.0], 2, 2, 2))

for op in ("argmax", "argmin"):
    case(op, "flat", f"x.{op}()", gradients=False, x=distinct(2, 3, 4))
    for axis in (0, 1, -1):
        case(op, f"axis {axis}", f"x.{op}({axis})", {"axis": axis}, gradients=False, x=distinct(2, 3, 4))
    case(op, "keepDim", f"x.{op}(1, keepdim=True)", {"axis": 1, "keepDim": True}, gradients=False, x=distinct(2, 3))
    case(op, "first of ties", f"x.{op}(1)", {"axis": 1}, gradients=False, x=values([1.0, 3.0, 3.0, 0.0, 2.0, 2.0, 2.0, 2.0, 0.0, 5.0, 0.0, 5.0], 3, 4))
    case(op, "first of ties, flat", f"x.{op}()", gradients=False, x=values([0.0, 1.0, 1.0, 0.0], 2, 2))
    case(op, "non-finite, first NaN wins", f"x.{op}(1)", {"axis": 1}, gradients=False, x=values([1.0, NAN, INF, NAN, -INF, 0.0, INF, INF, -INF], 3, 3))
    case(op, "int32", f"x.{op}(0)", {"axis": 0}, x=ints(4, 3))
    case(op, "one element", f"x.{op}()", gradients=False, x=scalar(2.5))

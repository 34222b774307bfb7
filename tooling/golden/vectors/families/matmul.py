"""matmul in all its ranks, and linear with its fused activations."""

import math

from ..case import Family
from ..inputs import real, values

family = Family("matmul")
case = family.case

SHAPES = {
    "dot product": ((4,), (4,)),
    "matrix and vector": ((3, 4), (4,)),
    "vector and matrix": ((4,), (4, 2)),
    "matrices": ((3, 4), (4, 2)),
    "one row": ((1, 5), (5, 3)),
    "inner size 1": ((3, 1), (1, 2)),
    "batched": ((2, 3, 4), (2, 4, 2)),
    "batch and matrix": ((2, 3, 4), (4, 2)),
    "matrix and batch": ((3, 4), (2, 4, 2)),
    "batch and vector": ((2, 3, 4), (4,)),
    "vector and batch": ((4,), (2, 4, 2)),
    "batches broadcast": ((2, 1, 2, 3), (3, 3, 2)),
    "batch of one": ((1, 2, 3), (4, 3, 1)),
    "inner size 0": ((2, 0), (0, 3)),
    "empty batch": ((0, 2, 3), (3, 2)),
    "no rows": ((0, 3), (3, 2)),
}
for name, (left, right) in SHAPES.items():
    case("matmul", name, "a @ b", a=real(*left), b=real(*right))
for name, (left, right) in {"matrices": ((2, 3), (3, 2)), "batch and matrix": ((2, 2, 3), (3, 2)), "vector and matrix": ((3,), (3, 2))}.items():
    case("matmul", f"second derivative, {name}", "a @ b", second=True, a=real(*left), b=real(*right))
case("matmul", "non-finite", "a @ b", gradients=False, a=values([math.inf, 0.0, math.nan, 1.0, 1.0, 1.0], 3, 2), b=values([1.0, 0.0, 2.0, -math.inf], 2, 2))

LINEAR = "F.linear(input, weight, bias)"
for name, size in {"batch": (3, 4), "vector": (4,), "extra axes": (2, 2, 4), "empty batch": (0, 4)}.items():
    case("linear", name, LINEAR, input=real(*size), weight=real(2, 4), bias=real(2))
case("linear", "no bias", LINEAR, input=real(3, 4), weight=real(2, 4), bias=None)
case("linear", "one output", LINEAR, input=real(3, 4), weight=real(1, 4), bias=real(1))
case("linear", "second derivative", LINEAR, second=True, input=real(2, 3), weight=real(2, 3), bias=real(2))
for activation, expression in (("relu", f"{LINEAR}.relu()"), ("relu6", f"F.relu6({LINEAR})")):
    wide = {"low": -4.0, "high": 4.0}
    case("linear", f"activation {activation}", expression, {"activation": activation}, input=real(4, 3, **wide), weight=real(4, 3, **wide), bias=real(4))
    case("linear", f"activation {activation}, no bias, extra axes", expression, {"activation": activation}, input=real(2, 2, 3, **wide), weight=real(2, 3, **wide), bias=None)

"""Elementwise functions of two tensors or a tensor and a number, with broadcasting; where."""

import math

from ..case import Family
from ..inputs import bools, fine, ints, scalar, values

family = Family("binary")
case = family.case

NAN, INF = math.nan, math.inf
# our name: (expression of a and b, lowest b, second derivatives)
ARITHMETIC = {
    "add": ("a + b", -3.0, False),
    "sub": ("a - b", -3.0, False),
    "mul": ("a * b", -3.0, True),
    "div": ("a / b", 0.25, True),
    "maximum": ("torch.maximum(a, b)", -3.0, False),
    "minimum": ("torch.minimum(a, b)", -3.0, False),
}
BROADCASTS = {
    "same shape": ((2, 3), (2, 3)),
    "row against matrix": ((2, 3), (3,)),
    "outer": ((3, 1), (1, 4)),
    "scalar tensor": ((), (2, 2)),
    "rank 1 against rank 3": ((3, 1), (2, 1, 2)),
    "empty": ((0, 3), (1, 3)),
}
for op, (expression, low, twice) in ARITHMETIC.items():
    for name, (left, right) in BROADCASTS.items():
        case(op, name, expression, a=fine(*left), b=fine(*right, low=low))
    if twice:
        case(op, "second derivative, broadcast", expression, second=True, a=fine(2, 3), b=fine(3, low=low))
    case(op, "non-finite", expression, gradients=False, a=values([NAN, 1.0, INF, INF, -INF, 0.0, 1.0, -1.0, 0.0]), b=values([1.0, NAN, INF, -INF, 2.0, 0.0, 0.0, 0.0, INF]))
    if op != "div":
        case(op, "int32", expression, a=ints(2, 3), b=ints(3))

NUMBERS = {
    "add": ("a + 1.5", 1.5), "sub": ("a - 1.5", 1.5), "mul": ("a * -2.5", -2.5), "div": ("a / 4", 4),
    "maximum": ("a.clamp(min=0.2265625)", 0.2265625), "minimum": ("a.clamp(max=0.2265625)", 0.2265625),
}
for op, (expression, number) in NUMBERS.items():
    case(op, "number", expression, {"b": number}, a=fine(2, 3))
case("sub", "number first", "1 - b", {"a": 1}, b=fine(2, 3))
case("div", "number first", "1 / b", {"a": 1}, second=True, b=fine(2, 3, low=0.25))
case("div", "non-finite, by zero", "a / b", gradients=False, a=values([1.0, -1.0, 0.0, 1.0]), b=values([0.0, 0.0, 0.0, -0.0]))
for op in ("maximum", "minimum"):
    case(op, "ties halve the gradient", f"torch.{op}(a, b)", a=values([1.0, 2.0, -1.0, 0.0]), b=values([1.0, 1.0, -1.0, 3.0]))
for op, expression, number in (("add", "a + 3", 3), ("mul", "a * -2", -2), ("sub", "a - 1", 1)):
    case(op, "int32 and number", expression, {"b": number}, a=ints(5))

POSITIVE = {"low": 1 / 64}
case("pow", "tensors", "a ** b", a=fine(2, 3, **POSITIVE), b=fine(2, 3))
case("pow", "broadcast", "a ** b", a=fine(2, 1, **POSITIVE), b=fine(3))
case("pow", "second derivative", "a ** b", second=True, a=fine(4, low=0.25), b=fine(4))
case("pow", "base zero", "a ** b", a=values([0.0, 0.0, 0.0]), b=values([1.0, 2.0, 3.0]))
for exponent, low in ((2, -3.0), (3, -3.0), (0.5, 1 / 64), (-1, 0.25), (-2, 0.25), (1, -3.0), (0, -3.0), (2.5, 1 / 64)):
    case("pow", f"exponent {exponent}", f"a ** {exponent}", {"b": exponent}, second=exponent != 0, a=fine(2, 2, low=low))
case("pow", "exponent 0 at zero", "a ** 0", {"b": 0}, a=values([0.0, -1.0, 2.0]))
case("pow", "exponent 2 at zero", "a ** 2", {"b": 2}, second=True, a=values([0.0, -1.0, 2.0]))
case("pow", "exponent 3 at zero", "a ** 3", {"b": 3}, second=True, a=values([0.0, -1.0, 2.0]))
case("pow", "number base", "2 ** b", {"a": 2}, second=True, b=fine(2, 3))
case("pow", "negative base, integer exponents", "a ** b", gradients=False, a=values([-2.0, -2.0, -1.5, -1.0]), b=values([2.0, 3.0, -1.0, 0.0]))
case("pow", "non-finite", "a ** b", gradients=False, a=values([NAN, NAN, 1.0, -2.0, INF, INF, -INF, 0.5]), b=values([0.0, 1.0, NAN, 0.5, -1.0, 0.0, 3.0, INF]))
case("pow", "int32", "a ** b", a=ints(4), b=values([0, 1, 2, 3], dtype="int32"))

for op in ("eq", "ne", "lt", "le", "gt", "ge"):
    case(op, "some equal", f"a.{op}(b)", gradients=False, a=values([1.0, 2.0, -1.0, 0.5]), b=values([1.0, 1.0, 1.0, 0.5]))
    case(op, "broadcast", f"a.{op}(b)", gradients=False, a=fine(3, 1), b=fine(4))
    case(op, "number", f"a.{op}(0.5)", {"b": 0.5}, gradients=False, a=values([0.25, 0.5, 0.75]))
    case(op, "int32", f"a.{op}(b)", a=ints(8, low=-1, high=1), b=ints(8, low=-1, high=1))
    case(op, "non-finite and signed zeros", f"a.{op}(b)", gradients=False, a=values([NAN, NAN, INF, INF, -INF, 0.0]), b=values([NAN, 1.0, INF, -INF, 0.0, -0.0]))

for op, torch_op in (("logicalAnd", "logical_and"), ("logicalOr", "logical_or"), ("logicalXor", "logical_xor")):
    case(op, "truth table", f"a.{torch_op}(b)", a=values([0, 0, 1, 1], dtype="bool"), b=values([0, 1, 0, 1], dtype="bool"))
    case(op, "broadcast", f"a.{torch_op}(b)", a=bools(2, 1), b=bools(3))

WHERE = "torch.where(condition, a, b)"
case("where", "same shape", WHERE, second=True, condition=bools(2, 3), a=fine(2, 3), b=fine(2, 3))
case("where", "three broadcast shapes", WHERE, condition=bools(2, 1, 3), a=fine(4, 1), b=fine(3))
case("where", "condition broadcast", WHERE, condition=bools(3), a=fine(2, 3), b=scalar(0.5))
case("where", "number a", "torch.where(condition, 2.5, b)", {"a": 2.5}, condition=bools(2, 3), b=fine(2, 3))
case("where", "number b", "torch.where(condition, a, -1.0)", {"b": -1}, condition=bools(2, 3), a=fine(2, 3))
case("where", "non-finite value not chosen", WHERE, condition=values([1, 0, 1], dtype="bool"), a=values([1.0, NAN, 2.0]), b=values([INF, 3.0, NAN]))
case("where", "int32", WHERE, condition=bools(6), a=ints(6), b=ints(6))

"""Elementwise functions of one tensor, and casts."""

import math

from ..case import Family
from ..inputs import bools, fine, ints, scalar, values

family = Family("unary")
case = family.case

NAN, INF = math.nan, math.inf
SPECIAL = [NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0]
POSITIVE, WHOLE, AWAY = (1 / 64, 3.0), (-3.0, 3.0), (0.25, 3.0)

# our name: (PyTorch expression, domain, second derivatives)
SMOOTH = {
    "neg": ("-x", WHOLE, False),
    "abs": ("x.abs()", WHOLE, True),
    "exp": ("x.exp()", WHOLE, True),
    "expm1": ("x.expm1()", WHOLE, True),
    "log": ("x.log()", POSITIVE, True),
    "log1p": ("x.log1p()", (-0.75, 3.0), True),
    "sqrt": ("x.sqrt()", POSITIVE, True),
    "rsqrt": ("x.rsqrt()", POSITIVE, True),
    "reciprocal": ("x.reciprocal()", AWAY, True),
    "square": ("x.square()", WHOLE, True),
    "tanh": ("x.tanh()", WHOLE, True),
    "sigmoid": ("x.sigmoid()", WHOLE, True),
    "relu": ("x.relu()", WHOLE, True),
    "erf": ("x.erf()", WHOLE, True),
    "gelu": ("F.gelu(x)", WHOLE, True),
    "sign": ("x.sign()", WHOLE, False),
    "floor": ("x.floor()", WHOLE, False),
    "ceil": ("x.ceil()", WHOLE, False),
    "round": ("x.round()", WHOLE, False),
}
for op, (expression, (low, high), twice) in SMOOTH.items():
    case(op, "matrix", expression, x=fine(3, 4, low=low, high=high))
    case(op, "scalar", expression, x=scalar(0.625))
    case(op, "non-finite and signed zeros", expression, gradients=False, x=values(SPECIAL))
    if twice:
        case(op, "second derivative", expression, second=True, x=fine(5, low=low, high=high))
case("tanh", "empty", "x.tanh()", x=fine(0, 3))

# Small and large arguments, where naive formulas lose digits or overflow.
TINY = [2.0**-20, -(2.0**-20), 2.0**-12, -(2.0**-12), 2.0**-30]
LARGE = [20.0, -20.0, 40.0, -40.0, 80.0, -80.0]
for op in ("expm1", "log1p", "tanh", "sigmoid", "erf", "gelu"):
    case(op, "tiny arguments", SMOOTH[op][0], x=values(TINY))
case("exp", "large arguments", "x.exp()", x=values(LARGE))
case("log", "wide range", "x.log()", x=values([2.0**-100, 2.0**-20, 1.0, 1.0 + 2.0**-20, 2.0**20, 2.0**100]))
for op in ("tanh", "sigmoid", "erf", "expm1"):
    case(op, "large arguments", SMOOTH[op][0], x=values(LARGE))
case("gelu", "large positive arguments", "F.gelu(x)", x=values([4.0, 8.0, 20.0, 40.0]))
case("sqrt", "wide range", "x.sqrt()", x=values([2.0**-60, 2.0**-21, 2.0, 3.0, 2.0**61]))

# Kinks, ties and halves.
case("abs", "kink at zero", "x.abs()", x=values([-1.0, 0.0, 1.0]))
case("relu", "kink at zero", "x.relu()", x=values([-1.0, 0.0, 1.0]))
case("sign", "zero", "x.sign()", x=values([-2.5, 0.0, 2.5]))
HALVES = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 0.49999997, 2.0, -3.0]
case("round", "halves go to even", "x.round()", x=values([k if k != 0.49999997 else 0.5 - 2.0**-25 for k in HALVES]))
for op in ("floor", "ceil"):
    case(op, "integers and halves", f"x.{op}()", x=values([-2.5, -2.0, -0.5, 0.0, 0.5, 2.0, 2.5]))

CLAMP = {
    "both ends": ("x.clamp(-1, 1.5)", {"min": -1, "max": 1.5}),
    "min only": ("x.clamp(min=0.25)", {"min": 0.25}),
    "max only": ("x.clamp(max=-0.25)", {"max": -0.25}),
}
for name, (expression, attributes) in CLAMP.items():
    case("clamp", name, expression, attributes, second=True, x=fine(3, 4))
case("clamp", "ends included in the gradient", "x.clamp(-1, 1)", {"min": -1, "max": 1}, x=values([-1.5, -1.0, 0.0, 1.0, 1.5]))
case("clamp", "non-finite", "x.clamp(-1, 1)", {"min": -1, "max": 1}, gradients=False, x=values(SPECIAL))
case("clamp", "int32", "x.clamp(-2, 1)", {"min": -2, "max": 1}, x=ints(8))
case("leakyRelu", "default slope", "F.leaky_relu(x)", x=fine(3, 4))
case("leakyRelu", "slope 0.25, kink at zero", "F.leaky_relu(x, 0.25)", {"negativeSlope": 0.25}, x=values([-2.0, -0.5, 0.0, 0.5]))
case("leakyRelu", "non-finite", "F.leaky_relu(x, 0.5)", {"negativeSlope": 0.5}, gradients=False, x=values(SPECIAL))
case("leakyRelu", "second derivative", "F.leaky_relu(x, 0.125)", {"negativeSlope": 0.125}, second=True, x=fine(5))

case("isNaN", "non-finite", "x.isnan()", gradients=False, x=values(SPECIAL))
case("isFinite", "non-finite", "x.isfinite()", gradients=False, x=values(SPECIAL))
case("isNaN", "matrix", "x.isnan()", gradients=False, x=fine(2, 3))
case("isFinite", "matrix", "x.isfinite()", gradients=False, x=fine(2, 3))
case("logicalNot", "bool", "x.logical_not()", x=bools(2, 5))
for op, expression in {"neg": "-x", "abs": "x.abs()", "sign": "x.sign()", "square": "x.square()", "relu": "x.relu()"}.items():
    case(op, "int32", expression, x=ints(2, 4))

case("cast", "float32 to float64", "x.to(torch.float64)", {"dtype": "float64"}, x=fine(2, 3))
case("cast", "float32 to float32", "x.to(torch.float64)", {"dtype": "float32"}, x=fine(4))
case("cast", "float64 to float32 rounds", "x.to(torch.float32)", {"dtype": "float32"}, gradients=False, x=values([0.1, 1 / 3, -2.7, 16777217.0], dtype="float64"))
case("cast", "float to int32 truncates", "x.to(torch.int32)", {"dtype": "int32"}, gradients=False, x=values([-2.75, -1.0, -0.5, 0.0, 0.5, 1.0, 2.75, 1e6]))
case("cast", "float to uint8 truncates", "x.to(torch.uint8)", {"dtype": "uint8"}, gradients=False, x=values([0.0, 0.75, 1.5, 254.5, 255.0]))
case("cast", "float to bool", "x.to(torch.bool)", {"dtype": "bool"}, gradients=False, x=values([0.0, -0.0, 0.5, -1.0, 2.0**-40]))
case("cast", "non-finite to bool", "x.to(torch.bool)", {"dtype": "bool"}, gradients=False, x=values([NAN, INF, -INF]))
case("cast", "int32 to float32", "x.to(torch.float64)", {"dtype": "float32"}, x=ints(2, 3))
case("cast", "uint8 to int32", "x.to(torch.int32)", {"dtype": "int32"}, x=ints(5, low=0, high=255, dtype="uint8"))
case("cast", "int32 to bool", "x.to(torch.bool)", {"dtype": "bool"}, x=values([0, 1, -3, 256], dtype="int32"))
case("cast", "bool to float32", "x.to(torch.float64)", {"dtype": "float32"}, x=bools(6))
case("cast", "bool to int32", "x.to(torch.int32)", {"dtype": "int32"}, x=bools(6))
case("cast", "bool to uint8", "x.to(torch.uint8)", {"dtype": "uint8"}, x=bools(2, 3))
case("dropout", "evaluation is the identity", "F.dropout(x, 0.5, training=False)", {"p": 0.5, "training": False}, x=fine(2, 3))
case("dropout", "p 0 is the identity", "F.dropout(x, 0.0)", {"p": 0}, x=fine(2, 3))
case("dropout", "p 1 is zero", "F.dropout(x, 1.0)", {"p": 1}, x=fine(2, 3))

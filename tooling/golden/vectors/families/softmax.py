"""logSumExp, softmax and logSoftmax."""

import math

from ..case import Family
from ..inputs import fine, scalar, values

family = Family("softmax")
case = family.case
INF = math.inf

SHAPES = {"matrix, last axis": ((3, 4), -1), "matrix, first axis": ((3, 4), 0), "channels of a batch": ((2, 3, 2, 2), 1), "one class": ((3, 1), 1), "vector": ((5,), 0), "empty batch": ((0, 3), 1)}
for op, torch_op in (("softmax", "softmax"), ("logSoftmax", "log_softmax")):
    for name, (shape, axis) in SHAPES.items():
        case(op, name, f"x.{torch_op}({axis})", {"axis": axis}, x=fine(*shape))
    case(op, "second derivative", f"x.{torch_op}(1)", {"axis": 1}, second=True, x=fine(2, 3))
    case(op, "large values", f"x.{torch_op}(1)", {"axis": 1}, x=values([1000.0, 1001.0, 999.0, -1000.0, -1002.0, -1001.0], 2, 3))
    case(op, "far apart", f"x.{torch_op}(0)", {"axis": 0}, x=values([0.0, 50.0, -30.0]))
    case(op, "non-finite, one -Infinity", f"x.{torch_op}(0)", {"axis": 0}, gradients=False, x=values([0.0, -INF, 1.0]))
    case(op, "non-finite, NaN", f"x.{torch_op}(0)", {"axis": 0}, gradients=False, x=values([0.0, math.nan, 1.0]))

case("logSumExp", "all axes", "x.logsumexp((0, 1))", x=fine(2, 3))
case("logSumExp", "all axes kept", "x.logsumexp((0, 1), keepdim=True)", {"keepDim": True}, x=fine(2, 3))
case("logSumExp", "last axis", "x.logsumexp(-1)", {"axes": -1}, x=fine(2, 3))
case("logSumExp", "two axes kept", "x.logsumexp((0, 2), keepdim=True)", {"axes": [0, 2], "keepDim": True}, x=fine(2, 3, 2))
case("logSumExp", "second derivative", "x.logsumexp(1)", {"axes": 1}, second=True, x=fine(2, 3))
case("logSumExp", "large values", "x.logsumexp(0)", {"axes": 0}, x=values([1000.0, 1001.0, -1000.0]))
case("logSumExp", "scalar", "x.logsumexp(0)", x=scalar(1.25))
case("logSumExp", "non-finite, one -Infinity", "x.logsumexp(0)", {"axes": 0}, gradients=False, x=values([0.0, -INF, 1.0]))
case("logSumExp", "non-finite, all -Infinity", "x.logsumexp(0)", {"axes": 0}, gradients=False, x=values([-INF, -INF]))
case("logSumExp", "non-finite, Infinity", "x.logsumexp(0)", {"axes": 0}, gradients=False, x=values([0.0, INF, INF]))

"""Creation functions; float results default to float32."""

from ..case import Family
from ..inputs import fine, ints, scalar, values

family = Family("creation")
case = family.case

case("tensor", "nested numbers", "torch.tensor([[0.5, -1.25], [3.0, 4.0]])", {"values": [[0.5, -1.25], [3, 4]]})
case("tensor", "one number", "torch.tensor(2.5)", {"values": 2.5})
case("tensor", "booleans", "torch.tensor([True, False, True])", {"values": [True, False, True]})
case("tensor", "flat numbers with a shape", "torch.tensor([1.0, 2, 3, 4, 5, 6]).reshape(2, 3)", {"values": [1, 2, 3, 4, 5, 6], "shape": [2, 3]})
case("tensor", "int32", "torch.tensor([[1, -2], [3, 4]], dtype=torch.int32)", {"values": [[1, -2], [3, 4]], "dtype": "int32"})
case("tensor", "uint8", "torch.tensor([0, 255], dtype=torch.uint8)", {"values": [0, 255], "dtype": "uint8"})
case("tensor", "float64", "torch.tensor([0.1, 1e-300], dtype=torch.float64)", {"values": [0.1, 1e-300], "dtype": "float64"})
case("tensor", "empty", "torch.tensor([])", {"values": []})

for op in ("zeros", "ones"):
    case(op, "matrix", f"torch.{op}(2, 3)", {"shape": [2, 3]})
    case(op, "scalar", f"torch.{op}(())", {"shape": []})
    case(op, "empty", f"torch.{op}(0, 3)", {"shape": [0, 3]})
    case(op, "int32", f"torch.{op}(4, dtype=torch.int32)", {"shape": [4], "dtype": "int32"})
    case(op, "bool", f"torch.{op}(2, 1, dtype=torch.bool)", {"shape": [2, 1], "dtype": "bool"})
case("full", "float", "torch.full((2, 2), 1.5)", {"shape": [2, 2], "value": 1.5})
case("full", "int32", "torch.full((3,), -7, dtype=torch.int32)", {"shape": [3], "value": -7, "dtype": "int32"})
case("full", "non-finite infinity", "torch.full((2,), float('-inf'))", {"shape": [2], "value": float("-inf")})
for op, torch_op in (("zerosLike", "zeros_like"), ("onesLike", "ones_like")):
    case(op, "float", f"torch.{torch_op}(x)", x=fine(2, 3, grad=False))
    case(op, "int32", f"torch.{torch_op}(x)", x=ints(4))

case("arange", "end", "torch.arange(5.0)", {"end": 5}, parameters=["end"])
case("arange", "end, int32", "torch.arange(5, dtype=torch.int32)", {"end": 5, "dtype": "int32"}, parameters=["end"])
case("arange", "start and end", "torch.arange(2.0, 6.0)", {"start": 2, "end": 6})
case("arange", "fractional step, end excluded", "torch.arange(-1.0, 1.0, 0.25)", {"start": -1, "end": 1, "step": 0.25})
case("arange", "end not a multiple of the step", "torch.arange(0.0, 2.0, 0.75)", {"start": 0, "end": 2, "step": 0.75})
case("arange", "negative step", "torch.arange(3.0, -2.0, -1.5)", {"start": 3, "end": -2, "step": -1.5})
case("arange", "empty", "torch.arange(4.0, 4.0)", {"start": 4, "end": 4})
case("linspace", "five", "torch.linspace(0, 1, 5)", {"start": 0, "end": 1, "steps": 5})
case("linspace", "descending thirds", "torch.linspace(2, -1, 10)", {"start": 2, "end": -1, "steps": 10})
case("linspace", "one step is the start", "torch.linspace(3, 8, 1)", {"start": 3, "end": 8, "steps": 1})
case("linspace", "no steps", "torch.linspace(3, 8, 0)", {"start": 3, "end": 8, "steps": 0})
case("eye", "square", "torch.eye(3)", {"n": 3})
case("eye", "wide", "torch.eye(2, 4)", {"n": 2, "m": 4})
case("eye", "tall, int32", "torch.eye(3, 2, dtype=torch.int32)", {"n": 3, "m": 2, "dtype": "int32"})

ONE_HOT = "F.one_hot(indices.long(){}).to(torch.{})"
case("oneHot", "classes stated", ONE_HOT.format(", 5", "float64"), {"numClasses": 5}, indices=values([0, 4, 2], dtype="int32"))
case("oneHot", "classes inferred", ONE_HOT.format("", "float64"), indices=values([1, 3, 0, 3], dtype="int32"))
case("oneHot", "uint8 matrix", ONE_HOT.format(", 3", "float64"), {"numClasses": 3}, indices=values([0, 1, 2, 2], 2, 2, dtype="uint8"))
case("oneHot", "scalar", ONE_HOT.format(", 4", "float64"), {"numClasses": 4}, indices=scalar(2, "int32"))
case("oneHot", "as int32", ONE_HOT.format(", 3", "int32"), {"numClasses": 3, "dtype": "int32"}, indices=values([2, 0], dtype="int32"))

"""Shape changes: views, joins, pads and flips."""

from ..case import Family
from ..inputs import bools, fine, ints, real, scalar

family = Family("shape")
case = family.case

case("reshape", "merge", "x.reshape(6, 2)", {"shape": [6, 2]}, x=real(2, 3, 2))
case("reshape", "inferred size", "x.reshape(2, -1)", {"shape": [2, -1]}, x=real(2, 3, 2))
case("reshape", "to a scalar", "x.reshape(())", {"shape": []}, x=real(1, 1))
case("reshape", "empty", "x.reshape(3, 0, 2)", {"shape": [3, 0, 2]}, x=real(0, 4))
case("reshape", "int32", "x.reshape(4)", {"shape": [4]}, x=ints(2, 2))
case("flatten", "everything", "x.flatten()", x=real(2, 3, 2))
case("flatten", "from axis 1", "x.flatten(1)", {"startAxis": 1}, x=real(2, 3, 2))
case("flatten", "inner axes", "x.flatten(1, 2)", {"startAxis": 1, "endAxis": 2}, x=real(2, 2, 2, 2))
case("flatten", "negative axes", "x.flatten(-3, -2)", {"startAxis": -3, "endAxis": -2}, x=real(2, 2, 2, 2))
case("flatten", "scalar", "x.flatten()", x=scalar(1.5))
case("permute", "rotate three axes", "x.permute(2, 0, 1)", {"axes": [2, 0, 1]}, x=real(2, 3, 4))
case("permute", "NCHW to NHWC, negative axes", "x.permute(0, -2, -1, 1)", {"axes": [0, -2, -1, 1]}, x=real(1, 3, 2, 2))
case("permute", "bool", "x.permute(1, 0)", {"axes": [1, 0]}, x=bools(2, 3))
case("transpose", "matrix", "x.transpose(0, 1)", {"axis0": 0, "axis1": 1}, x=real(2, 3))
case("transpose", "last two of four", "x.transpose(-1, -2)", {"axis0": -1, "axis1": -2}, x=real(2, 1, 2, 3))
case("transpose", "same axis", "x.transpose(1, 1)", {"axis0": 1, "axis1": 1}, x=real(2, 3))
case("expand", "column", "x.expand(3, 4)", {"shape": [3, 4]}, x=real(3, 1))
case("expand", "new leading axes", "x.expand(2, 2, 3)", {"shape": [2, 2, 3]}, x=real(3))
case("expand", "-1 keeps a size", "x.expand(-1, 4)", {"shape": [-1, 4]}, x=real(2, 1))
case("expand", "scalar", "x.expand(2, 2)", {"shape": [2, 2]}, x=scalar(0.5))
case("expand", "to an empty axis", "x.expand(0, 3)", {"shape": [0, 3]}, x=real(1, 3))
case("squeeze", "all", "x.squeeze()", x=real(1, 3, 1, 2))
case("squeeze", "one axis", "x.squeeze(-2)", {"axis": -2}, x=real(1, 3, 1, 2))
case("squeeze", "axis that is not 1 stays", "x.squeeze(1)", {"axis": 1}, x=real(1, 3, 1))
case("unsqueeze", "front", "x.unsqueeze(0)", {"axis": 0}, x=real(2, 3))
case("unsqueeze", "back", "x.unsqueeze(-1)", {"axis": -1}, x=real(2, 3))
case("unsqueeze", "middle, negative", "x.unsqueeze(-2)", {"axis": -2}, x=real(2, 3))

# name: (PyTorch's or Python's own slicing, our ranges, shape)
SLICES = {
    "range": ("x[1:3]", [[1, 3]], (4, 2)),
    "select drops the axis": ("x[1]", [1], (3, 2)),
    "negative select": ("x[:, -1]", [None, -1], (3, 2)),
    "all kinds": ("x[:, 1, 0:4:2]", [None, 1, [0, 4, 2]], (2, 3, 4)),
    "negative bounds": ("x[-3:-1]", [[-3, -1]], (5,)),
    "out-of-range bounds clamp": ("x[-10:10]", [[-10, 10]], (4,)),
    "start beyond end is empty": ("x[3:1]", [[3, 1]], (4, 2)),
    "step 3": ("x[1:8:3]", [[1, 8, 3]], (8,)),
    "step beyond the end": ("x[0:3:5]", [[0, 3, 5]], (4,)),
    "reversed": ("x[list(range(5))[4:-10:-1]]", [[4, -10, -1]], (5, 2)),
    "negative step": ("x[list(range(6))[-1:0:-2]]", [[-1, 0, -2]], (6,)),
    "negative step, start clamps": ("x[:, list(range(4))[9:1:-1]]", [None, [9, 1, -1]], (2, 4)),
    "negative step, empty": ("x[list(range(4))[1:3:-1]]", [[1, 3, -1]], (4,)),
    "every axis selected": ("x[1, 2]", [1, 2], (2, 3)),
    "crop of an image": ("x[:, :, 1:-1, 1:-1]", [None, None, [1, -1], [1, -1]], (1, 2, 4, 3)),
}
for name, (expression, ranges, size) in SLICES.items():
    case("slice", name, expression, {"ranges": ranges}, x=real(*size))
case("slice", "int32", "x[1:, 0]", {"ranges": [[1, 9], 0]}, x=ints(3, 2))

case("cat", "axis 0", "torch.cat(tensors)", tensors=[real(1, 3), real(2, 3)])
case("cat", "channels, three parts", "torch.cat(tensors, 1)", {"axis": 1}, tensors=[real(1, 1, 2), real(1, 3, 2), real(1, 2, 2)])
case("cat", "last axis, negative", "torch.cat(tensors, -1)", {"axis": -1}, tensors=[real(2, 1), real(2, 2)])
case("cat", "one tensor", "torch.cat(tensors, 0)", {"axis": 0}, tensors=[real(2, 2)])
case("cat", "an empty part", "torch.cat(tensors, 0)", {"axis": 0}, tensors=[real(0, 2), real(3, 2)])
case("cat", "int32", "torch.cat(tensors, 0)", {"axis": 0}, tensors=[ints(2), ints(3)])
case("cat", "bool", "torch.cat(tensors, 0)", {"axis": 0}, tensors=[bools(2), bools(3)])
case("stack", "front", "torch.stack(tensors)", tensors=[real(2, 3), real(2, 3)])
case("stack", "middle", "torch.stack(tensors, 1)", {"axis": 1}, tensors=[real(2, 2), real(2, 2), real(2, 2)])
case("stack", "last, negative", "torch.stack(tensors, -1)", {"axis": -1}, tensors=[real(2, 2), real(2, 2)])
case("stack", "scalars", "torch.stack(tensors)", tensors=[scalar(1.5), scalar(-2.0), scalar(0.25)])
case("stack", "uint8", "torch.stack(tensors)", tensors=[ints(3, low=0, high=255, dtype="uint8"), ints(3, low=0, high=255, dtype="uint8")])

case("split", "equal parts", "x.split(2)", {"sizeOrSizes": 2}, x=real(4, 2))
case("split", "shorter last part", "x.split(2, 1)", {"sizeOrSizes": 2, "axis": 1}, x=real(2, 5))
case("split", "stated sizes", "x.split([1, 3, 2], -1)", {"sizeOrSizes": [1, 3, 2], "axis": -1}, x=real(2, 6))
case("split", "a part of size 0", "x.split([0, 3], 0)", {"sizeOrSizes": [0, 3], "axis": 0}, x=real(3, 2))
case("split", "larger than the axis", "x.split(9, 0)", {"sizeOrSizes": 9, "axis": 0}, x=real(3))
case("split", "int32", "x.split(2)", {"sizeOrSizes": 2}, x=ints(5))

# name: (padding, shape)
CONSTANT = {
    "last axis": ([1, 2], (2, 3)),
    "two axes": ([1, 0, 2, 1], (2, 3)),
    "three axes": ([0, 1, 1, 0, 1, 1], (1, 2, 2)),
    "image": ([1, 1, 1, 1], (1, 2, 2, 2)),
    "crop": ([-1, -1], (2, 5)),
    "crop one side, pad the other": ([-1, 2, 1, -1], (3, 3)),
    "nothing": ([0, 0], (2, 2)),
    "empty input": ([1, 1], (2, 0)),
}
for name, (padding, size) in CONSTANT.items():
    case("pad", f"constant, {name}", f"F.pad(x, {tuple(padding)})", {"padding": padding}, x=real(*size))
case("pad", "constant, value", "F.pad(x, (1, 2), value=-1.5)", {"padding": [1, 2], "value": -1.5}, x=real(2, 2))
case("pad", "constant, non-finite value", "F.pad(x, (1, 0, 0, 1), value=float('-inf'))", {"padding": [1, 0, 0, 1], "value": float("-inf")}, x=real(2, 2))
case("pad", "constant, int32", "F.pad(x, (1, 1), value=7)", {"padding": [1, 1], "value": 7}, x=ints(2, 2))
BORDERS = {
    "one side": ([2, 0], (1, 2, 3)),
    "both sides": ([1, 2], (1, 2, 4)),
    "image": ([1, 1, 1, 1], (1, 2, 3, 3)),
    "image, four different sides": ([2, 1, 0, 2], (1, 1, 3, 4)),
    "unbatched image": ([1, 2, 1, 0], (2, 3, 3)),
    "as wide as allowed": ([3, 3], (1, 1, 4)),
}
for mode in ("reflect", "replicate", "circular"):
    for name, (padding, size) in BORDERS.items():
        wrapped = mode == "circular" and name == "unbatched image"  # PyTorch's circular mode wants the batch axis here
        expression = f"F.pad({'x[None]' if wrapped else 'x'}, {tuple(padding)}, mode='{mode}'){'[0]' if wrapped else ''}"
        case("pad", f"{mode}, {name}", expression, {"padding": padding, "mode": mode}, x=real(*size))
case("pad", "replicate, wider than the input", "F.pad(x, (4, 5), mode='replicate')", {"padding": [4, 5], "mode": "replicate"}, x=real(1, 1, 2))
case("pad", "circular, whole width", "F.pad(x, (3, 3), mode='circular')", {"padding": [3, 3], "mode": "circular"}, x=real(1, 1, 3))
case("pad", "reflect, second derivative", "F.pad(x, (1, 1), mode='reflect')", {"padding": [1, 1], "mode": "reflect"}, second=True, x=real(1, 1, 3))

case("flip", "one axis", "x.flip(0)", {"axes": 0}, x=real(3, 2))
case("flip", "last axis, negative", "x.flip(-1)", {"axes": -1}, x=real(2, 3))
case("flip", "two axes", "x.flip((0, 2))", {"axes": [0, 2]}, x=real(2, 2, 3))
case("flip", "bool", "x.flip(0)", {"axes": 0}, x=bools(5))
ROTATE = "torch.rot90(x, 2, (-2, -1))"
case("rot180", "matrix", ROTATE, x=fine(2, 3))
case("rot180", "kernels", ROTATE, x=real(2, 1, 3, 3))
case("rot180", "int32", ROTATE, x=ints(2, 2))

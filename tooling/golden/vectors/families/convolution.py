"""conv2d with its whole argument set, and convolve2d."""

import math
import random

from ..case import SEED, Family
from ..inputs import real, values

family = Family("convolution")


def sides(padding) -> tuple[int, int, int, int]:
    """Our padding as (top, bottom, left, right)."""
    if isinstance(padding, int):
        return (padding,) * 4
    return tuple(padding) if len(padding) == 4 else (padding[0], padding[0], padding[1], padding[1])


def same_sides(kernel: tuple[int, int], dilation) -> tuple[int, int, int, int]:
    """As nn.Conv2d resolves padding='same' for a padding mode: the smaller half first."""
    dilations = (dilation, dilation) if isinstance(dilation, int) else dilation
    totals = [d * (k - 1) for d, k in zip(dilations, kernel)]
    return (totals[0] // 2, totals[0] - totals[0] // 2, totals[1] // 2, totals[1] - totals[1] // 2)


def snippet(attributes: dict, kernel: tuple[int, int], weight: str, unbatched: bool) -> str:
    """PyTorch's call; four sides and padding modes go through F.pad, as nn.Conv2d does it."""
    padding, mode = attributes.get("padding", 0), attributes.get("paddingMode", "zeros")
    parts = [f"{key}={as_tuple(attributes[key])}" for key in ("stride", "dilation", "groups") if key in attributes]
    source = "input"
    if mode != "zeros" or (isinstance(padding, list) and len(padding) == 4):
        around = same_sides(kernel, attributes.get("dilation", 1)) if padding == "same" else sides(padding)
        top, bottom, left, right = around
        source = f"F.pad(input, ({left}, {right}, {top}, {bottom}){'' if mode == 'zeros' else f', mode={mode!r}'})"
        if unbatched and mode == "circular":  # PyTorch's F.pad wants the batch axis here
            source = source.replace("input", "input[None]") + "[0]"
    elif "padding" in attributes:
        parts.insert(0, f"padding={as_tuple(padding)!r}")
    call = f"F.conv2d({', '.join([source, weight, 'bias', *parts])})"
    return {"relu": f"{call}.relu()", "relu6": f"F.relu6({call})"}.get(attributes.get("activation"), call)


def as_tuple(value):
    return tuple(value) if isinstance(value, list) else value


def conv(name: str, attributes: dict, input_shape, weight_shape, bias=True, op="conv2d", **options) -> None:
    weight = "weight" if op == "conv2d" else "weight.rot90(2, (2, 3))"
    family.case(
        op, name, snippet(attributes, weight_shape[2:], weight, len(input_shape) == 3), attributes, **options,
        input=real(*input_shape), weight=real(*weight_shape), bias=real(weight_shape[0]) if bias else None,
    )


# name: (attributes, input shape, weight shape)
GEOMETRIES = {
    "defaults": ({}, (1, 2, 4, 5), (3, 2, 3, 3)),
    "batch of 2": ({}, (2, 2, 4, 4), (2, 2, 2, 2)),
    "1x1 kernel": ({}, (2, 3, 2, 3), (2, 3, 1, 1)),
    "1x1 kernel, stride 2": ({"stride": 2}, (1, 2, 5, 4), (3, 2, 1, 1)),
    "kernel as large as the input": ({}, (2, 2, 3, 4), (2, 2, 3, 4)),
    "1x3 kernel": ({}, (1, 1, 3, 5), (2, 1, 1, 3)),
    "3x1 kernel, padding pair": ({"padding": [1, 0]}, (1, 1, 4, 3), (2, 1, 3, 1)),
    "5x5 kernel, padding 2": ({"padding": 2}, (1, 1, 5, 5), (1, 1, 5, 5)),
    "stride 2": ({"stride": 2}, (1, 2, 5, 6), (2, 2, 3, 3)),
    "stride pair": ({"stride": [2, 1]}, (1, 1, 6, 5), (2, 1, 3, 2)),
    "stride 3 skips pixels": ({"stride": 3}, (1, 1, 7, 8), (2, 1, 2, 2)),
    "stride leaves a rest": ({"stride": 2, "padding": 1}, (1, 1, 6, 6), (1, 1, 3, 3)),
    "padding 1": ({"padding": 1}, (1, 2, 4, 4), (2, 2, 3, 3)),
    "padding pair": ({"padding": [2, 1]}, (1, 1, 3, 4), (2, 1, 3, 3)),
    "padding four sides": ({"padding": [1, 0, 2, 1]}, (1, 2, 4, 3), (2, 2, 3, 3)),
    "padding four sides, only left": ({"padding": [0, 0, 2, 0]}, (1, 1, 3, 3), (1, 1, 3, 3)),
    "padding four sides, stride and dilation": ({"padding": [2, 1, 0, 3], "stride": [1, 2], "dilation": [2, 1]}, (1, 1, 4, 5), (2, 1, 3, 3)),
    "padding four equal sides": ({"padding": [1, 1, 1, 1]}, (1, 1, 3, 3), (1, 1, 3, 3)),
    "padding larger than the kernel": ({"padding": 3}, (1, 1, 2, 2), (1, 1, 2, 2)),
    "padding valid": ({"padding": "valid"}, (1, 2, 4, 4), (2, 2, 3, 3)),
    "padding valid, stride 2": ({"padding": "valid", "stride": 2}, (1, 1, 6, 5), (1, 1, 3, 3)),
    "padding same, odd kernel": ({"padding": "same"}, (1, 2, 4, 4), (2, 2, 3, 3)),
    "padding same, even kernel": ({"padding": "same"}, (1, 1, 4, 4), (2, 1, 2, 2)),
    "padding same, 4x3 kernel": ({"padding": "same"}, (1, 1, 5, 4), (1, 1, 4, 3)),
    "padding same, dilation 2": ({"padding": "same", "dilation": 2}, (1, 1, 5, 5), (1, 1, 3, 3)),
    "padding same, even kernel, dilation 3": ({"padding": "same", "dilation": 3}, (1, 1, 4, 5), (1, 1, 2, 2)),
    "padding same, 1x1 kernel": ({"padding": "same"}, (1, 2, 3, 3), (1, 2, 1, 1)),
    "padding same, depthwise": ({"padding": "same", "groups": 2}, (1, 2, 4, 4), (2, 1, 3, 3)),
    "even kernel 2x2": ({"padding": 1}, (1, 1, 4, 4), (2, 1, 2, 2)),
    "even kernel 4x4, stride 2": ({"padding": 1, "stride": 2}, (1, 1, 6, 6), (1, 1, 4, 4)),
    "dilation 2": ({"dilation": 2}, (1, 2, 6, 6), (2, 2, 3, 3)),
    "dilation pair": ({"dilation": [1, 3]}, (1, 1, 4, 7), (2, 1, 2, 3)),
    "dilation 2, stride 2, padding 2": ({"dilation": 2, "stride": 2, "padding": 2}, (1, 1, 7, 7), (1, 1, 3, 3)),
    "groups 2": ({"groups": 2, "padding": 1}, (1, 4, 3, 3), (4, 2, 3, 3)),
    "groups 2, more outputs than inputs": ({"groups": 2}, (2, 2, 3, 3), (6, 1, 2, 2)),
    "groups 3, stride and dilation": ({"groups": 3, "stride": 2, "dilation": 2}, (1, 6, 5, 5), (3, 2, 2, 2)),
    "depthwise": ({"groups": 3, "padding": 1}, (1, 3, 4, 4), (3, 1, 3, 3)),
    "depthwise, multiplier 2": ({"groups": 2}, (2, 2, 3, 3), (4, 1, 2, 2)),
    "depthwise, stride 2": ({"groups": 2, "stride": 2, "padding": 1}, (1, 2, 5, 5), (2, 1, 3, 3)),
    "depthwise, dilation 2": ({"groups": 2, "dilation": 2}, (1, 2, 5, 5), (2, 1, 3, 3)),
    "unbatched": ({"padding": 1}, (2, 4, 4), (3, 2, 3, 3)),
    "unbatched, stride pair": ({"stride": [1, 2]}, (1, 3, 5), (2, 1, 2, 2)),
    "unbatched, padding same": ({"padding": "same"}, (1, 3, 4), (1, 1, 2, 3)),
    "unbatched, four sides": ({"padding": [0, 1, 1, 2]}, (2, 3, 3), (1, 2, 3, 3)),
    "empty batch": ({}, (0, 2, 4, 4), (3, 2, 3, 3)),
    "empty batch, padding, stride": ({"padding": 1, "stride": 2}, (0, 1, 4, 4), (2, 1, 3, 3)),
    "kernel larger than input with padding": ({"padding": 2}, (1, 2, 2, 2), (2, 2, 5, 5)),
    "kernel larger than input, four sides": ({"padding": [1, 2, 0, 3]}, (1, 1, 2, 1), (1, 1, 4, 3)),
    "1x1 input": ({"padding": 1}, (2, 2, 1, 1), (2, 2, 3, 3)),
    "one row": ({"padding": [0, 1]}, (1, 2, 1, 5), (2, 2, 1, 3)),
    "many channels": ({}, (1, 8, 2, 2), (5, 8, 2, 2)),
    "window beyond stride, 7x7 kernel": ({"padding": 3, "stride": 2}, (1, 1, 6, 5), (1, 1, 7, 7)),
}
for case_name, (case_attributes, *shapes) in GEOMETRIES.items():
    conv(case_name, case_attributes, *shapes)
for case_name, (case_attributes, *shapes) in {
    "no bias": ({}, (1, 2, 3, 3), (2, 2, 2, 2)),
    "no bias, groups, unbatched": ({"groups": 2}, (2, 3, 3), (2, 1, 2, 2)),
    "no bias, padding, stride": ({"padding": 1, "stride": 2}, (1, 1, 4, 4), (2, 1, 3, 3)),
}.items():
    conv(case_name, case_attributes, *shapes, bias=False)

for case_mode in ("reflect", "replicate", "circular"):
    for case_name, (case_attributes, *shapes) in {
        "padding 1": ({"padding": 1}, (1, 2, 3, 4), (2, 2, 3, 3)),
        "padding pair": ({"padding": [2, 1]}, (1, 1, 4, 3), (1, 1, 3, 3)),
        "four sides": ({"padding": [1, 2, 0, 1]}, (1, 1, 4, 3), (1, 1, 3, 2)),
        "padding same, even kernel": ({"padding": "same"}, (1, 1, 4, 4), (1, 1, 2, 4)),
        "stride, dilation and groups": ({"padding": 2, "stride": 2, "dilation": 2, "groups": 2}, (1, 2, 5, 5), (2, 1, 3, 3)),
        "unbatched": ({"padding": 1}, (1, 3, 3), (2, 1, 2, 2)),
    }.items():
        conv(f"padding mode {case_mode}, {case_name}", {**case_attributes, "paddingMode": case_mode}, *shapes)
for case_activation in ("relu", "relu6"):
    conv(f"activation {case_activation}", {"padding": 1, "activation": case_activation}, (1, 2, 3, 3), (3, 2, 3, 3))
    conv(f"activation {case_activation}, no bias, stride 2", {"stride": 2, "activation": case_activation}, (1, 2, 5, 5), (2, 2, 2, 2), bias=False)

SECOND = {
    "padding": ({"padding": 1}, (1, 1, 3, 3), (2, 1, 2, 2)),
    "stride 2": ({"stride": 2, "padding": 1}, (1, 2, 4, 4), (1, 2, 3, 3)),
    "dilation and groups": ({"dilation": 2, "groups": 2}, (1, 2, 4, 4), (2, 1, 2, 2)),
    "four sides": ({"padding": [1, 0, 0, 2]}, (1, 1, 3, 3), (1, 1, 3, 2)),
    "padding same": ({"padding": "same"}, (1, 1, 3, 3), (1, 1, 2, 2)),
    "reflect": ({"padding": 1, "paddingMode": "reflect"}, (1, 1, 3, 3), (1, 1, 2, 2)),
    "unbatched": ({}, (2, 3, 3), (1, 2, 2, 2)),
}
for case_name, (case_attributes, *shapes) in SECOND.items():
    conv(f"second derivative, {case_name}", case_attributes, *shapes, second=True)

family.case(
    "conv2d", "non-finite input spreads only to its windows", "F.conv2d(input, weight, bias)", gradients=False,
    input=values([1.0, 2.0, 0.5, 1.0, 1.0, -1.0, 0.5, math.inf, 2.0, 1.0, 1.0, 0.25, 1.0, 1.0, 1.0, math.nan], 1, 1, 4, 4),
    weight=values([1.0, -1.0, 0.5, 2.0], 1, 1, 2, 2), bias=values([0.5]),
)

for case_name, (case_attributes, *shapes) in {
    "defaults": ({}, (1, 2, 4, 4), (2, 2, 3, 3)),
    "even kernel, padding same": ({"padding": "same"}, (1, 1, 3, 4), (1, 1, 2, 2)),
    "stride, padding": ({"stride": 2, "padding": 1}, (1, 1, 5, 5), (2, 1, 3, 3)),
    "four sides": ({"padding": [1, 0, 0, 2]}, (1, 1, 3, 3), (1, 1, 2, 3)),
    "dilation and groups": ({"dilation": 2, "groups": 2}, (1, 2, 5, 5), (2, 1, 2, 3)),
    "unbatched": ({"padding": 1}, (1, 3, 3), (1, 1, 3, 2)),
    "circular": ({"padding": 1, "paddingMode": "circular"}, (1, 1, 3, 3), (1, 1, 3, 3)),
}.items():
    conv(case_name, case_attributes, *shapes, op="convolve2d")
conv("no bias", {}, (1, 1, 3, 4), (1, 1, 2, 3), bias=False, op="convolve2d")
conv("second derivative", {"padding": 1}, (1, 1, 2, 3), (1, 1, 2, 2), op="convolve2d", second=True)


def random_geometry(rng: random.Random) -> tuple[dict, tuple, tuple]:
    """A legal geometry with everything at once; the padding reaches until a window fits."""
    groups = rng.choice([1, 1, 2])
    channels, outputs = groups * rng.randint(1, 2), groups * rng.randint(1, 2)
    size, kernel = [rng.randint(1, 6) for _ in "hw"], [rng.randint(1, 3) for _ in "hw"]
    stride, dilation = [rng.randint(1, 3) for _ in "hw"], [rng.randint(1, 2) for _ in "hw"]
    padding = []
    for axis in range(2):
        before, after = rng.randint(0, 2), rng.randint(0, 2)
        missing = dilation[axis] * (kernel[axis] - 1) + 1 - size[axis] - before - after
        padding += [before, after + max(0, missing)]
    attributes = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return attributes, (rng.randint(1, 2), channels, *size), (outputs, channels // groups, *kernel)


geometries = random.Random(SEED)
for index in range(20):
    conv(f"random geometry {index}", *random_geometry(geometries))

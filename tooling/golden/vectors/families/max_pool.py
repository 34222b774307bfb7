"""maxPool2d."""

import math

from ..case import Family
from ..inputs import distinct, fine, real, values
from .convolution import as_tuple

family = Family("maxPool")
NAN, INF = math.nan, math.inf
TORCH_NAME = {"stride": "stride", "padding": "padding", "dilation": "dilation", "ceilMode": "ceil_mode", "returnIndices": "return_indices"}


def pool(name: str, kernel, attributes: dict, recipe, **options) -> None:
    extra = "".join(f", {TORCH_NAME[key]}={as_tuple(value)}" for key, value in attributes.items())
    family.case(
        "maxPool2d", name, f"F.max_pool2d(input, {as_tuple(kernel)}{extra})",
        {"kernelSize": kernel, **attributes}, **options, input=recipe,
    )


# name: (kernelSize, options, input shape)
GEOMETRIES = {
    "2x2": (2, {}, (1, 2, 4, 4)),
    "2x2 leaves a rest": (2, {}, (1, 1, 5, 3)),
    "kernel pair": ([2, 3], {}, (1, 2, 4, 6)),
    "overlapping stride": (3, {"stride": 1}, (1, 1, 5, 4)),
    "3x3, stride 2": (3, {"stride": 2}, (2, 1, 5, 5)),
    "stride larger than the kernel": (2, {"stride": 3}, (1, 1, 6, 5)),
    "stride pair": (2, {"stride": [1, 2]}, (1, 1, 3, 5)),
    "padding 1": (2, {"padding": 1}, (1, 2, 3, 4)),
    "3x3, stride 2, padding 1": (3, {"stride": 2, "padding": 1}, (1, 1, 6, 5)),
    "padding pair": ([3, 2], {"stride": 1, "padding": [1, 0]}, (1, 1, 3, 4)),
    "dilation 2": (2, {"stride": 1, "dilation": 2}, (1, 1, 4, 5)),
    "dilation pair, padding": (3, {"stride": 1, "dilation": [1, 2], "padding": 1}, (1, 1, 3, 6)),
    "ceilMode": (2, {"ceilMode": True}, (1, 1, 5, 3)),
    "ceilMode without a rest": (2, {"ceilMode": True}, (1, 1, 4, 4)),
    "ceilMode, stride 2, 3x3": (3, {"stride": 2, "ceilMode": True}, (1, 1, 6, 4)),
    "ceilMode, last window would start in the padding": (2, {"stride": 2, "padding": 1, "ceilMode": True}, (1, 1, 3, 5)),
    "ceilMode, stride larger than the kernel": (1, {"stride": 3, "ceilMode": True}, (1, 1, 5, 6)),
    "ceilMode, dilation, padding": (2, {"stride": 2, "padding": 1, "dilation": 2, "ceilMode": True}, (1, 1, 6, 5)),
    "1x1": (1, {}, (1, 2, 2, 3)),
    "1x1, stride 2": (1, {"stride": 2}, (1, 1, 5, 4)),
    "whole plane": ([3, 4], {}, (2, 2, 3, 4)),
    "unbatched": (2, {}, (2, 4, 5)),
    "unbatched, padding, stride 1": (3, {"stride": 1, "padding": 1}, (1, 3, 3)),
    "empty batch": (2, {}, (0, 2, 4, 4)),
    "one pixel, padding": (3, {"padding": 1}, (1, 2, 1, 1)),
}
for case_name, (size, case_attributes, shape) in GEOMETRIES.items():
    pool(case_name, size, case_attributes, distinct(*shape))
for case_name in ("2x2", "3x3, stride 2, padding 1", "dilation 2", "ceilMode, last window would start in the padding", "unbatched", "overlapping stride"):
    size, case_attributes, shape = GEOMETRIES[case_name]
    pool(f"returnIndices, {case_name}", size, {**case_attributes, "returnIndices": True}, distinct(*shape))
    pool(f"second derivative, {case_name}", size, case_attributes, distinct(*shape), second=True)

INDICES = {"returnIndices": True}
pool("ties, first wins", 2, INDICES, values([1.0, 1.0, 0.0, 2.0, 1.0, 1.0, 2.0, 2.0, 0.0, 3.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0], 1, 1, 4, 4))
pool("ties, constant input, overlapping", 3, {"stride": 1, "padding": 1, **INDICES}, values([1.5] * 16, 1, 1, 4, 4))
pool("ties, zeros beside the padding", 2, {"padding": 1, **INDICES}, values([0.0] * 9, 1, 1, 3, 3))
pool("negative values beside the padding", 3, {"stride": 2, "padding": 1, **INDICES}, real(1, 1, 5, 5, low=-3.0, high=-1.0))
pool("batch and channels, indices within the plane", 2, INDICES, fine(2, 2, 2, 4))
# At most one NaN in a window: of several, PyTorch's index is that of the last, where our rule is the first maximum.
SPECIAL = [NAN, 1.0, 2.0, INF, 0.0, 3.0, -INF, 1.0, -INF, -INF, 5.0, 4.0, -INF, -INF, NAN, 6.0]
pool("non-finite", 2, INDICES, values(SPECIAL, 1, 1, 4, 4), gradients=False)
pool("non-finite, all -Infinity with padding", 2, {"padding": 1}, values([-INF] * 4, 1, 1, 2, 2), gradients=False)

# Every small combination on a plane that none of them divides.
for size in (2, 3):
    for stride in (1, 2, 3):
        for padding in (0, 1):
            for ceil in (False, True):
                combination = {"stride": stride, "padding": padding, "ceilMode": ceil}
                pool(f"grid, kernel {size}, stride {stride}, padding {padding}, ceilMode {ceil}", size, combination, distinct(1, 1, 5, 4))

"""avgPool2d."""

from ..case import Family
from ..inputs import real, values
from .convolution import as_tuple

family = Family("avgPool")
TORCH_NAME = {
    "stride": "stride", "padding": "padding", "ceilMode": "ceil_mode",
    "countIncludePad": "count_include_pad", "divisorOverride": "divisor_override",
}


def pool(name: str, kernel, attributes: dict, recipe, **options) -> None:
    extra = "".join(f", {TORCH_NAME[key]}={as_tuple(value)}" for key, value in attributes.items())
    family.case(
        "avgPool2d", name, f"F.avg_pool2d(input, {as_tuple(kernel)}{extra})",
        {"kernelSize": kernel, **attributes}, **options, input=recipe,
    )


# name: (kernelSize, options, input shape)
GEOMETRIES = {
    "2x2": (2, {}, (1, 2, 4, 4)),
    "2x2 leaves a rest": (2, {}, (1, 1, 5, 3)),
    "kernel pair": ([2, 3], {}, (1, 2, 4, 6)),
    "overlapping stride": (3, {"stride": 1}, (1, 1, 5, 4)),
    "stride larger than the kernel": (2, {"stride": 3}, (1, 1, 6, 5)),
    "stride pair": (2, {"stride": [1, 2]}, (1, 1, 3, 5)),
    "padding counted": (2, {"padding": 1}, (1, 1, 3, 4)),
    "padding not counted": (2, {"padding": 1, "countIncludePad": False}, (1, 1, 3, 4)),
    "padding pair": ([3, 2], {"stride": 1, "padding": [1, 0]}, (1, 1, 3, 4)),
    "padding pair not counted": ([3, 2], {"stride": 1, "padding": [1, 1], "countIncludePad": False}, (1, 1, 3, 4)),
    "divisorOverride": (2, {"divisorOverride": 3}, (1, 1, 4, 4)),
    "divisorOverride 1 sums": (3, {"stride": 1, "padding": 1, "divisorOverride": 1}, (1, 1, 3, 3)),
    "divisorOverride beats countIncludePad": (2, {"padding": 1, "countIncludePad": False, "divisorOverride": 5}, (1, 1, 3, 3)),
    "divisorOverride, ceilMode": (2, {"ceilMode": True, "divisorOverride": 2}, (1, 1, 3, 5)),
    "ceilMode": (2, {"ceilMode": True}, (1, 1, 5, 3)),
    "ceilMode, last window would start in the padding": (2, {"stride": 2, "padding": 1, "ceilMode": True}, (1, 1, 3, 5)),
    "ceilMode, padding, window beyond the padding": (3, {"stride": 2, "padding": 1, "ceilMode": True}, (1, 1, 6, 4)),
    "1x1, stride 2": (1, {"stride": 2}, (1, 2, 3, 4)),
    "global": ([3, 4], {}, (2, 2, 3, 4)),
    "unbatched": (2, {}, (2, 4, 5)),
    "unbatched, padding not counted": (3, {"stride": 1, "padding": 1, "countIncludePad": False}, (1, 3, 3)),
    "empty batch": (2, {}, (0, 2, 4, 4)),
    "one pixel, padding": (3, {"padding": 1}, (1, 2, 1, 1)),
}
for case_name, (size, case_attributes, shape) in GEOMETRIES.items():
    pool(case_name, size, case_attributes, real(*shape))
for case_name in ("2x2", "padding not counted", "divisorOverride", "ceilMode, padding, window beyond the padding"):
    size, case_attributes, shape = GEOMETRIES[case_name]
    pool(f"second derivative, {case_name}", size, case_attributes, real(*shape), second=True)
pool("non-finite", 2, {}, values([float("inf"), 1.0, 2.0, float("nan"), 1.0, 1.0, 1.0, 1.0], 1, 1, 2, 4), gradients=False)

# Every small combination on a plane that none of them divides.
for size in (2, 3):
    for stride in (1, 2, 3):
        for padding in (0, 1):
            for ceil in (False, True):
                for include in (True, False) if padding or ceil else (True,):
                    combination = {"stride": stride, "padding": padding, "ceilMode": ceil, "countIncludePad": include}
                    title = f"grid, kernel {size}, stride {stride}, padding {padding}, ceilMode {ceil}, countIncludePad {include}"
                    pool(title, size, combination, real(1, 1, 5, 4))

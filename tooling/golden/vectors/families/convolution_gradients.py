"""conv2dGradInput and conv2dGradWeight as functions of their own, with their own derivatives."""

from ..case import Family
from ..inputs import real
from .convolution import as_tuple

family = Family("convolutionGradients")

# name: (attributes, input shape, weight shape, output shape)
GEOMETRIES = {
    "defaults": ({}, (1, 2, 4, 4), (2, 2, 3, 3), (1, 2, 2, 2)),
    "batch of 2": ({}, (2, 1, 3, 3), (2, 1, 2, 2), (2, 2, 2, 2)),
    "padding": ({"padding": 1}, (1, 1, 3, 4), (2, 1, 3, 3), (1, 2, 3, 4)),
    "padding pair": ({"padding": [0, 2]}, (1, 1, 4, 3), (1, 1, 3, 3), (1, 1, 2, 5)),
    "stride 2": ({"stride": 2}, (1, 2, 5, 5), (1, 2, 3, 3), (1, 1, 2, 2)),
    "stride 2 leaves a rest": ({"stride": 2}, (1, 1, 6, 5), (1, 1, 3, 2), (1, 1, 2, 2)),
    "stride pair, padding": ({"stride": [1, 3], "padding": 1}, (1, 1, 3, 6), (1, 1, 3, 2), (1, 1, 3, 3)),
    "dilation 2": ({"dilation": 2}, (1, 1, 5, 5), (2, 1, 3, 2), (1, 2, 1, 3)),
    "dilation, stride and padding": ({"dilation": [2, 1], "stride": 2, "padding": [2, 1]}, (1, 1, 5, 5), (1, 1, 3, 3), (1, 1, 3, 3)),
    "groups 2": ({"groups": 2}, (1, 4, 3, 3), (2, 2, 2, 2), (1, 2, 2, 2)),
    "depthwise": ({"groups": 2, "padding": 1}, (1, 2, 3, 3), (2, 1, 3, 3), (1, 2, 3, 3)),
    "1x1 kernel": ({}, (2, 2, 2, 2), (3, 2, 1, 1), (2, 3, 2, 2)),
    "even kernel": ({"padding": 1}, (1, 1, 3, 3), (1, 1, 2, 2), (1, 1, 4, 4)),
    "kernel larger than input with padding": ({"padding": 2}, (1, 1, 2, 2), (1, 1, 5, 5), (1, 1, 2, 2)),
}
for name, (attributes, input_shape, weight_shape, output_shape) in GEOMETRIES.items():
    options = "".join(f", {key}={as_tuple(value)}" for key, value in attributes.items())
    family.case(
        "conv2dGradInput", name, f"torch.nn.grad.conv2d_input({input_shape}, weight, gradOutput{options})",
        {"inputShape": list(input_shape), **attributes}, gradOutput=real(*output_shape), weight=real(*weight_shape),
    )
    family.case(
        "conv2dGradWeight", name, f"torch.nn.grad.conv2d_weight(input, {weight_shape}, gradOutput{options})",
        {"weightShape": list(weight_shape), **attributes}, gradOutput=real(*output_shape), input=real(*input_shape),
    )

# Four sides [1, 0, 2, 1]: PyTorch sees the padded input, so its gradient is cropped or its input padded.
family.case(
    "conv2dGradInput", "padding four sides", "torch.nn.grad.conv2d_input((1, 1, 4, 6), weight, gradOutput)[:, :, 1:, 2:-1]",
    {"inputShape": [1, 1, 3, 3], "padding": [1, 0, 2, 1]}, gradOutput=real(1, 1, 2, 4), weight=real(1, 1, 3, 3),
)
family.case(
    "conv2dGradWeight", "padding four sides", "torch.nn.grad.conv2d_weight(F.pad(input, (2, 1, 1, 0)), (1, 1, 3, 3), gradOutput)",
    {"weightShape": [1, 1, 3, 3], "padding": [1, 0, 2, 1]}, gradOutput=real(1, 1, 2, 4), input=real(1, 1, 3, 3),
)

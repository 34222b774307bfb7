"""batchNorm in training and evaluation; the running statistics after a training step are further outputs."""

from ..case import Family
from ..inputs import Recipe, fine, real, values

family = Family("normalisation")
STATISTICS = ("runningMean", "runningVar")
TORCH_NAME = {"training": "training", "momentum": "momentum", "eps": "eps"}


def batch_norm(name: str, attributes: dict, source: Recipe, channels: int, affine=True, tracked=True, **options) -> None:
    extra = "".join(f", {TORCH_NAME[key]}={value}" for key, value in attributes.items())
    updates = tracked and attributes.get("training", False)
    family.case(
        "batchNorm", name, f"F.batch_norm(input, runningMean, runningVar, weight, bias{extra})", attributes,
        mutated=STATISTICS if updates else (), **options,
        input=source,
        runningMean=real(channels, grad=False) if tracked else None,
        runningVar=real(channels, low=0.25, grad=False) if tracked else None,
        weight=fine(channels) if affine else None,
        bias=fine(channels) if affine else None,
    )


SHAPES = {"[N, C]": (4, 3), "[N, C, L]": (2, 2, 3), "[N, C, H, W]": (2, 2, 2, 2), "one channel": (3, 1, 2, 1), "one image": (1, 2, 2, 3)}
for name, shape in SHAPES.items():
    channels = shape[1]
    batch_norm(f"training, {name}", {"training": True}, fine(*shape), channels)
    batch_norm(f"evaluation, {name}", {"training": False}, fine(*shape), channels)
    batch_norm(f"training, {name}, no weight", {"training": True}, fine(*shape), channels, affine=False)
    batch_norm(f"training, {name}, no running statistics", {"training": True}, fine(*shape), channels, tracked=False)
batch_norm("defaults are evaluation", {}, fine(2, 2, 2, 2), 2)
batch_norm("evaluation, no weight", {"training": False}, fine(2, 2, 2, 2), 2, affine=False)
batch_norm("evaluation, single value", {"training": False}, fine(1, 2), 2)
batch_norm("training, momentum 0.5", {"training": True, "momentum": 0.5}, fine(4, 2), 2)
batch_norm("training, momentum 1", {"training": True, "momentum": 1.0}, fine(2, 2, 3), 2)
batch_norm("training, momentum 0", {"training": True, "momentum": 0.0}, fine(4, 2), 2)
batch_norm("training, large eps", {"training": True, "eps": 0.5}, fine(2, 2, 2, 2), 2)
batch_norm("evaluation, large eps", {"training": False, "eps": 0.5}, fine(2, 2, 2, 2), 2)
batch_norm("training, constant channel", {"training": True}, values([1.5, 2.0, 1.5, -1.0, 1.5, 0.5], 3, 2), 2)
batch_norm("training, large mean", {"training": True}, values([1000.0, 1000.5, 1001.0, 1003.0], 4, 1), 1)
for name, shape in {"[N, C]": (3, 2), "[N, C, H, W]": (2, 1, 2, 2)}.items():
    batch_norm(f"second derivative, training, {name}", {"training": True}, fine(*shape), shape[1], second=True)
    batch_norm(f"second derivative, evaluation, {name}", {"training": False}, fine(*shape), shape[1], second=True)
batch_norm("second derivative, training, no weight", {"training": True}, fine(3, 2), 2, affine=False, tracked=False, second=True)
batch_norm("second derivative, evaluation, no weight", {"training": False}, fine(3, 2), 2, affine=False, second=True)

"""crossEntropy, nllLoss, mseLoss and bceWithLogits."""

import math

from ..case import Family
from ..inputs import Recipe, fine, ints, real, scalar, values

family = Family("losses")
case = family.case
TORCH_NAME = {"ignoreIndex": "ignore_index", "labelSmoothing": "label_smoothing", "reduction": "reduction"}
REDUCTIONS = ("mean", "sum", "none")


def labels(*shape: int, classes: int, dtype="int32") -> Recipe:
    return ints(*shape, low=0, high=classes - 1, dtype=dtype)


def call(function: str, first: str, target: str, attributes: dict, tensors: dict[str, str]) -> str:
    parts = [first, target, *(f"{torch_name}={name}" for name, torch_name in tensors.items())]
    return f"F.{function}({', '.join(parts + [f'{TORCH_NAME[key]}={value!r}' for key, value in attributes.items()])})"


def cross_entropy(name: str, attributes: dict, logits: Recipe, target: Recipe, classes=True, **options) -> None:
    weight = options.pop("weight", None)
    expression = call(
        "cross_entropy", "input", "target.long()" if classes else "target", attributes, {"weight": "weight"} if weight else {}
    )
    case("crossEntropy", name, expression, attributes, **options, input=logits, target=target, **({"weight": weight} if weight else {}))


def nll(name: str, attributes: dict, log_probabilities: Recipe, target: Recipe, **options) -> None:
    weight = options.pop("weight", None)
    expression = call("nll_loss", "logProbabilities", "target.long()", attributes, {"weight": "weight"} if weight else {})
    case("nllLoss", name, expression, attributes, **options, logProbabilities=log_probabilities, target=target, **({"weight": weight} if weight else {}))


WEIGHT = values([0.5, 2.0, 1.25], grad=False)
IGNORED = values([0, -100, 2, 1], dtype="int32")
for reduction in REDUCTIONS:
    attributes = {"reduction": reduction}
    cross_entropy(f"reduction {reduction}", attributes, fine(4, 3), labels(4, classes=3))
    cross_entropy(f"weight, {reduction}", attributes, fine(4, 3), labels(4, classes=3), weight=WEIGHT)
    cross_entropy(f"ignored target -100, {reduction}", attributes, fine(4, 3), IGNORED)
    cross_entropy(f"ignoreIndex 1, {reduction}", {"ignoreIndex": 1, **attributes}, fine(4, 3), values([0, 1, 2, 1], dtype="int32"))
    cross_entropy(f"ignoreIndex 1, weight, {reduction}", {"ignoreIndex": 1, **attributes}, fine(4, 3), values([0, 1, 2, 1], dtype="int32"), weight=WEIGHT)
    cross_entropy(f"labelSmoothing, {reduction}", {"labelSmoothing": 0.1, **attributes}, fine(4, 3), labels(4, classes=3))
    cross_entropy(f"labelSmoothing, weight, {reduction}", {"labelSmoothing": 0.25, **attributes}, fine(4, 3), labels(4, classes=3), weight=WEIGHT)
    cross_entropy(f"labelSmoothing, weight, ignored target, {reduction}", {"labelSmoothing": 0.25, **attributes}, fine(4, 3), IGNORED, weight=WEIGHT)
    probabilities = values([0.5, 0.25, 0.25, 0.0, 1.0, 0.0], 2, 3)
    cross_entropy(f"probabilities, {reduction}", attributes, fine(2, 3), probabilities, classes=False)
    cross_entropy(f"probabilities, weight, {reduction}", attributes, fine(2, 3), probabilities, classes=False, weight=WEIGHT)
    cross_entropy(f"probabilities, labelSmoothing, {reduction}", {"labelSmoothing": 0.2, **attributes}, fine(2, 3), probabilities, classes=False)
    cross_entropy(f"one extra dim, {reduction}", attributes, fine(2, 3, 2), labels(2, 2, classes=3))
    cross_entropy(f"two extra dims, weight, {reduction}", attributes, fine(2, 3, 2, 2), labels(2, 2, 2, classes=3), weight=WEIGHT)
    cross_entropy(f"unbatched, {reduction}", attributes, fine(3), labels(classes=3))
    cross_entropy(f"probabilities, extra dim, {reduction}", attributes, fine(2, 3, 2), real(2, 3, 2, low=0.0, high=1.0), classes=False)
    nll(f"reduction {reduction}", attributes, fine(4, 3), labels(4, classes=3))
    nll(f"weight, {reduction}", attributes, fine(4, 3), labels(4, classes=3), weight=WEIGHT)
    nll(f"ignored target -100, {reduction}", attributes, fine(4, 3), IGNORED)
    nll(f"ignoreIndex 2, weight, {reduction}", {"ignoreIndex": 2, **attributes}, fine(4, 3), values([2, 1, 2, 0], dtype="int32"), weight=WEIGHT)
    nll(f"two extra dims, {reduction}", attributes, fine(2, 3, 2, 1), labels(2, 2, 1, classes=3))
    nll(f"unbatched, {reduction}", attributes, fine(3), labels(classes=3))

    case("mseLoss", f"reduction {reduction}", f"F.mse_loss(input, target, reduction='{reduction}')", attributes, input=fine(2, 3), target=fine(2, 3))
    bce = f"F.binary_cross_entropy_with_logits(input, target, reduction='{reduction}'"
    binary = {"input": fine(2, 3), "target": values([0.0, 1.0, 1.0, 0.25, 0.0, 1.0], 2, 3)}
    case("bceWithLogits", f"reduction {reduction}", f"{bce})", attributes, **binary)
    case("bceWithLogits", f"weight, {reduction}", f"{bce}, weight=weight)", attributes, **binary, weight=fine(2, 3, low=0.25, grad=False))
    case("bceWithLogits", f"posWeight, {reduction}", f"{bce}, pos_weight=posWeight)", attributes, **binary, posWeight=WEIGHT)
    case("bceWithLogits", f"weight broadcast, posWeight, {reduction}", f"{bce}, weight=weight, pos_weight=posWeight)", attributes, **binary, weight=values([0.5, 1.5], 2, 1, grad=False), posWeight=WEIGHT)

cross_entropy("defaults", {}, fine(3, 4), labels(3, classes=4))
cross_entropy("uint8 targets", {}, fine(3, 4), labels(3, classes=4, dtype="uint8"))
cross_entropy("unbatched probabilities", {}, fine(3), values([0.25, 0.75, 0.0]), classes=False)
cross_entropy("one class", {}, fine(2, 1), values([0, 0], dtype="int32"))
cross_entropy("confident and right", {}, values([40.0, 0.0, -40.0, 0.0, 50.0, 0.0], 2, 3), values([0, 1], dtype="int32"))
cross_entropy("confident and wrong", {}, values([1000.0, 0.0, -1000.0], 1, 3), values([2], dtype="int32"))
cross_entropy("non-finite, everything ignored", {}, fine(2, 3), values([-100, -100], dtype="int32"), gradients=False)
cross_entropy("everything ignored, sum", {"reduction": "sum"}, fine(2, 3), values([-100, -100], dtype="int32"))
cross_entropy("second derivative", {}, fine(3, 3), labels(3, classes=3), second=True)
cross_entropy("second derivative, weight, labelSmoothing", {"labelSmoothing": 0.1}, fine(2, 3), labels(2, classes=3), weight=WEIGHT, second=True)
cross_entropy("second derivative, probabilities", {}, fine(2, 3), values([0.5, 0.25, 0.25, 0.0, 1.0, 0.0], 2, 3), classes=False, second=True)
nll("defaults", {}, fine(3, 4), labels(3, classes=4))
nll("uint8 targets", {}, fine(3, 4), labels(3, classes=4, dtype="uint8"))
nll("non-finite, everything ignored", {}, fine(2, 3), values([-100, -100], dtype="int32"), gradients=False)
case("mseLoss", "defaults", "F.mse_loss(input, target)", input=fine(2, 2, 2), target=fine(2, 2, 2))
case("mseLoss", "scalars", "F.mse_loss(input, target)", input=scalar(1.5), target=scalar(-0.25))
case("mseLoss", "second derivative", "F.mse_loss(input, target)", second=True, input=fine(3), target=fine(3))
BCE = "F.binary_cross_entropy_with_logits(input, target)"
case("bceWithLogits", "defaults", BCE, input=fine(4), target=real(4, low=0.0, high=1.0))
case("bceWithLogits", "large logits", BCE, input=values([1000.0, -1000.0, 1000.0, -1000.0, 0.0]), target=values([1.0, 0.0, 0.0, 1.0, 1.0]))
case("bceWithLogits", "second derivative", BCE, second=True, input=fine(4), target=real(4, low=0.0, high=1.0))
case("mseLoss", "non-finite", "F.mse_loss(input, target, reduction='none')", {"reduction": "none"}, gradients=False, input=values([math.nan, math.inf, 1.0]), target=values([1.0, 1.0, -math.inf]))

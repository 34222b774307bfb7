"""What PyTorch's layers start with: the distribution of every entry of the state dict."""

import torch

from .case import SEED
from .encode import fields, number, plain

NAME = "initialisation"

UNIFORM = "uniform"  # in [-bound, bound)
# snippet: {state-dict key: (formula of the bound, fan-in) or the constant value}
LAYERS = {
    "torch.nn.Linear(784, 50)": {"weight": ("1 / sqrt(inFeatures)", 784), "bias": ("1 / sqrt(inFeatures)", 784)},
    "torch.nn.Conv2d(3, 16, 3)": {
        "weight": ("1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)", 27),
        "bias": ("1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)", 27),
    },
    "torch.nn.Conv2d(4, 8, (3, 5), groups=2)": {
        "weight": ("1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)", 30),
        "bias": ("1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)", 30),
    },
    "torch.nn.BatchNorm2d(5)": {"weight": 1, "bias": 0, "running_mean": 0, "running_var": 1, "num_batches_tracked": 0},
}


def describe(snippet: str, key: str, tensor: torch.Tensor) -> str:
    fact = LAYERS[snippet][key]
    shape = plain(list(tensor.shape))
    if not isinstance(fact, tuple):
        assert (tensor == fact).all(), (snippet, key)
        return fields(shape=shape, distribution=plain("constant"), value=plain(fact))
    formula, fan_in = fact
    bound = fan_in**-0.5
    seen = tensor.double()
    assert seen.abs().max() <= bound * (1 + 1e-6), (snippet, key)
    assert tensor.numel() < 400 or seen.max() - seen.min() > 1.95 * bound, (snippet, key)
    return fields(
        shape=shape, distribution=plain(UNIFORM), formula=plain(formula), bound=number(bound),
        seenMin=number(seen.min().item(), 9), seenMax=number(seen.max().item(), 9), seenStd=number(seen.std().item(), 9),
    )


def lines(header: dict) -> list[str]:
    texts = [plain({**header, "family": NAME, "computedIn": "float32"})]
    for snippet in LAYERS:
        torch.manual_seed(SEED)
        torch.set_default_dtype(torch.float32)
        layer = eval(snippet, {"torch": torch})
        torch.set_default_dtype(torch.float64)
        state = layer.state_dict()
        assert set(state) == set(LAYERS[snippet]), snippet
        entries = fields(**{key: describe(snippet, key, tensor) for key, tensor in state.items()})
        texts.append(fields(snippet=plain(snippet), seed=plain(SEED), state=entries))
    return texts

"""Five steps of SGD, Adam and AdamW on two small parameters with given gradients, in float32 and in float64."""

import random

import torch

from .case import SEED
from .encode import computed, fields, numbers, plain
from .inputs import real

NAME = "optimizers"
SHAPES = ((2, 2), (3,))
SCALES = (1.0, 4.0, 0.25, 0.5, 0.125)  # a large second gradient, so that amsgrad's maximum matters
TORCH_NAME = {"weightDecay": "weight_decay"}

CASES = [
    ("SGD", "plain", {"lr": 0.1}),
    ("SGD", "weight decay", {"lr": 0.1, "weightDecay": 0.05}),
    ("SGD", "momentum", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", "momentum and dampening", {"lr": 0.1, "momentum": 0.9, "dampening": 0.5}),
    ("SGD", "momentum, dampening and weight decay", {"lr": 0.05, "momentum": 0.5, "dampening": 0.25, "weightDecay": 0.1}),
    ("SGD", "nesterov", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("SGD", "nesterov and weight decay", {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weightDecay": 0.1}),
    ("SGD", "maximize", {"lr": 0.1, "momentum": 0.9, "weightDecay": 0.1, "maximize": True}),
    ("Adam", "defaults", {}),
    ("Adam", "learning rate", {"lr": 0.1}),
    ("Adam", "betas", {"lr": 0.05, "betas": (0.5, 0.75)}),
    ("Adam", "eps", {"lr": 0.05, "eps": 0.01}),
    ("Adam", "weight decay", {"lr": 0.05, "weightDecay": 0.1}),
    ("Adam", "amsgrad", {"lr": 0.05, "betas": (0.9, 0.75), "amsgrad": True}),
    ("Adam", "amsgrad and weight decay", {"lr": 0.05, "betas": (0.9, 0.5), "weightDecay": 0.1, "amsgrad": True}),
    ("Adam", "maximize", {"lr": 0.05, "maximize": True}),
    ("AdamW", "defaults", {}),
    ("AdamW", "weight decay", {"lr": 0.05, "weightDecay": 0.2}),
    ("AdamW", "no weight decay", {"lr": 0.05, "weightDecay": 0}),
    ("AdamW", "betas and eps", {"lr": 0.05, "betas": (0.5, 0.75), "eps": 0.01}),
    ("AdamW", "amsgrad", {"lr": 0.05, "betas": (0.9, 0.5), "weightDecay": 0.1, "amsgrad": True}),
    ("AdamW", "maximize", {"lr": 0.05, "weightDecay": 0.1, "maximize": True}),
]


def snippet(optimizer: str, options: dict) -> str:
    parts = ["parameters", *(f"{TORCH_NAME.get(key, key)}={value!r}" for key, value in options.items())]
    return f"torch.optim.{optimizer}({', '.join(parts)})"


def steps(expression: str, start: list, gradients: list, dtype: torch.dtype) -> str:
    """The parameters after each step: [step][parameter][element]."""
    parameters = [torch.tensor(item.data, dtype=dtype).reshape(item.shape).requires_grad_() for item in start]
    optimizer = eval(expression, {"torch": torch, "parameters": parameters})
    after = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step):
            parameter.grad = torch.tensor(gradient, dtype=dtype).reshape(parameter.shape)
        optimizer.step()
        after.append("[" + ",".join(computed(parameter, digits(dtype)) for parameter in parameters) + "]")
    return "[" + ",".join(after) + "]"


def digits(dtype: torch.dtype) -> int:
    return 9 if dtype == torch.float32 else 12  # 9 digits identify a float32


def lines(header: dict) -> list[str]:
    rng = random.Random(SEED)
    start = [real(*shape)(rng) for shape in SHAPES]
    gradients = [[[value * scale for value in real(*shape)(rng).data] for shape in SHAPES] for scale in SCALES]
    shared = fields(
        shapes=plain(SHAPES),
        parameters="[" + ",".join(numbers(item.data, None) for item in start) + "]",
        gradients=plain(gradients),
    )
    described = {**header, "family": NAME, "computedIn": "float32 and float64"}
    texts = [plain(described), shared]
    for optimizer, name, options in CASES:
        expression = snippet(optimizer, options)
        texts.append(fields(
            optimizer=plain(optimizer), name=plain(name), options=plain(options), snippet=plain(expression),
            float32=steps(expression, start, gradients, torch.float32),
            float64=steps(expression, start, gradients, torch.float64),
        ))
    return texts

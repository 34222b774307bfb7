"""Five optimizer steps of a small CNN from stored weights and batches, in float32 and in float64."""

import random

import torch
import torch.nn.functional as F

from .case import SEED
from .encode import computed, fields, numbers, plain
from .inputs import ints, real
from .optimizers import digits, snippet

NAME = "training"
BATCH, STEPS = (4, 1, 8, 8), 5
MODEL = (
    "torch.nn.Sequential("
    "torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), "
    "torch.nn.Conv2d(4, 6, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), "
    "torch.nn.Flatten(), torch.nn.Linear(6 * 2 * 2, 10))"
)
STEP = "optimizer.zero_grad(); F.cross_entropy(model(input), target).backward(); optimizer.step()"
RUNS = [("SGD", {"lr": 0.05, "momentum": 0.9}), ("Adam", {"lr": 0.01})]
AGREEMENT = 1e-6  # float32 against float64, relative to the largest weight of a tensor: no tie, no kink in the way


def initial_weights() -> dict[str, torch.Tensor]:
    """PyTorch's initialisation, rounded to multiples of 1/4096 to be compact and exact in float32."""
    torch.manual_seed(SEED)
    model = eval(MODEL, {"torch": torch})
    return {key: (tensor * 4096).round() / 4096 for key, tensor in model.state_dict().items()}


def train(weights: dict, batches: list, optimizer_text: str, dtype: torch.dtype) -> tuple[list, list]:
    """Losses before each step and state dicts after each step."""
    model = eval(MODEL, {"torch": torch}).to(dtype)
    model.load_state_dict(weights)
    optimizer = eval(optimizer_text, {"torch": torch, "parameters": model.parameters()})
    losses, states = [], []
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images.to(dtype)), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        states.append({key: tensor.clone() for key, tensor in model.state_dict().items()})
    return losses, states


def lines(header: dict) -> list[str]:
    rng = random.Random(SEED)
    weights = initial_weights()
    images = [real(*BATCH, low=-1.0, high=1.0)(rng).data for _ in range(STEPS)]
    labels = [ints(BATCH[0], low=0, high=9)(rng).data for _ in range(STEPS)]
    batches = [(torch.tensor(x).reshape(BATCH), torch.tensor(y)) for x, y in zip(images, labels)]
    described = {
        **header, "family": NAME, "computedIn": "float32 and float64", "model": MODEL, "step": STEP, "inputShape": BATCH,
    }
    texts = [plain(described)]
    texts.append(fields(**{
        key: fields(shape=plain(list(tensor.shape)), data=computed(tensor, None)) for key, tensor in weights.items()
    }))
    texts.append("[" + ",".join(fields(input=numbers(x, None), target=numbers(y)) for x, y in zip(images, labels)) + "]")
    for optimizer, options in RUNS:
        expression = snippet(optimizer, options)
        parts = {"optimizer": plain(optimizer), "options": plain(options), "snippet": plain(expression)}
        narrow = train(weights, batches, expression, torch.float32)
        wide = train(weights, batches, expression, torch.float64)
        check(narrow[1], wide[1])
        for name, dtype, (losses, states) in (("float32", torch.float32, narrow), ("float64", torch.float64, wide)):
            after = (fields(**{key: computed(tensor, digits(dtype)) for key, tensor in state.items()}) for state in states)
            parts[name] = fields(losses=computed(torch.stack(losses), digits(dtype)), after="[" + ",".join(after) + "]")
        texts.append(fields(**parts))
    return texts


def check(narrow: list, wide: list) -> None:
    for step, (left, right) in enumerate(zip(narrow, wide)):
        for key in right:
            difference = ((left[key] - right[key]).abs().max() / right[key].abs().max()).item()
            assert difference < AGREEMENT, f"step {step}, {key}: float32 and float64 differ by {difference:.1e}"

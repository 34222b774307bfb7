"""One golden case: evaluates the stored PyTorch snippet in float64 and differentiates it."""

import random
import zlib

import torch
import torch.nn.functional as F

from .encode import OUR_DTYPE, computed, fields, numbers, plain
from .inputs import Input, Recipe, real
from .signatures import PARAMETERS

SEED = 20240229
TORCH_DTYPE = {
    "float32": torch.float64,  # exact float32 values, computed in float64
    "float64": torch.float64,
    "int32": torch.int32,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)  # one order of summation
LARGEST = 3e38  # expected values must be finite in float32 too


class Family:
    """The cases of one data file."""

    def __init__(self, name: str):
        self.name = name
        self.lines: list[str] = []
        self.seen: set[tuple[str, str]] = set()

    def header(self, versions: dict) -> str:
        ops = sorted({op for op, _ in self.seen})
        return plain({"family": self.name, **versions, "parameters": {op: PARAMETERS[op] for op in ops}})

    def case(
        self,
        op: str,
        name: str,
        snippet: str,
        attributes: dict | None = None,
        *,
        gradients=True,
        second=False,
        mutated: tuple[str, ...] = (),
        parameters: list[str] | None = None,
        **recipes: Recipe | list[Recipe] | None,
    ) -> None:
        """Adds a case.

        `snippet` is the PyTorch expression, in terms of the inputs' names; its value is the expected output.
        `mutated` names inputs that the call updates in place; their new values are further outputs.
        `second` adds the gradients of <directions, gradients>. `parameters` overrides the op's positional order.
        """
        assert (op, name) not in self.seen, f"{op}: two cases named {name}"
        self.seen.add((op, name))
        attributes = attributes or {}
        rng = random.Random(SEED + zlib.crc32(f"{op}/{name}".encode()))
        inputs = draw(recipes, rng)
        tensors = {key: as_tensor(item, gradients) for key, item in inputs.items() if item is not None}
        outputs = evaluate(snippet, recipes, tensors)
        leaves = {key: tensor for key, tensor in tensors.items() if tensor.requires_grad}

        parts = {
            "op": plain(op),
            "name": plain(name),
            "inputs": "[" + ",".join("null" if item is None else encode_input(key, item) for key, item in inputs.items()) + "]",
            "attributes": plain(attributes),
        }
        if parameters is not None:
            parts["parameters"] = plain(parameters)
        if mutated:
            parts["updates"] = plain(mutated)
        wide = attributes.get("dtype") == "float64"
        results = outputs + [tensors[key] for key in mutated]
        parts["outputs"] = "[" + ",".join(encode_output(result, wide) for result in results) + "]"
        if leaves:
            parts |= differentiate(outputs, leaves, rng, second)
        parts["snippet"] = plain(snippet)
        self.lines.append(fields(**parts))


def draw(recipes, rng: random.Random) -> dict[str, Input | None]:
    inputs: dict[str, Input | None] = {}
    for key, recipe in recipes.items():
        if isinstance(recipe, list):
            inputs |= {f"{key}.{index}": item(rng) for index, item in enumerate(recipe)}
        else:
            inputs[key] = recipe(rng) if recipe else None
    return inputs


def as_tensor(item: Input, gradients: bool) -> torch.Tensor:
    tensor = torch.tensor(item.data, dtype=TORCH_DTYPE[item.dtype]).reshape(item.shape)
    return tensor.requires_grad_(gradients and item.differentiable)


def evaluate(snippet: str, recipes, tensors: dict[str, torch.Tensor]) -> list[torch.Tensor]:
    names = {"torch": torch, "F": F}
    for key, recipe in recipes.items():
        if isinstance(recipe, list):
            names[key] = [tensors[f"{key}.{index}"] for index in range(len(recipe))]
        else:
            names[key] = tensors.get(key)
    result = eval(snippet, names)  # the snippet that is stored is the one that made the numbers
    outputs = list(result) if isinstance(result, (tuple, list)) else [result]
    for output in outputs:
        if output.is_floating_point():
            assert not ((output.abs() >= LARGEST) & output.isfinite()).any(), snippet
    return outputs


def differentiate(outputs, leaves: dict[str, torch.Tensor], rng: random.Random, second: bool) -> dict[str, str]:
    """gradOutput is one flat list over all differentiable outputs; a leaf that does not matter has gradient zero."""
    differentiable = [output for output in outputs if output.requires_grad]
    assert differentiable, "no output depends on a differentiable input"
    cotangents = [draw_like(output, rng).requires_grad_(second) for output in differentiable]
    gradients = vector_jacobian(differentiable, leaves, cotangents, second)
    parts = {
        "gradOutput": numbers([value for cotangent in cotangents for value in cotangent.flatten().tolist()], None),
        "gradients": fields(**{key: computed(gradient) for key, gradient in gradients.items()}),
    }
    if second:
        directions = {key: draw_like(leaf, rng) for key, leaf in leaves.items()}
        total = sum((directions[key] * gradients[key]).sum() for key in leaves)
        assert "gradOutput" not in leaves and len(cotangents) == 1
        twice = vector_jacobian([total], {**leaves, "gradOutput": cotangents[0]}, None, False)
        parts["second"] = fields(
            directions=fields(**{key: numbers(value.flatten().tolist(), None) for key, value in directions.items()}),
            gradients=fields(**{key: computed(gradient) for key, gradient in twice.items()}),
        )
    return parts


def vector_jacobian(outputs, leaves, cotangents, create_graph: bool) -> dict[str, torch.Tensor]:
    found = torch.autograd.grad(outputs, list(leaves.values()), cotangents, create_graph=create_graph, allow_unused=True)
    return {
        key: torch.zeros_like(leaf) + (0 if gradient is None else gradient)
        for (key, leaf), gradient in zip(leaves.items(), found)
    }


def draw_like(tensor: torch.Tensor, rng: random.Random) -> torch.Tensor:
    item = real(*tensor.shape)(rng)
    return torch.tensor(item.data, dtype=torch.float64).reshape(item.shape)


def encode_input(key: str, item: Input) -> str:
    return fields(name=plain(key), shape=plain(item.shape), dtype=plain(item.dtype), data=numbers(item.data, None))


def encode_output(result: torch.Tensor, wide: bool) -> str:
    dtype = "float64" if wide and result.dtype == torch.float64 else OUR_DTYPE[result.dtype]
    return fields(shape=plain(list(result.shape)), dtype=plain(dtype), data=computed(result))

"""Writes packages/formats/src/safetensors/pytorch.test-data.ts with Python's safetensors, and reads files that Convoke wrote.

    python3 -m venv --system-site-packages venv && venv/bin/pip install safetensors==0.8.0    # PyTorch is Debian's python3-torch
    venv/bin/python tooling/golden/safetensors_golden.py                 # writes
    venv/bin/python tooling/golden/safetensors_golden.py --read FILE     # loads a file, and runs its network if it holds one
"""
import base64
import json
import pathlib
import sys

import safetensors
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save
from torch import nn

TARGET = pathlib.Path(__file__).parents[2] / "packages/formats/src/safetensors/pytorch.test-data.ts"


def network():
    return nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 4)).eval()


def state():
    """A small CNN after one training step, an input and its logits, in PyTorch's names and dtypes."""
    torch.manual_seed(7)
    model = network().train()
    model(torch.randn(5, 1, 4, 4))
    model.eval()
    image = torch.randn(2, 1, 4, 4)
    return {**{f"model.{name}": value for name, value in model.state_dict().items()}, "input": image, "logits": model(image).detach()}


def every_dtype():
    halves = [0.0, -0.0, 1.0, -2.5, 65504.0, 2**-24, 3 * 2**-25, 0.1, float("inf"), float("-inf"), 1e-10, 65519.0, 65520.0, 1e9]
    # Ties, which go to the even neighbour: 1 + 2^-11 and 1 + 3 · 2^-11 for F16, 1 + 2^-8 and 1 + 3 · 2^-8 for BF16.
    ties = [1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-8, 1 + 3 * 2**-8, 2**-25, 2**-14 * (1 - 2**-12)]
    values = torch.tensor(halves + ties)
    return {
        "f64": torch.tensor([0.1, -0.0, 1e300], dtype=torch.float64),
        "f32": values,
        "f16": values.half(),
        "bf16": values.bfloat16(),
        "i64": torch.tensor([[2**31 - 1, -(2**31)], [0, -1]]),
        "i32": torch.tensor([1, -2], dtype=torch.int32),
        "u8": torch.tensor([0, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(3.5),
        "empty": torch.zeros(0, 3, dtype=torch.float16),
    }


def write():
    preprocessing = json.dumps(["compose", [["grayscale", 1], ["resize", [4, 4], {}], ["toTensor"], ["normalize", [0.1307], [0.3081]]]])
    files = {"pytorchState": save(state(), {"format": "pt", "preprocessing": preprocessing}), "pytorchDTypes": save(every_dtype(), {"format": "pt"})}
    text = f"// Written by tooling/golden/safetensors_golden.py with safetensors {safetensors.__version__} and torch {torch.__version__}.\n"
    for name, content in files.items():
        encoded = base64.b64encode(content).decode()
        lines = [encoded[i : i + 140] for i in range(0, len(encoded), 140)]
        text += f"export const {name} =\n" + " +\n".join(f'  "{line}"' for line in lines) + ";\n"
    TARGET.write_text(text)
    print(len(text), "bytes")


def read(path):
    tensors = load_file(path)
    with safe_open(path, "pt") as file:
        print(file.metadata())
    for name, tensor in tensors.items():
        print(name, tensor.dtype, list(tensor.shape))
    if "logits" in tensors:
        model = network()
        model.load_state_dict({name[len("model.") :]: value for name, value in tensors.items() if name.startswith("model.")})
        print("largest difference of the logits:", float((model(tensors["input"]) - tensors["logits"]).abs().max()))
    expected = every_dtype()
    if "bf16" in tensors:
        same = [name for name in expected if expected[name].dtype == tensors[name].dtype and torch.equal(expected[name], tensors[name])]
        print("equal to PyTorch's:", len(same), "of", len(expected), "tensors")


if __name__ == "__main__":
    read(sys.argv[2]) if sys.argv[1:2] == ["--read"] else write()

#!/usr/bin/python3
"""Writes packages/inspect/src/attribution/pytorch.test-data.ts: saliency, integrated gradients, Grad-CAM and occlusion of a small CNN, by PyTorch's autograd.

    /usr/bin/python3 tooling/golden/attributions.py [--check]

Everything is computed in float64 from weights that float32 holds exactly. The definitions, which are those of Captum and of pytorch-grad-cam:

saliency              |d score / d input|
integrated gradients  (input - baseline) * mean over k of gradient at baseline + (k + 1/2) / steps * (input - baseline): the midpoint rule
Grad-CAM              relu(sum over channels of mean over cells (d score / d map) * map), then F.interpolate(mode="bilinear", align_corners=False)
occlusion             for each pixel the mean, over the windows that cover it, of score - score with the window filled; the last window of a row or column is cut off at the border
"""

import argparse
import json
import pathlib
import random
import sys

import torch
import torch.nn.functional as F
from torch import nn

sys.dont_write_bytecode = True
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
TARGET = pathlib.Path(__file__).resolve().parents[2] / "packages/inspect/src/attribution/pytorch.test-data.ts"
STEPS = 12
WINDOW, STRIDE, FILL = (5, 4), (3, 2), 0.25


def network() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(180, 5)
    )


def fill(rng: random.Random, tensor: torch.Tensor, unit: float, most: int) -> torch.Tensor:
    """Multiples of `unit`: short to write, exact in float32."""
    return torch.tensor([rng.randint(-most, most) * unit for _ in range(tensor.numel())]).reshape(tensor.shape)


def numbers(tensor: torch.Tensor, digits: int = 12):
    return {"shape": list(tensor.shape), "data": [float(f"{value:.{digits}g}") + 0.0 for value in tensor.detach().flatten().tolist()]}


def gradient(model, image, target):
    leaf = image.clone().requires_grad_()
    return torch.autograd.grad(model(leaf)[:, target].sum(), leaf)[0]


def integrated_gradients(model, image, baseline, target):
    total = sum(gradient(model, baseline + (k + 0.5) / STEPS * (image - baseline), target) for k in range(STEPS))
    return (image - baseline) * total / STEPS


def grad_cam(model, image, layer, target):
    maps = model[: layer + 1](image).detach().requires_grad_()
    weights = torch.autograd.grad(model[layer + 1 :](maps)[0, target], maps)[0].mean(dim=(2, 3), keepdim=True)
    cam = F.relu((weights * maps).sum(1, keepdim=True)).detach()
    return {"coarse": numbers(cam[0, 0]), "map": numbers(F.interpolate(cam, image.shape[2:], mode="bilinear", align_corners=False)[0, 0])}


def occlusion(model, image, target):
    height, width = image.shape[2:]
    starts = [range(0, max(size - window, 0) + stride, stride) for size, window, stride in zip((height, width), WINDOW, STRIDE)]
    score = model(image)[0, target]
    total, count = torch.zeros(height, width), torch.zeros(height, width)
    for top in starts[0]:
        for left in starts[1]:
            covered = image.clone()
            rows, columns = slice(top, top + WINDOW[0]), slice(left, left + WINDOW[1])
            covered[:, :, rows, columns] = FILL
            total[rows, columns] += (score - model(covered)[0, target]).detach()
            count[rows, columns] += 1
    return numbers(total / count)


def cases() -> dict:
    rng = random.Random(20261122)
    model = network().eval()
    for parameter in model.parameters():
        parameter.data = fill(rng, parameter, 1 / 64, 32)
    image, baseline = fill(rng, torch.zeros(1, 3, 12, 10), 1 / 64, 64), fill(rng, torch.zeros(1, 3, 12, 10), 1 / 64, 32)
    scores = model(image)[0]
    target = int(scores.argmax())
    other = int(scores.argsort()[-2])
    return {
        "torch": torch.__version__,
        "weights": {name: numbers(value) for name, value in model.state_dict().items()},
        "image": numbers(image),
        "baseline": numbers(baseline),
        "scores": numbers(scores),
        "target": target,
        "other": other,
        "saliency": {"target": numbers(gradient(model, image, target).abs()), "other": numbers(gradient(model, image, other).abs())},
        "integratedGradients": {
            "steps": STEPS,
            "zeros": numbers(integrated_gradients(model, image, torch.zeros_like(image), target)),
            "baseline": numbers(integrated_gradients(model, image, baseline, other)),
        },
        "gradCam": {"3": grad_cam(model, image, 3, target), "4": grad_cam(model, image, 4, other)},
        "occlusion": {"size": WINDOW, "stride": STRIDE, "value": FILL, "map": occlusion(model, image, target)},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the golden vectors, or compare them with the committed ones.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file differs")
    body = json.dumps(cases(), separators=(",", ":")).replace('},"', '},\n"').replace(".0,", ",").replace(".0]", "]")
    text = f"// Generated by tooling/golden/attributions.py from PyTorch; do not edit.\nexport const pytorch: string = `{body}`;\n"
    if parser.parse_args().check:
        return 0 if TARGET.exists() and TARGET.read_text(encoding="ascii") == text else 1
    TARGET.write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes packages/data/src/transforms/golden.test-data.ts: what torchvision's transforms make of two small images, on its path for Pillow images.

Debian 12: apt-get install python3-torchvision; then /usr/bin/python3 tooling/golden/transforms.py
"""
import json
import sys

sys.dont_write_bytecode = True

import numpy as np  # noqa: E402
import PIL  # noqa: E402
import torch  # noqa: E402
import torchvision  # noqa: E402
import torchvision.transforms as T  # noqa: E402
import torchvision.transforms.functional as F  # noqa: E402
from PIL import Image  # noqa: E402
from torchvision.transforms.functional import InterpolationMode  # noqa: E402

from images import FOLDER, pack, scene, zlib  # noqa: E402

COLOR = Image.fromarray((scene(17, 23) * 255).astype(np.uint8))
GREY = COLOR.convert("L").crop((0, 0, 12, 17))
BLOCKS = Image.fromarray(np.random.default_rng(5).integers(0, 256, (7, 9, 3), np.uint8))


def image_record(image):
    pixels = np.asarray(image).reshape(image.height, image.width, -1)
    return {"width": image.width, "height": image.height, "channels": pixels.shape[2], "pixels": pack(zlib.compress(pixels.tobytes(), 9))}


def cases():
    for name, image in [("color", COLOR), ("grey", GREY), ("blocks", BLOCKS)]:
        for size in [(13, 9), (17, 40), (31, 23), (5, 50), (1, 1), (34, 46), (16, 22)]:
            for interpolation in ("bilinear", "nearest"):
                out = F.resize(image, size, InterpolationMode(interpolation), antialias=True)
                yield name, ["resize", size, {"interpolation": interpolation}], out
        for size in (8, 20):
            yield name, ["resize", size, {}], F.resize(image, size)
        for size in [(10, 10), (6, 9), (25, 12), (13, 30), (16, 18), (7, 8)]:
            yield name, ["centerCrop", size], F.center_crop(image, size)
        yield name, ["randomHorizontalFlip", 1], F.hflip(image)
        for angle in (30, -12.5, 90, 180, 45, 271, 3):
            for interpolation in ("nearest", "bilinear"):
                out = F.rotate(image, angle, InterpolationMode(interpolation))
                yield name, ["randomRotation", [angle, angle], {"interpolation": interpolation}], out
        for factor in (0, 0.4, 1.7):
            yield name, ["colorJitter", {"brightness": [factor, factor]}], F.adjust_brightness(image, factor)
            yield name, ["colorJitter", {"contrast": [factor, factor]}], F.adjust_contrast(image, factor)
            yield name, ["colorJitter", {"saturation": [factor, factor]}], F.adjust_saturation(image, factor)
        for factor in (-0.5, -0.1, 0.05, 0.3):
            yield name, ["colorJitter", {"hue": [factor, factor]}], F.adjust_hue(image, factor)
        for channels in (1, 3):
            yield name, ["grayscale", channels], T.Grayscale(channels)(image)
        yield name, ["rgb"], image.convert("RGB")


def tensors():
    for name, image, mean, std in [("blocks", BLOCKS, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]), ("grey", GREY.crop((0, 0, 5, 4)), [0.1307], [0.3081])]:
        tensor = F.to_tensor(image)
        normal = F.normalize(tensor, mean, std)
        record = image_record(image)
        for recipe, value in [(["toTensor"], tensor), (["compose", [["toTensor"], ["normalize", mean, std]]], normal)]:
            yield {"image": record, "recipe": recipe, "shape": list(value.shape), "values": pack(value.numpy().astype("<f4").tobytes())}


if __name__ == "__main__":
    images = {name: image_record(image) for name, image in [("color", COLOR), ("grey", GREY), ("blocks", BLOCKS)]}
    made = [{"image": name, "recipe": recipe, "output": image_record(out)} for name, recipe, out in cases()]
    lines = [json.dumps(images), *map(json.dumps, made)]
    text = f"""// Written by tooling/golden/transforms.py with torchvision {torchvision.__version__}, torch {torch.__version__}, Pillow {PIL.__version__}.
// First the inputs by name, then one case a line; `pixels` are deflated, in base64.
export const transformsGolden = `
{chr(10).join(lines)}
`;
// `values` are little-endian float32.
export const tensorsGolden = `
{chr(10).join(map(json.dumps, tensors()))}
`;
"""
    target = FOLDER.parents[1] / "transforms/golden.test-data.ts"
    target.write_text(text)
    print(len(made), "cases,", len(text), "bytes")

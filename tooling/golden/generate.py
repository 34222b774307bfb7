#!/usr/bin/python3
"""Writes the golden vectors of @convoke/conformance with PyTorch; see README.md.

    /usr/bin/python3 tooling/golden/generate.py [--check]
"""

import argparse
import subprocess
import sys
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
warnings.filterwarnings("ignore", message="Using padding='same' with even kernel lengths")

import torch  # noqa: E402

from vectors import initialisation, optimizers, training  # noqa: E402
from vectors.case import SEED  # noqa: E402
from vectors.encode import module  # noqa: E402
from vectors.families import (  # noqa: E402
    avg_pool, binary, convolution, convolution_gradients, creation, losses, matmul,
    max_pool, normalisation, reductions, shape, softmax, unary,
)

DATA = Path(__file__).resolve().parents[2] / "packages" / "conformance" / "src" / "golden" / "data"
FAMILIES = [
    creation, unary, binary, reductions, softmax, shape, matmul, convolution, convolution_gradients,
    max_pool, avg_pool, losses, normalisation,
]


def versions() -> dict:
    package = subprocess.run(["dpkg-query", "-W", "python3-torch"], capture_output=True, text=True, check=True)
    return {"torch": torch.__version__, "package": " ".join(package.stdout.split()), "seed": SEED, "computedIn": "float64"}


def files() -> dict[str, str]:
    """File name → text of every data module."""
    header = versions()
    texts = {}
    for source in FAMILIES:
        name = source.family.name
        lines = [source.family.header(header), *source.family.lines]
        texts[f"{kebab(name)}.ts"] = module(name, lines)
        print(f"{name}: {len(lines) - 1} cases, {sum(map(len, lines)) / 1000:.0f} kB")
    for source in (optimizers, training, initialisation):
        texts[f"{source.NAME}.ts"] = module(source.NAME, source.lines(header))
    return texts


def kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the golden vectors, or compare them with the committed ones.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file differs")
    check = parser.parse_args().check
    texts = files()
    stale = {path.name for path in DATA.glob("*.ts")} - set(texts)
    different = [name for name, text in texts.items() if not same(DATA / name, text)]
    if check:
        for name in sorted(different + list(stale)):
            print(f"differs: {name}", file=sys.stderr)
        return 1 if different or stale else 0
    DATA.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (DATA / name).unlink()
    for name, text in texts.items():
        (DATA / name).write_text(text, encoding="ascii")
    print(f"total: {sum(map(len, texts.values())) / 1000:.0f} kB")
    return 0


def same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="ascii") == text


if __name__ == "__main__":
    sys.exit(main())

"""Writes the golden files of the image decoders, packages/data/src/image/golden/*.test-data.ts

Debian 12: apt-get install python3-pil python3-numpy; then /usr/bin/python3 tooling/golden/images.py

JPEG: what Pillow (libjpeg-turbo) decodes. PNG: an encoder of its own, because Pillow writes neither Adam7 nor all depths; Pillow must read each file
and see the same pixels (of 16 bits it keeps 8 for colours). PNM: bytes by hand, checked with Pillow.
"""
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps, features

FOLDER = pathlib.Path(__file__).parents[2] / "packages/data/src/image/golden"


def scene(height, width, seed=1):
    """Slopes, waves, hard edges and a little noise in three colours: float in [0, 1]."""
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.stack([0.5 + 0.5 * np.sin(x / 5 + y / 9), (x + y) / (width + height), 0.5 + 0.5 * np.cos(y / 4)], -1)
    rgb[height // 3 : height // 2, width // 4 : width // 2] = [1, 0, 0]
    rgb[height // 2 : 2 * height // 3, width // 3 :] = [0, 0.1, 1]
    return np.clip(rgb + np.random.default_rng(seed).normal(0, 0.01, rgb.shape), 0, 1)


def pack(data):
    return base64.b64encode(data).decode()


def case(name, file, pixels):
    """One golden case: the file, and its pixels [height, width, channels] as deflated big-endian numbers."""
    bits = 8 * pixels.dtype.itemsize
    height, width, channels = pixels.shape
    raw = pixels.astype(">u2" if bits == 16 else "u1").tobytes()
    return {"name": name, "file": pack(file), "width": width, "height": height, "channels": channels, "bits": bits, "pixels": pack(zlib.compress(raw, 9))}


# --- PNG ---------------------------------------------------------------------------------------------------------------------------------

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def scanlines(samples, depth):
    """Rows of packed bytes of samples [rows, columns, n]."""
    rows, columns, count = samples.shape
    if depth == 16:
        return samples.astype(">u2").reshape(rows, -1).view(np.uint8)
    flat = samples.reshape(rows, -1).astype(np.uint8)
    if depth == 8:
        return flat
    bits = np.unpackbits(flat[..., None], axis=-1)[..., 8 - depth :].reshape(rows, -1)
    return np.packbits(bits, axis=1)


def filtered(lines, pixel_bytes, first):
    """Rows with filters 0 … 4 in turns."""
    out = b""
    above = np.zeros(lines.shape[1], int)
    for i, line in enumerate(lines.astype(int)):
        kind = (first + i) % 5
        left = np.concatenate([np.zeros(pixel_bytes, int), line])[: len(line)]
        corner = np.concatenate([np.zeros(pixel_bytes, int), above])[: len(line)]
        p = left + above - corner
        pa, pb, pc = abs(p - left), abs(p - above), abs(p - corner)
        paeth = np.where((pa <= pb) & (pa <= pc), left, np.where(pb <= pc, above, corner))
        predictor = [0 * line, left, above, (left + above) // 2, paeth][kind]
        out += bytes([kind]) + ((line - predictor) % 256).astype(np.uint8).tobytes()
        above = line
    return out


def png(samples, depth, color_type, interlaced, before=b"", split=1):
    height, width, count = samples.shape
    parts = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7] if interlaced else [samples]
    raw = b"".join(filtered(scanlines(part, depth), max(1, count * depth // 8), i) for i, part in enumerate(parts) if part.size)
    data = zlib.compress(raw, 9)
    cuts = [len(data) * i // split for i in range(split + 1)]
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, interlaced)
    idat = b"".join(chunk(b"IDAT", data[a:b]) for a, b in zip(cuts, cuts[1:]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + idat + chunk(b"IEND", b"")


def check_png(name, file, pixels):
    image = Image.open(io.BytesIO(file))
    deep = pixels.dtype == np.uint16
    seen = np.asarray(image if deep and image.mode in ("I", "I;16") else image.convert({1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[pixels.shape[2]]))
    seen = seen.reshape(pixels.shape).astype(int)
    expected = pixels.astype(int)
    if deep and seen.max() < 256:
        expected = expected >> 8
    assert (seen == expected).all(), name


def png_cases():
    palette = np.random.default_rng(3).integers(0, 256, (256, 3), np.uint8)
    for color_type, count, depths in [(0, 1, [1, 2, 4, 8, 16]), (2, 3, [8, 16]), (3, 1, [1, 2, 4, 8]), (4, 2, [8, 16]), (6, 4, [8, 16])]:
        for depth in depths:
            for interlaced in (0, 1):
                height, width = (11, 13) if interlaced else (10, 13)
                rgb = scene(height, width)
                values = np.concatenate([rgb, 1 - rgb[..., :1]], -1)[..., {1: [1], 2: [1, 3], 3: [0, 1, 2], 4: [0, 1, 2, 3]}[count]]
                samples = np.rint(values * (2**depth - 1)).astype(int)
                dtype = np.uint16 if depth == 16 else np.uint8
                before = b""
                pixels = (samples * (255 // (2**depth - 1)) if depth < 8 else samples).astype(dtype)
                if color_type == 3:
                    colors = palette[: 2**depth]
                    before = chunk(b"PLTE", colors.tobytes())
                    pixels = colors[samples[..., 0]]
                name = f"colour type {color_type}, {depth} bits{', Adam7' if interlaced else ''}"
                file = png(samples, depth, color_type, interlaced, before)
                check_png(name, file, pixels)
                yield case(name, file, pixels)

    samples = np.arange(12).reshape(3, 4, 1) % 4
    alphas = bytes([0, 128, 255])
    colors = palette[:4]
    file = png(samples, 2, 3, 0, chunk(b"PLTE", colors.tobytes()) + chunk(b"tRNS", alphas))
    pixels = np.concatenate([colors, np.array([[0], [128], [255], [255]], np.uint8)], 1)[samples[..., 0]]
    check_png("palette with alpha", file, pixels)
    yield case("palette with alpha", file, pixels)

    grey = np.arange(12).reshape(3, 4, 1) % 4
    file = png(grey, 2, 0, 1, chunk(b"tRNS", struct.pack(">H", 2)))
    yield case("grey with a transparent level", file, np.concatenate([grey * 85, np.where(grey == 2, 0, 255)], -1).astype(np.uint8))

    rgb = np.rint(scene(5, 6) * 255).astype(int)
    file = png(rgb, 8, 2, 0, chunk(b"tRNS", struct.pack(">HHH", *rgb[2, 3])), split=7)
    alpha = np.where((rgb == rgb[2, 3]).all(-1, keepdims=True), 0, 255)
    yield case("RGB with a transparent colour, 7 IDAT chunks", file, np.concatenate([rgb, alpha], -1).astype(np.uint8))

    for height, width in [(1, 1), (1, 9), (9, 1), (3, 5)]:
        samples = np.rint(scene(height, width) * 255).astype(int)
        file = png(samples, 8, 2, 1)
        check_png("small", file, samples.astype(np.uint8))
        yield case(f"{width} × {height}, Adam7", file, samples.astype(np.uint8))

    buffer = io.BytesIO()
    image = Image.fromarray((scene(24, 31) * 255).astype(np.uint8))
    image.save(buffer, "PNG", dpi=(72, 72), icc_profile=b"not a profile")
    yield case("written by Pillow, with other chunks", buffer.getvalue(), np.asarray(image))


# --- JPEG --------------------------------------------------------------------------------------------------------------------------------


def jpeg_cases():
    def encode(image, **options):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", **options)
        return buffer.getvalue()

    def golden(name, file):
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
        pixels = np.asarray(image)
        return case(name, file, pixels if pixels.ndim == 3 else pixels[..., None])

    color = lambda height, width: Image.fromarray((scene(height, width) * 255).astype(np.uint8))
    image = color(27, 37)
    for progressive in (False, True):
        kind = "progressive" if progressive else "baseline"
        for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
            yield golden(f"{kind}, {subsampling}", encode(image, quality=85, subsampling=subsampling, progressive=progressive))
        yield golden(f"{kind}, grey", encode(image.convert("L"), quality=70, progressive=progressive))
        yield golden(f"{kind}, quality 5", encode(image, quality=5, progressive=progressive))
    yield golden("quality 100, optimized codes", encode(image, quality=100, subsampling="4:4:4", optimize=True))
    levels = np.random.default_rng(9).integers(0, 256, (6, 7), np.uint8)
    flat = Image.fromarray(np.kron(levels, np.ones((8, 8), np.uint8)))
    yield golden("flat blocks", encode(flat, quality=30))
    for height, width in [(1, 1), (2, 3), (8, 8), (16, 5), (17, 33)]:
        yield golden(f"{width} × {height}, 4:2:0", encode(color(height, width), quality=90, subsampling="4:2:0"))
        yield golden(f"{width} × {height}, 4:2:2 progressive", encode(color(height, width), quality=90, subsampling="4:2:2", progressive=True))
    exif = Image.Exif()
    for orientation in range(1, 9):
        exif[0x0112] = orientation
        yield golden(f"orientation {orientation}", encode(color(9, 14), quality=75, exif=exif.tobytes()))
    yield from restart_cases(image, golden)


def restart_cases(image, golden):
    """What Pillow 9.4 cannot ask of libjpeg: made by rewriting files of cjpeg, if it is there (apt-get install libjpeg-turbo-progs)."""
    import subprocess

    ppm = io.BytesIO()
    image.save(ppm, "PPM")
    for name, options in [
        ("restart markers, 4:2:0", ["-restart", "1B", "-sample", "2x2"]),
        ("restart markers, progressive", ["-restart", "2B", "-progressive", "-sample", "2x1"]),
        ("restart markers, grey", ["-restart", "3B", "-grayscale"]),
        ("4:4:0", ["-sample", "1x2"]),
        ("4:1:1", ["-sample", "4x1"]),
        ("4:1:0", ["-sample", "4x2"]),
        ("chroma larger than luma", ["-sample", "1x1,2x2,1x2"]),
        ("RGB without transform", ["-rgb"]),
        ("progressive 4:4:0", ["-sample", "1x2", "-progressive"]),
    ]:
        yield golden(name, subprocess.run(["cjpeg", "-quality", "80", *options], input=ppm.getvalue(), capture_output=True, check=True).stdout)


# --- PNM ---------------------------------------------------------------------------------------------------------------------------------


def pnm_cases():
    rgb = (scene(3, 5) * 255).astype(np.uint8)
    yield case("P6", b"P6\n# a comment\n5 3\n255\n" + rgb.tobytes(), rgb)
    grey = rgb[..., :1]
    yield case("P5", b"P5 5\t3\r\n255 " + grey.tobytes(), grey)
    deep = (scene(3, 5)[..., :1] * 65535).astype(np.uint16)
    yield case("P5, maxval 65535", b"P5 5 3 65535\n" + deep.astype(">u2").tobytes(), deep)
    small = (scene(3, 5) * 15).astype(np.uint8)
    yield case("P6, maxval 15", b"P6 5 3 15\n" + small.tobytes(), small * 17)
    bits = (rgb[..., :1] > 100).astype(np.uint8)
    wide = np.tile(bits, (1, 2, 1))
    yield case("P4", b"P4 10 3\n" + np.packbits(1 - wide[..., 0], axis=1).tobytes(), wide * 255)


def write(name, title, cases):
    made = list(cases)
    for item in made:
        image = Image.open(io.BytesIO(base64.b64decode(item["file"])))
        assert image.size == (item["width"], item["height"]) or "orientation" in item["name"], item["name"]
    lines = "\n".join(json.dumps(item, ensure_ascii=False) for item in made)
    versions = f"Pillow {PIL.__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}, zlib {features.version('zlib')}"
    text = f"// {title}: written by tooling/golden/images.py with {versions}. One case a line; `file` and deflated `pixels` in base64.\n"
    (FOLDER / f"{name}.test-data.ts").write_text(f"{text}export const {name}Golden = `\n{lines}\n`;\n")
    print(name, len(made), "cases,", len(lines), "bytes")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    write("png", "PNG images of every colour type, depth and interlacing", png_cases())
    write("jpeg", "JPEG images", jpeg_cases())
    write("pnm", "binary PNM images", pnm_cases())

import { ArgumentError, Generator, manualSeed, ShapeError } from "@convoke/core";
import { describe, expect, test } from "vitest";
import type { RasterImage } from "../image/raster-image.js";
import { centerCrop } from "./center-crop.js";
import { colorJitter } from "./color-jitter.js";
import { compose } from "./compose.js";
import { grayscale, rgb } from "./grayscale.js";
import { normalize } from "./normalize.js";
import { randomCrop } from "./random-crop.js";
import { randomHorizontalFlip } from "./random-horizontal-flip.js";
import { randomRotation } from "./random-rotation.js";
import { resize } from "./resize.js";
import { toTensor } from "./to-tensor.js";

const image = (channels: RasterImage["channels"], height: number, width: number, data: Uint8Array | Uint16Array): RasterImage => ({ width, height, channels, data });
const numbered = (height: number, width: number): RasterImage => image(1, height, width, Uint8Array.from({ length: height * width }, (_, i) => i));
const four = numbered(4, 4);

describe("randomness", () => {
  const augment = compose([randomCrop(10, { padding: 3 }), randomHorizontalFlip(), randomRotation(30), colorJitter({ brightness: 0.5, contrast: 0.5, saturation: 0.5, hue: 0.2 })]);
  const picture = image(3, 12, 11, Uint8Array.from({ length: 396 }, (_, i) => (i * 37) % 256));

  test("the same seed gives the same image, another seed another", () => {
    const run = (seed: number) => augment(picture, new Generator(seed));
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  test("without a generator manualSeed decides", () => {
    manualSeed(5);
    const first = augment(picture);
    expect(augment(picture)).not.toEqual(first);
    manualSeed(5);
    expect(augment(picture)).toEqual(first);
  });

  test("the input is left alone", () => {
    const before = picture.data.slice();
    for (let seed = 0; seed < 20; seed++) augment(picture, new Generator(seed));
    expect(picture.data).toEqual(before);
  });

  test("a flip happens as often as p says", () => {
    const flips = (p: number) => {
      const generator = new Generator(3);
      return Array.from({ length: 1000 }, () => randomHorizontalFlip(p)(four, generator).data[0] === 3).filter(Boolean).length;
    };
    expect([flips(0), flips(1)]).toEqual([0, 1000]);
    expect(Math.abs(flips(0.3) - 300)).toBeLessThan(75);   // 5 standard deviations
  });

  test("a crop takes every place equally often", () => {
    const generator = new Generator(4);
    const counts = new Map<number, number>();
    for (let i = 0; i < 900; i++) {
      const corner = randomCrop(2)(four, generator).data[0]!;
      counts.set(corner, (counts.get(corner) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(48);
  });

  test("padding is 0 and can be all that is seen", () => {
    const corners = new Set(Array.from({ length: 200 }, (_, seed) => String(randomCrop(1, { padding: 1 })(image(1, 1, 1, Uint8Array.of(9)), new Generator(seed)).data)));
    expect(corners).toEqual(new Set(["0", "9"]));
  });

  test("angles come from the whole range", () => {
    // 3 × 3 with its right middle lit: by 90 degrees it goes up, by −90 down.
    const right = image(1, 3, 3, Uint8Array.of(0, 0, 0, 0, 0, 9, 0, 0, 0));
    expect(randomRotation([90, 90])(right).data).toEqual(Uint8Array.of(0, 9, 0, 0, 0, 0, 0, 0, 0));
    const generator = new Generator(6);
    const seen = new Set(Array.from({ length: 300 }, () => randomRotation(180)(right, generator).data.indexOf(9)));
    expect(seen).toEqual(new Set([0, 1, 2, 3, 5, 6, 7, 8]));
  });

  test("a jitter works in random order", () => {
    const two = image(1, 1, 2, Uint8Array.of(50, 200));
    const jitter = colorJitter({ brightness: [1.5, 1.5], contrast: [0.5, 0.5] });
    const results = new Set(Array.from({ length: 50 }, (_, seed) => String(jitter(two, new Generator(seed)).data)));
    // Brightness first is cut off at 255: 75, 255 with mean 165; contrast first gives 87, 162.
    expect(results).toEqual(new Set(["120,210", "130,243"]));
  });

  test("amounts of a jitter come from their ranges, and 0 changes nothing", () => {
    const grey = image(1, 1, 1, Uint8Array.of(100));
    const generator = new Generator(7);
    const values = Array.from({ length: 500 }, () => colorJitter({ brightness: 0.2 })(grey, generator).data[0]!);
    expect([Math.min(...values), Math.max(...values)]).toEqual([80, 119]);
    expect(colorJitter({})(picture)).toBe(picture);
    expect(colorJitter({ brightness: 3 })(grey, new Generator(2)).data[0]).toBeGreaterThanOrEqual(0);
  });
});

describe("16 bits and alpha", () => {
  const deep = image(4, 1, 2, Uint16Array.of(0, 32768, 65535, 65535, 128, 129, 65406, 0));

  test("rgb and grayscale round 16 bits to 8 and drop alpha", () => {
    expect(rgb()(deep)).toEqual(image(3, 1, 2, Uint8Array.of(0, 128, 255, 0, 1, 254)));
    expect(grayscale()(deep)).toEqual(image(1, 1, 2, Uint8Array.of((128 * 38470 + 255 * 7471 + 32768) >> 16, (38470 + 254 * 7471 + 32768) >> 16)));
    expect(rgb()(image(2, 1, 2, Uint8Array.of(3, 0, 4, 0)))).toEqual(image(3, 1, 2, Uint8Array.of(3, 3, 3, 4, 4, 4)));
    expect(grayscale(3)(image(2, 1, 1, Uint8Array.of(7, 0)))).toEqual(image(3, 1, 1, Uint8Array.of(7, 7, 7)));
  });

  test("resize and crop keep 16 bits and all channels", () => {
    expect(resize([1, 1])(deep)).toEqual(image(4, 1, 1, Uint16Array.of(64, 16449, 65471, 32768)));
    expect(centerCrop([1, 3])(image(1, 1, 1, Uint16Array.of(700)))).toEqual(image(1, 1, 3, Uint16Array.of(0, 700, 0)));
  });

  test("toTensor scales by the full range, channels first", () => {
    expect(toTensor()(deep)).toEqual({ shape: [4, 1, 2], data: Float32Array.of(0, 128 / 65535, 32768 / 65535, 129 / 65535, 1, 65406 / 65535, 1, 0) });
  });
});

test("compose runs its steps in order, and takes functions", () => {
  const seen: number[] = [];
  const tap = (input: RasterImage, generator: Generator): RasterImage => {
    seen.push(input.width, generator.seed);
    return input;
  };
  expect(compose([resize([2, 3]), tap, centerCrop(1), toTensor()])(four, new Generator(8)).shape).toEqual([1, 1, 1]);
  expect(seen).toEqual([3, 8]);
});

describe("errors", () => {
  function refusal(make: () => unknown): string {
    try {
      make();
    } catch (error) {
      if (error instanceof ArgumentError) return error.message;
      throw error;
    }
    return "nothing was thrown";
  }
  test("sizes", () => {
    for (const size of [0, -1, 1.5, Number.NaN, [3], [3, 4, 5], [3, 0], "3", null, 65536]) {
      for (const make of [resize, centerCrop, randomCrop]) {
        expect(refusal(() => make(size as number))).toBe(`${make.name}: size is ${JSON.stringify(size)}, expected a number of pixels or [height, width], each 1 … 65535`);
      }
    }
    expect(refusal(() => resize([65535, 65535]))).toBe("resize: the output would have 65535 × 65535 pixels, expected at most 67108864 in all");
    expect(refusal(() => resize(3000)(image(1, 1, 900, new Uint8Array(900))))).toBe("resize: the output would have 3000 × 2700000 pixels, expected at most 67108864 in all");
  });
  test("options", () => {
    expect(refusal(() => resize(3, { interpolation: "cubic" as "nearest" }))).toBe('resize: interpolation is "cubic", expected one of bilinear, nearest');
    expect(refusal(() => resize(3, { antialias: true } as object))).toBe('resize: unknown option "antialias", expected one of interpolation');
    expect(refusal(() => randomCrop(3, { padding: -1 }))).toBe("randomCrop: padding is -1, expected an integer from 0 to 65535");
    expect(refusal(() => randomCrop([5, 3])(four))).toBe("randomCrop: the image has 4 × 4 pixels and padding 0, expected at least 5 × 3\nhint: give more padding, or resize first");
    expect(refusal(() => randomHorizontalFlip(1.1))).toBe("randomHorizontalFlip: p is 1.1, expected a probability from 0 to 1");
    expect(refusal(() => randomRotation(-3))).toBe("randomRotation: degrees is [3,-3], expected [min, max] with -360 ≤ min ≤ max ≤ 360");
    expect(refusal(() => randomRotation([0, 361]))).toBe("randomRotation: degrees is [0,361], expected [min, max] with -360 ≤ min ≤ max ≤ 360");
    expect(refusal(() => randomRotation(3, { interpolation: "cubic" as "nearest" }))).toBe('randomRotation: interpolation is "cubic", expected one of nearest, bilinear');
    expect(refusal(() => colorJitter({ hue: 0.6 }))).toBe("colorJitter: hue is [-0.6,0.6], expected [min, max] with -0.5 ≤ min ≤ max ≤ 0.5");
    expect(refusal(() => colorJitter({ contrast: -1 }))).toBe("colorJitter: contrast is [2,0], expected [min, max] with 0 ≤ min ≤ max ≤ 100");
    expect(refusal(() => colorJitter({ gamma: 1 } as object))).toBe('colorJitter: unknown option "gamma", expected one of brightness, contrast, saturation, hue');
    expect(refusal(() => colorJitter({ hue: 0.1 })(image(4, 1, 1, new Uint16Array(4))))).toBe("colorJitter: the image has 4 channels of 16 bits, expected 1 or 3 of 8 bits\nhint: put rgb() or grayscale() before it");
    expect(refusal(() => grayscale(2 as 1))).toBe("grayscale: channels is 2, expected 1 or 3");
    expect(refusal(() => compose([]))).toBe("compose: steps are not a list of functions, expected at least one");
    expect(refusal(() => compose([resize(3), "toTensor"] as never))).toBe("compose: steps are not a list of functions, expected at least one");
  });
  test("what is no image, and no tensor", () => {
    const wrong = [null, {}, { ...four, width: 3 }, { ...four, channels: 5 }, { ...four, data: [...four.data] }, toTensor()(four)];
    for (const input of wrong) {
      for (const transform of [resize(3), centerCrop(3), randomCrop(3), randomHorizontalFlip(), randomRotation(3), colorJitter({}), grayscale(), rgb(), toTensor()]) {
        expect(refusal(() => transform(input as RasterImage))).toBe(
          `${transform.recipe[0]}: input is no image, expected { width, height, channels, data } with as many numbers as that says\nhint: decodeImage makes one; toTensor() comes after all transforms of images`,
        );
      }
    }
    expect(refusal(() => normalize([1], [1])(four as never))).toBe("normalize: input is no tensor, expected { shape, data } as toTensor() gives\nhint: put toTensor() before it");
  });
  test("normalize", () => {
    expect(refusal(() => normalize([], []))).toBe("normalize: mean is [], expected a finite number for each channel");
    expect(refusal(() => normalize(0.5 as never, [1]))).toBe("normalize: mean is 0.5, expected a finite number for each channel");
    expect(refusal(() => normalize([0.5], [1, 2]))).toBe("normalize: std is [1,2], expected 1 finite numbers greater than 0, as many as mean");
    expect(refusal(() => normalize([0.5], [0]))).toBe("normalize: std is [0], expected 1 finite numbers greater than 0, as many as mean");
    expect(() => normalize([1, 2], [1, 2])(toTensor()(four))).toThrow(new ShapeError("normalize: input is [1, 4, 4], expected 2 channels, as many as mean has numbers"));
  });
});

import { ArgumentError, Generator } from "@convoke/core";
import { expect, test } from "vitest";
import type { HostTensor } from "../host-tensor.js";
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
import { transformFrom } from "./transform-from.js";
import type { Recipe } from "./transform.js";

const picture: RasterImage = { width: 12, height: 10, channels: 3, data: Uint8Array.from({ length: 360 }, (_, i) => (i * 53) % 256) };
const everything = compose([
  compose([rgb(), resize([14, 13], { interpolation: "nearest" }), randomCrop(11, { padding: 1 }), randomHorizontalFlip(), randomRotation([5, 9], { interpolation: "bilinear" })]),
  compose([colorJitter({ brightness: 0.3, hue: [0.1, 0.2] }), grayscale(3), centerCrop([9, 8]), resize(7, { interpolation: undefined } as object)]),
  toTensor(),
  normalize([0.1, 0.2, 0.3], [1, 2, 3]),
]);

test("a recipe survives JSON and makes a transform that does the same", () => {
  const text = JSON.stringify(everything.recipe);
  const again = transformFrom<RasterImage, HostTensor<Float32Array>>(JSON.parse(text));
  expect(JSON.stringify(again.recipe)).toBe(text);
  for (let seed = 0; seed < 5; seed++) expect(again(picture, new Generator(seed))).toEqual(everything(picture, new Generator(seed)));
});

test("a recipe reads as it was written", () => {
  expect(compose([resize(8), randomCrop(7, { padding: 2 }), randomHorizontalFlip(), toTensor(), normalize([0.5], [0.25])]).recipe).toEqual([
    "compose", [["resize", 8, {}], ["randomCrop", 7, { padding: 2 }], ["randomHorizontalFlip", 0.5], ["toTensor"], ["normalize", [0.5], [0.25]]],
  ]);
});

test("a step of one's own is not made again", () => {
  const { recipe } = compose([function sharpen(input: RasterImage) { return input; }, toTensor()]);
  expect(recipe).toEqual(["compose", [["custom", "sharpen"], ["toTensor"]]]);
  expect(() => transformFrom(recipe)).toThrow(new ArgumentError('transformFrom: the recipe has a step of your own, "sharpen", expected the library\'s only'));
});

const nested = (depth: number): unknown => (depth === 0 ? ["toTensor"] : ["compose", [nested(depth - 1)]]);

test.each([
  [null, "transformFrom: a recipe is null, expected [name, …arguments]"],
  ["resize", 'transformFrom: a recipe is "resize", expected [name, …arguments]'],
  [[], "transformFrom: a recipe is [], expected [name, …arguments]"],
  [["blur", 3], 'transformFrom: there is no transform "blur", expected one of compose, centerCrop, colorJitter, grayscale, normalize, '],
  [["constructor"], 'transformFrom: there is no transform "constructor", expected one of compose, '],
  [["compose"], "transformFrom: compose is of null, expected a list of recipes"],
  [["compose", []], "compose: steps are not a list of functions, expected at least one"],
  [["compose", [["resize", 3], 7]], "transformFrom: a recipe is 7, expected [name, …arguments]"],
  [nested(9), "transformFrom: the recipe nests deeper than 8 levels"],
  [["resize"], "resize: size is undefined, expected a number of pixels or [height, width], each 1 … 65535"],
  [["resize", 3, null], "resize: options are null, expected an object with interpolation"],
  [["randomRotation", ["1", "2"]], 'randomRotation: degrees is ["1","2"], expected [min, max] with -360 ≤ min ≤ max ≤ 360'],
  [["randomHorizontalFlip", "0.5"], "randomHorizontalFlip: p is 0.5, expected a probability from 0 to 1"],
  [["colorJitter"], "colorJitter: options are undefined, expected an object with brightness, contrast, saturation, hue"],
  [["colorJitter", { hue: "x" }], 'colorJitter: hue is "x", expected [min, max] with -0.5 ≤ min ≤ max ≤ 0.5'],
  [["normalize", [1], "x"], 'normalize: std is "x", expected 1 finite numbers greater than 0, as many as mean'],
])("%j is refused", (recipe, message) => {
  const make = () => transformFrom(recipe as unknown as Recipe);
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(message);
});

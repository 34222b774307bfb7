import { ArgumentError, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import { mapImage } from "./map-image.js";
import { photoImage } from "./photo-image.js";

test("a map alone: no frame, no legend, each value a square", () => {
  const image = mapImage(new Float32Array([-2, 0, 1]), [1, 3], { colours: "signed", scale: 2 });
  expect([image.width, image.height]).toEqual([6, 2]);
  const row = [5, 48, 97, 5, 48, 97, 255, 255, 255, 255, 255, 255, 211, 95, 87, 211, 95, 87];
  expect([...image.data]).toEqual([...row, ...row]);
  expect([...mapImage(new Float32Array([0, 1]), [1, 2], { range: [0, 2] }).data]).toEqual([0, 0, 0, 128, 128, 128]);
});

test("planes become pixels, one channel is grey, normalisation is undone", () => {
  expect([...photoImage(new Float32Array([1, 0, 0.5, 0, 0, 1]), [3, 1, 2]).data]).toEqual([255, 128, 0, 0, 0, 255]);
  expect([...photoImage(new Float32Array([0.2]), [1, 1, 1]).data]).toEqual([51, 51, 51]);
  // (0.2 − 0.5) / 0.25 = −1.2
  expect([...photoImage(new Float32Array([-1.2]), [1, 1, 1], { mean: [0.5], std: [0.25] }).data]).toEqual([51, 51, 51]);
  expect([...photoImage(new Float32Array([2, -1, NaN]), [1, 1, 3]).data]).toEqual([255, 255, 255, 0, 0, 0, 255, 0, 255]);
});

test("what is neither a map nor a photo is refused in words", () => {
  const four = new Float32Array(4);
  expect(() => mapImage(four, [1, 2, 2])).toThrow(new ShapeError("mapImage: shape [1, 2, 2] has rank 3, expected [height, width]"));
  expect(() => mapImage(four, [2, 2], { scale: 0 })).toThrow("mapImage: scale is out of range");
  expect(() => mapImage(new Float32Array(2 ** 14), [128, 128], { scale: 1024 })).toThrow("mapImage: the image is 131072 × 131072 pixels");
  expect(() => mapImage(four, [2, 2], { colours: "jet" as "heat" })).toThrow('expected one of grey, heat, signed, got "jet"');
  expect(() => photoImage(four, [2, 2])).toThrow(new ShapeError("photoImage: shape is [2, 2], expected [3, height, width] or [1, height, width]"));
  expect(() => photoImage(four, [3, 1, 1])).toThrow("photoImage: shape [3, 1, 1] does not fit the data");
  expect(() => photoImage(four, [1, 2, 2], { mean: [0, 0, 0] })).toThrow(new ArgumentError("photoImage: mean is [0, 0, 0], expected 1 finite numbers, one for each channel"));
});

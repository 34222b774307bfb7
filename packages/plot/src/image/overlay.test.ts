import { ArgumentError, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import { bilinear } from "./bilinear.js";
import { overlay, overlayFigure } from "./overlay.js";
import { pixelAt } from "./raster.js";

const heat = (...values: number[]) => new Float32Array(values);
const picture = (width: number, height: number, ...levels: number[]) => ({ width, height, channels: 1, data: Uint8Array.from({ length: width * height }, (_, i) => levels[i % levels.length]!) }) as const;

test("bilinear, pixel centres at half-integers", () => {
  // Between centres by quarters; beyond the outer centres the edge is repeated.
  expect([...bilinear([1, 3, 5, 11], 2, 2, 4, 4)]).toEqual([1, 1.5, 2.5, 3, 2, 2.75, 4.25, 5, 4, 5.25, 7.75, 9, 5, 6.5, 9.5, 11]);
  expect([...bilinear([1, 3, 5, 11], 2, 2, 2, 2)]).toEqual([1, 3, 5, 11]);
  expect([...bilinear([7], 1, 1, 3, 1)]).toEqual([7, 7, 7]);
});

test("nothing covers nothing, the strongest value covers by alpha", () => {
  const image = overlay(picture(2, 1, 100), heat(0, 4), [1, 2], { alpha: 0.5 });
  expect([pixelAt(image, 0, 0), pixelAt(image, 1, 0)]).toEqual([[100, 100, 100], [176, 178, 132]]); // half of (252, 255, 164)
});

test("signed: zero leaves the picture, both signs cover it, as far down as up", () => {
  const image = overlay(picture(4, 1, 200), heat(-1, 0, 2, -2), [1, 4], { colours: "signed", alpha: 1 });
  expect([0, 1, 2, 3].map((x) => pixelAt(image, x, 0))).toEqual([[145, 175, 199], [200, 200, 200], [103, 0, 31], [5, 48, 97]]);
});

test("the colours of the picture go, those of the map stay; NaN is magenta", () => {
  const green = { width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 255, 0, 0, 255, 0) } as const;
  const image = overlay(green, heat(0, NaN), [1, 2], { range: [0, 1], alpha: 1 });
  expect([pixelAt(image, 0, 0), pixelAt(image, 1, 0)]).toEqual([[150, 150, 150], [255, 0, 255]]);
});

test("a range of one's own compares overlays", () => {
  const at = (value: number) => pixelAt(overlay(picture(1, 1, 0), heat(value), [1, 1], { range: [0, 10], alpha: 1 }), 0, 0);
  expect([at(10), at(20), at(0)]).toEqual([[252, 255, 164], [252, 255, 164], [0, 0, 0]]);
});

test("a figure has the picture enlarged, a title above and a legend below", () => {
  const image = overlayFigure(picture(2, 2, 0, 255), heat(0, 0, 0, 0), [2, 2], { scale: 100, title: "T" });
  expect(pixelAt(image, 8, 8)).toEqual([55, 65, 81]); // the bar of the T
  expect([9, 108, 109].map((x) => pixelAt(image, x, 30)[0])).toEqual([0, 0, 255]);
  expect(image.width).toBe(2 * 8 + 202);
  expect(image.height).toBeGreaterThan(8 + 10 + 202 + 8 + 10);
});

test("what cannot be laid over a picture is refused in words", () => {
  const base = picture(2, 2, 0);
  expect(() => overlay(base, heat(1, 2, 3), [1, 3])).toThrow(new ShapeError("overlay: the heat map [1, 3] is larger than the picture [2, 2], expected at most its size"));
  expect(() => overlay(base, heat(1), [1])).toThrow(new ShapeError("overlay: shape [1] has rank 1, expected [height, width]"));
  expect(() => overlay(base, heat(1), [1, 2])).toThrow("overlay: shape [1, 2] does not fit the data");
  for (const alpha of [-0.1, 1.1, NaN]) expect(() => overlay(base, heat(1), [1, 1], { alpha })).toThrow(new ArgumentError(`overlay: alpha is out of range, expected a number from 0 to 1, got ${alpha}`));
  expect(() => overlay(base, heat(1), [1, 1], { range: [1, 0] })).toThrow("overlay: range is [1, 0], expected [low, high] with low ≤ high");
  expect(() => overlay(base, heat(1), [1, 1], { colours: "grey" as "heat" })).toThrow("overlay: colours does not exist");
  expect(() => overlayFigure(base, heat(1), [1, 1], { colors: "heat" } as object)).toThrow('overlayFigure: unknown option "colors"');
  expect(() => overlayFigure(picture(64, 64, 0), heat(1), [1, 1], { scale: 1000 })).toThrow("overlayFigure: the image is 64000 × 64000 pixels");
});

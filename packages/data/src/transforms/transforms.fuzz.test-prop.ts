import { ConvokeError, Generator } from "@convoke/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RasterImage } from "../image/raster-image.js";
import { resize } from "./resize.js";
import { transformFrom } from "./transform-from.js";
import type { Recipe } from "./transform.js";

const numRuns = Number(process.env["FUZZ"] ?? 2000);
const picture: RasterImage = { width: 5, height: 4, channels: 3, data: Uint8Array.from({ length: 60 }, (_, i) => (i * 53) % 256) };

const names = ["centerCrop", "colorJitter", "grayscale", "normalize", "randomCrop", "randomHorizontalFlip", "randomRotation", "resize", "rgb", "toTensor", "custom", "compose"];
const argument = fc.oneof(
  fc.constantFrom<unknown>(null, 0, 1, 3, -2, 0.5, 1e300, "3", [3, 2], [0.1, 0.2], [1, 1, 1], [65535, 65535], {}, { padding: 2 }, { interpolation: "bilinear" }, { hue: 0.5 }),
  fc.jsonValue({ maxDepth: 2 }),
);
const recipe: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  step: fc.tuple(fc.constantFrom(...names), fc.array(argument, { maxLength: 3 })).map(([name, args]) => [name, ...args]),
  whole: fc.oneof({ depthSize: "small" }, tie("step"), fc.array(tie("whole"), { maxLength: 4 }).map((steps) => ["compose", steps]), fc.jsonValue()),
}))["whole"]!;

test("a hostile recipe is refused or used", () => {
  fc.assert(
    fc.property(recipe, (value) => {
      try {
        transformFrom(value as Recipe)(picture, new Generator(1));
      } catch (error) {
        if (!ConvokeError.isInstance(error)) throw error;
      }
    }),
    { numRuns },
  );
});

test("resizing keeps to the range of the pixels, and keeps a flat image flat", () => {
  const size = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(size, size, size, size, fc.boolean(), fc.constantFrom("bilinear" as const, "nearest" as const), fc.nat(255), fc.nat(255), (h, w, toH, toW, deep, interpolation, a, b) => {
      const factor = deep ? 257 : 1;
      const values = Array.from({ length: h * w }, (_, i) => ((i * 7) % 3 ? a : b) * factor);
      const data = deep ? Uint16Array.from(values) : Uint8Array.from(values);
      const output = resize([toH, toW], { interpolation })({ width: w, height: h, channels: 1, data });
      expect(output.data.length).toBe(toH * toW);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      for (const value of output.data) if (value < low || value > high) expect.fail(`${value} is not in ${low} … ${high}`);
    }),
    { numRuns: 500 },
  );
});

import { Generator } from "@convoke/core";
import { unzlibSync } from "fflate";
import { expect, test } from "vitest";
import type { HostTensor } from "../host-tensor.js";
import type { RasterImage } from "../image/raster-image.js";
import { tensorsGolden, transformsGolden } from "./golden.test-data.js";
import { transformFrom } from "./transform-from.js";
import type { Recipe } from "./transform.js";

type Stored = Omit<RasterImage, "data"> & { readonly pixels: string };

const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const read = ({ pixels, ...image }: Stored): RasterImage => ({ ...image, data: Uint8Array.from(unzlibSync(bytesOf(pixels))) });

const [first, ...lines] = transformsGolden.trim().split("\n").map((line) => JSON.parse(line));
const inputs = new Map(Object.entries(first as Record<string, Stored>).map(([name, stored]) => [name, read(stored)]));
const cases = (lines as { image: string; recipe: Recipe; output: Stored }[]).map((each) => [`${each.image} ${JSON.stringify(each.recipe)}`, each] as const);

/** How many numbers differ by 1, by 2 … levels. */
function differences(actual: RasterImage, expected: RasterImage): Record<number, number> {
  const counts: Record<number, number> = {};
  actual.data.forEach((value, i) => {
    const difference = Math.abs(value - expected.data[i]!);
    if (difference > 0) counts[difference] = (counts[difference] ?? 0) + 1;
  });
  return counts;
}

test.each(cases)("%s equals torchvision, bit for bit", (_, { image, recipe, output }) => {
  const expected = read(output);
  const actual = transformFrom<RasterImage, RasterImage>(recipe)(inputs.get(image)!, new Generator(1));
  expect([actual.width, actual.height, actual.channels, actual.data.length]).toEqual([expected.width, expected.height, expected.channels, expected.data.length]);
  expect(differences(actual, expected)).toEqual({});
});

test.each(tensorsGolden.trim().split("\n").map((line) => JSON.parse(line)))("$recipe equals torchvision, bit for bit", ({ image, recipe, shape, values }) => {
  const actual = transformFrom<RasterImage, HostTensor>(recipe)(read(image));
  expect(actual).toEqual({ shape, data: new Float32Array(bytesOf(values).buffer) });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { terminalGrid } from "../terminal/terminal-grid.js";
import { textCells } from "../terminal/text-cells.js";
import type { GridOptions } from "./grid-options.js";
import { imageGrid } from "./image-grid.js";
import type { Picture } from "./picture.js";
import type { Plane } from "./value-range.js";

const escape = "\u001b";
const value = fc.oneof(fc.double(), fc.double({ min: -1, max: 1 }), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308));
const size = fc.integer({ min: 1, max: 24 });

const plane = (length: number): fc.Arbitrary<Plane> =>
  fc.array(value, { minLength: 1, maxLength: 12 }).map((values) => Float64Array.from({ length }, (_, i) => values[i % values.length]!));
const picture: fc.Arbitrary<Picture> = fc
  .tuple(size, size, fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const), fc.integer())
  .map(([width, height, channels, seed]) => ({ width, height, channels, data: Uint8Array.from({ length: width * height * channels }, (_, i) => (seed * (i + 1)) % 256) }));
const range = fc.oneof(fc.constantFrom("shared" as const, "each" as const), fc.tuple(fc.double({ noNaN: true, min: -1e308, max: 0 }), fc.double({ noNaN: true, min: 0, max: 1e308 })));

const grids: fc.Arbitrary<GridOptions> = fc.tuple(size, size).chain(([width, height]) =>
  fc.record({
    maps: fc.array(fc.oneof({ weight: 4, arbitrary: plane(width * height) }, picture), { minLength: 1, maxLength: 7 }),
    width: fc.constant(width),
    height: fc.constant(height),
    colours: fc.constantFrom("grey" as const, "signed" as const),
    range,
    title: fc.option(fc.string({ unit: "binary", maxLength: 20 })),
  }).map(({ title, ...grid }) => ({ ...grid, titles: title === null ? [] : grid.maps.map(() => title) })),
);

const sequence = new RegExp(`${escape}\\[[\\d;]*m`, "g");

test("whatever the values, a grid fits the line, resets its colours and has escapes only where asked", () => {
  fc.assert(
    fc.property(grids, fc.constantFrom("truecolour" as const, "256" as const, "ascii" as const), fc.integer({ min: 1, max: 90 }), (grid, colourDepth, lineWidth) => {
      const text = terminalGrid({ ...grid, colourDepth, lineWidth });
      const lines = text.split("\n");
      expect(Math.max(...lines.map((line) => textCells(line.replace(sequence, ""))))).toBeLessThanOrEqual(lineWidth);
      expect(lines.map((line) => line.match(sequence)?.at(-1) ?? "\u001b[0m").filter((last) => last !== "\u001b[0m")).toEqual([]);
      const plain = text.replace(sequence, "");
      expect(plain).not.toMatch(/[^\P{Cc}\n]/u);
      if (colourDepth === "ascii") expect(text).toBe(plain);
      if (colourDepth === "ascii" && grid.titles!.length === 0) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    }),
    { numRuns: 150 },
  );
});

test("whatever the values, a grid is a picture, and the same again", () => {
  fc.assert(
    fc.property(grids, (grid) => {
      const image = imageGrid({ ...grid, scale: 1 });
      expect(image.data.length).toBe(image.width * image.height * 3);
      expect(Buffer.compare(imageGrid({ ...grid, scale: 1 }).data, image.data)).toBe(0);
    }),
    { numRuns: 100 },
  );
});

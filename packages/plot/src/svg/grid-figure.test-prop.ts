import fc from "fast-check";
import { expect, test } from "vitest";
import { gridFigure } from "./grid-figure.js";
import { expectOnCanvas, readSvg } from "./well-formed.test-tool.js";

const value = (svg: string, name: string) => Number(readSvg(svg).find((a) => a.element === "svg" && a.name === name)!.value);

test("whatever the values and the titles, the figure is valid and on its canvas", async () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(0, NaN, Infinity, -Infinity, 1.7e308));
  const photo = { width: 3, height: 5, channels: 1, data: new Uint8Array(15) } as const;
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 6, maxLength: 6 }), fc.string({ unit: "binary" }), fc.constantFrom("shared" as const, "each" as const), async (values, title, range) => {
      const draw = () => gridFigure({ title, maps: [Float64Array.from(values), photo], width: 3, height: 2, range, titles: [title, title], colours: "heat" });
      const svg = await draw();
      expectOnCanvas(svg, value(svg, "width"), value(svg, "height"));
      expect(await draw()).toBe(svg);
    }),
    { numRuns: 25 },
  );
});

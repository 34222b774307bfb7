import fc from "fast-check";
import { expect, test } from "vitest";
import { barChart } from "./bar-chart.js";
import { expectOnCanvas } from "./well-formed.test-tool.js";

const label = fc.string({ unit: "binary", maxLength: 30 });
const value = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1, NaN, Infinity, -Infinity, 5e-324, 1.7e308));

test("whatever the values and the labels, the chart is valid and on its canvas", () => {
  fc.assert(
    fc.property(label, fc.array(fc.record({ label, value }), { minLength: 1, maxLength: 12 }), fc.constantFrom("horizontal" as const, "vertical" as const), (name, bars, direction) => {
      const svg = barChart({ title: name, valueLabel: name, bars, direction, width: 720, height: 400 });
      const [, width, height] = /^<svg xmlns="[^"]*" width="(\d+)" height="([\d.]+)"/.exec(svg)!;
      expect(width).toBe("720");
      expectOnCanvas(svg, 720, Number(height));
    }),
    { numRuns: 300 },
  );
});

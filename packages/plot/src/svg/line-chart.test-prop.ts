import fc from "fast-check";
import { expect, test } from "vitest";
import { lineChart } from "./line-chart.js";
import { expectOnCanvas } from "./well-formed.test-tool.js";

const text = fc.string({ unit: "binary", maxLength: 30 });
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1, NaN, Infinity, -Infinity, 5e-324, 1.7e308, 1 + 2 ** -52));
const series = fc.record({ name: text, points: fc.array(fc.tuple(number, number), { maxLength: 6 }) });

test("whatever the numbers and the names, the chart is valid, on its canvas and the same again", () => {
  fc.assert(
    fc.property(text, fc.array(series, { maxLength: 3 }), fc.constantFrom("linear" as const, "log" as const), (name, curves, yScale) => {
      const options = { title: name, xLabel: name, yLabel: name, series: curves, yScale };
      const svg = lineChart(options);
      expectOnCanvas(svg, 720, 420);
      expect(lineChart(options)).toBe(svg);
    }),
    { numRuns: 500 },
  );
});

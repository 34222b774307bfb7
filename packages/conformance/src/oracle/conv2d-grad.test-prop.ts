import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryConv2dGrad } from "../arbitrary/conv2d.js";
import { arbitraryFraction } from "../arbitrary/float.js";
import { oracleConv2d } from "./conv2d.js";
import { oracleConv2dGradInput, oracleConv2dGradWeight } from "./conv2d-grad.js";
import type { Dense } from "./dense.js";

const dot = (a: Dense, b: Dense) => Array.from(a.data).reduce((sum, value, i) => sum + value * (b.data[i] ?? Number.NaN), 0);

// Fractions n/8 keep every sum exact, so the three forms are equal to the bit.
test("⟨conv(x, w), g⟩ = ⟨x, gradInput⟩ = ⟨w, gradWeight⟩", () => {
  fc.assert(
    fc.property(arbitraryConv2dGrad(arbitraryFraction()), ({ inputs: { input, weight, gradOutput }, attributes }) => {
      const form = dot(oracleConv2d(input, weight, null, attributes), gradOutput);
      const gradInput = oracleConv2dGradInput(gradOutput, weight, input.shape, attributes);
      const gradWeight = oracleConv2dGradWeight(gradOutput, input, weight.shape, attributes);
      expect(gradInput.shape).toEqual(input.shape);
      expect(gradWeight.shape).toEqual(weight.shape);
      expect(dot(input, gradInput)).toBe(form);
      expect(dot(weight, gradWeight)).toBe(form);
    }),
    { numRuns: 300 },
  );
});

import fc from "fast-check";
import type { Conv2dOptions } from "../oracle/conv2d.js";
import type { Conv2dGradOptions } from "../oracle/conv2d-grad.js";
import type { Dense } from "../oracle/dense.js";
import { arbitraryConv2dGeometry } from "./conv2d-geometry.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat } from "./float.js";

export interface Conv2dCase {
  inputs: { input: Dense; weight: Dense; bias: Dense | null };
  attributes: Conv2dOptions;
}

/** `activation`: also draw one; without, the output has no kink and suits a gradient check. */
export function arbitraryConv2d(element = arbitraryFloat(), { activation = false } = {}): fc.Arbitrary<Conv2dCase> {
  return arbitraryConv2dGeometry({ paddingModes: true }).chain(({ shapes, attributes }) =>
    fc.record({
      inputs: fc.record({
        input: arbitraryDense(shapes.input, element),
        weight: arbitraryDense(shapes.weight, element),
        bias: fc.option(arbitraryDense(shapes.bias, element)),
      }),
      attributes: activation
        ? fc.constantFrom(attributes, { ...attributes, activation: "relu" as const }, { ...attributes, activation: "relu6" as const })
        : fc.constant(attributes),
    }),
  );
}

export interface Conv2dGradCase {
  inputs: { input: Dense; weight: Dense; gradOutput: Dense };
  attributes: Conv2dGradOptions;
}

/** The three arrays of conv2d's trilinear form Σ gradOutput · conv2d(input, weight), zero padding only. */
export function arbitraryConv2dGrad(element = arbitraryFloat()): fc.Arbitrary<Conv2dGradCase> {
  return arbitraryConv2dGeometry().chain(({ shapes, attributes }) =>
    fc.record({
      inputs: fc.record({
        input: arbitraryDense(shapes.input, element),
        weight: arbitraryDense(shapes.weight, element),
        gradOutput: arbitraryDense(shapes.output, element),
      }),
      attributes: fc.constant(attributes),
    }),
  );
}

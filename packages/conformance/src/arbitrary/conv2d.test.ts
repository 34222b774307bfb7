import fc from "fast-check";
import { expect, test } from "vitest";
import { oracleConv2d } from "../oracle/conv2d.js";
import { arbitraryConv2d, type Conv2dCase } from "./conv2d.js";

const cases = fc.sample(arbitraryConv2d(undefined, { activation: true }), { numRuns: 1000, seed: 1 });
const count = (is: (one: Conv2dCase) => boolean) => cases.filter(is).length;

test("every geometry is legal: the oracle gives at least one output place, sizes are at most 20", () => {
  for (const { inputs: { input, weight, bias }, attributes } of cases) {
    const { shape } = oracleConv2d(input, weight, bias, attributes);
    expect(Math.min(...shape.slice(-3)), JSON.stringify([input.shape, weight.shape, attributes])).toBeGreaterThanOrEqual(1);
    expect(Math.max(...input.shape)).toBeLessThanOrEqual(20);
  }
});

test("every form is drawn, often", () => {
  const kinds: Record<string, (one: Conv2dCase) => boolean> = {
    "no batch axis": ({ inputs }) => inputs.input.shape.length === 3,
    "empty batch": ({ inputs }) => inputs.input.shape[0] === 0,
    "no bias": ({ inputs }) => inputs.bias === null,
    groups: ({ attributes }) => (attributes.groups ?? 1) > 1,
    depthwise: ({ inputs, attributes }) => (attributes.groups ?? 1) > 1 && inputs.weight.shape[1] === 1,
    "kernel larger than the input": ({ inputs }) => (inputs.weight.shape[2] ?? 0) > (inputs.input.shape.at(-2) ?? 0),
    '"same"': ({ attributes }) => attributes.padding === "same",
    '"valid"': ({ attributes }) => attributes.padding === "valid",
    "one number": ({ attributes }) => typeof attributes.padding === "number",
    "two numbers": ({ attributes }) => typeof attributes.padding === "object" && attributes.padding.length === 2,
    "four sides": ({ attributes }) => typeof attributes.padding === "object" && attributes.padding.length === 4,
    "unequal strides": ({ attributes }) => typeof attributes.stride === "object" && attributes.stride[0] !== attributes.stride[1],
    "unequal dilations": ({ attributes }) => typeof attributes.dilation === "object" && attributes.dilation[0] !== attributes.dilation[1],
    reflect: ({ attributes }) => attributes.paddingMode === "reflect",
    replicate: ({ attributes }) => attributes.paddingMode === "replicate",
    circular: ({ attributes }) => attributes.paddingMode === "circular",
    relu6: ({ attributes }) => attributes.activation === "relu6",
  };
  for (const [kind, is] of Object.entries(kinds)) expect(count(is), kind).toBeGreaterThan(20);
});

test("a failure that needs dilation shrinks to one that has little else", () => {
  const usesDilation = ({ attributes, inputs }: Conv2dCase) => attributes.dilation !== undefined && attributes.dilation !== 1 && (inputs.weight.shape[3] ?? 1) > 1;
  const [shrunk] = fc.check(fc.property(arbitraryConv2d(), (one) => !usesDilation(one)), { seed: 5 }).counterexample ?? [];
  expect(shrunk?.inputs.weight.shape).toEqual([1, 1, 1, 2]);
  expect(shrunk?.inputs.input.shape.slice(0, -2).every((size) => size <= 1)).toBe(true);
  expect(shrunk?.inputs.bias).toBeNull();
  expect(Object.keys(shrunk?.attributes ?? {})).toEqual(["dilation"]);
});

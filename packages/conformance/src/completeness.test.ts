import * as core from "@convoke/core";
import { describe, expect, test } from "vitest";
import { goldenCases } from "./golden/golden.js";
import * as oracle from "./oracle/index.js";
import { specs } from "./specs/index.js";
import type { OpSpec } from "./suite/spec.js";

/** What core exports as functions but are no ops. */
const noOps = new Set(
  (
    "adamStep backward checkOptions currentBackend defaultGenerator defineOp grad gradCheck isGradEnabled isObserved manualSeed memory noGrad observe setBackend sgdStep tidy useBackend"
  ).split(" "),
);
const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));
const publicOps = Object.entries(core)
  .filter(([name, value]) => typeof value === "function" && !isClass(value) && !noOps.has(name))
  .map(([name]) => name);
const byName = new Map(specs.map((spec) => [spec.name, spec]));
const goldenOps = new Set(goldenCases().map(({ op }) => (op === "var" ? "variance" : op)));

/** How many there are; a reason counts when it is one. */
const weight = (part: OpSpec["gradients"] | OpSpec["laws"]): number => ("none" in part ? part.none.length - 5 : part.length);

test("there is one spec for each public op, and none for anything else", () => {
  expect([...byName.keys()].toSorted()).toEqual(publicOps.toSorted());
  expect(byName.size).toBe(specs.length);
});

describe.each(specs.map((spec) => [spec.name, spec] as const))("%s", (name, spec) => {
  test("has samples, an oracle and the op itself", () => {
    expect(Object.keys(spec.samples).length).toBeGreaterThan(0);
    expect(spec.oracle.length + Object.keys(oracle).length).toBeGreaterThan(0);
    expect(typeof spec.op).toBe("function");
  });

  test("has gradients and laws, or says why not", () => {
    expect(weight(spec.gradients)).toBeGreaterThan(0);
    expect(weight(spec.laws)).toBeGreaterThan(0);
  });

  test("names only inputs that it has", () => {
    const named = "none" in spec.gradients ? [] : spec.gradients;
    expect(spec.inputs).toEqual(expect.arrayContaining([...named]));
  });

  test("has exact error messages", () => {
    expect(spec.errors.length).toBeGreaterThan(0);
    for (const { message } of spec.errors) expect(message).toMatch(/^[a-z][A-Za-z0-9]*: .*[^.]$/);
  });

  test("has PyTorch's numbers, or says why not", () => {
    expect(goldenOps.has(name) || (spec.noGolden?.length ?? 0) > 10).toBe(true);
  });
});

test("at least 60 error messages are asserted to the letter", () => {
  expect(new Set(specs.flatMap(({ errors }) => errors.map(({ message }) => message))).size).toBeGreaterThanOrEqual(60);
});

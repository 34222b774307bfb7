import { describe, expect, test, vi } from "vitest";
import * as errors from "./index.js";
import { ArgumentError, ConvokeError, ShapeError } from "./index.js";

const classes = Object.values(errors);

describe("errors", () => {
  test.each(classes.map((each) => [each.name, each] as const))("%s extends Error and ConvokeError and carries its name", (name, Class) => {
    const error = new Class("conv2d: wrong");
    expect([error instanceof Error, error instanceof ConvokeError, error.name, error.message]).toEqual([true, true, name, "conv2d: wrong"]);
    expect(String(error)).toBe(`${name}: conv2d: wrong`);
  });

  test("the hint is the second line; cause and details come along", () => {
    const cause = new Error("below");
    const error = new ShapeError("conv2d: wrong", { hint: "turn it", cause, details: { input: [1, 2] } });
    expect([error.message, error.hint, error.cause, error.details]).toEqual(["conv2d: wrong\nhint: turn it", "turn it", cause, { input: [1, 2] }]);
    const bare = new ShapeError("conv2d: wrong");
    expect([bare.hint, bare.cause, bare.details]).toEqual([undefined, undefined, {}]);
  });
});

describe("isInstance", () => {
  test("tells classes apart", () => {
    expect(ShapeError.isInstance(new ShapeError("x"))).toBe(true);
    expect(ShapeError.isInstance(new ArgumentError("x"))).toBe(false);
    expect(ConvokeError.isInstance(new ArgumentError("x"))).toBe(true);
    for (const other of [new Error("x"), new TypeError("x"), null, undefined, "ShapeError", { name: "ShapeError" }, Object.assign(new Error("x"), { name: "ShapeError" })]) {
      expect(ShapeError.isInstance(other)).toBe(false);
      expect(ConvokeError.isInstance(other)).toBe(false);
    }
  });

  test("knows errors of another copy of the package", async () => {
    vi.resetModules();
    const foreign = await import("./index.js");
    const error = new foreign.ShapeError("x");
    expect([error instanceof ShapeError, error instanceof ConvokeError]).toEqual([false, false]);
    expect([ShapeError.isInstance(error), ConvokeError.isInstance(error), ArgumentError.isInstance(error)]).toEqual([true, true, false]);
  });

  test("knows subclasses", async () => {
    class KernelShapeError extends ShapeError {}
    expect([ShapeError.isInstance(new KernelShapeError("x")), KernelShapeError.isInstance(new ShapeError("x"))]).toEqual([true, false]);
  });

  test("does not depend on the names of classes, which a minifier changes", async () => {
    vi.resetModules();
    const foreign = await import("./index.js");
    const original = ShapeError.name;
    Object.defineProperty(ShapeError, "name", { value: "a", configurable: true });
    try {
      expect(ShapeError.isInstance(new foreign.ShapeError("x"))).toBe(true);
    } finally {
      Object.defineProperty(ShapeError, "name", { value: original, configurable: true });
    }
  });
});

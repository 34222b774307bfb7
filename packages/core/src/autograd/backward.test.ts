import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { add, ArgumentError, arange, DisposedError, DTypeError, exp, memory, mul, noGrad, ones, relu, setBackend, ShapeError, sum, tensor, tidy } from "../index.js";

setBackend(cpu());
const leaf = (values: number[]) => tensor(values, { requiresGrad: true, dtype: "float64" });

describe("backward", () => {
  test("adds up in grad over two passes, until grad is set to null", () => {
    const x = leaf([1, 2]);
    sum(mul(x, x)).backward();
    expect([...x.grad!.dataSync()]).toEqual([2, 4]);
    sum(mul(x, 3)).backward();
    expect([...x.grad!.dataSync()]).toEqual([5, 7]);
    x.grad = null;
    sum(mul(x, 3)).backward();
    expect([...x.grad!.dataSync()]).toEqual([3, 3]);
  });

  test("adds every path of a diamond, and every use of one tensor", () => {
    const x = leaf([2]);
    const left = mul(x, 3), right = mul(x, x);
    // (3x)(x²) + x² + x = 3x³ + x² + x → 9x² + 2x + 1
    add(add(mul(left, right), right), x).backward();
    expect(x.grad!.itemSync()).toBe(9 * 4 + 2 * 2 + 1);
  });

  test("walks a chain of 10,000 ops without recursion", () => {
    const x = leaf([1]);
    tidy(() => {
      let y = x;
      for (let i = 0; i < 10_000; i++) y = add(y, x);
      y.backward();
    });
    expect(x.grad!.itemSync()).toBe(10_001);
  });

  test("computes 2³⁰ paths of a ladder once for each rung", () => {
    const x = leaf([1]);
    let y = x;
    for (let i = 0; i < 30; i++) y = add(y, y);
    y.backward();
    expect(x.grad!.itemSync()).toBe(2 ** 30);
  });

  test("a second pass over the same graph is an error that says what to do", () => {
    const x = leaf([3]);
    const y = mul(x, x);
    y.backward();
    expect(() => y.backward()).toThrow(DisposedError);
    expect(() => y.backward()).toThrow(
      new DisposedError("backward: the recorded mul was already used and freed", {
        hint: "pass { retainGraph: true } to the first backward, or run the forward pass again",
      }),
    );
    expect(x.grad!.itemSync()).toBe(6);
  });

  test("a second pass over a shared part is the same error, and leaves leaves alone", () => {
    const x = leaf([3]);
    const shared = exp(x);
    mul(shared, 2).backward();
    const before = x.grad!.itemSync();
    expect(() => mul(shared, 3).backward()).toThrow("backward: the recorded exp was already used and freed");
    expect(x.grad!.itemSync()).toBe(before);
  });

  test("retainGraph allows a second pass, which frees the graph", () => {
    const x = leaf([3]);
    const y = mul(x, x);
    y.backward(null, { retainGraph: true });
    y.backward();
    expect(x.grad!.itemSync()).toBe(12);
    expect(() => y.backward()).toThrow(DisposedError);
  });

  test("createGraph records the pass, so that grad itself can be differentiated", () => {
    const x = leaf([2]);
    mul(mul(x, x), x).backward(null, { createGraph: true });
    const first = x.grad!;
    expect(first.itemSync()).toBe(12);
    expect(first.requiresGrad).toBe(true);
    sum(first).backward();
    expect(x.grad!.itemSync()).toBe(12 + 12); // 3x² + 6x
  });

  test("without createGraph grad requires no gradient and is a leaf", () => {
    const x = leaf([2]);
    mul(x, x).backward();
    expect([x.grad!.requiresGrad, x.grad!.isLeaf]).toEqual([false, true]);
  });

  test("weighs the output with a given gradient, which stays the caller's", () => {
    const x = leaf([1, 2]);
    const gradient = tensor([10, 100], { dtype: "float64" });
    mul(x, x).backward(gradient);
    expect([...x.grad!.dataSync()]).toEqual([20, 400]);
    expect([...gradient.dataSync()]).toEqual([10, 100]);
  });

  test("of a leaf gives it the gradient itself", () => {
    const x = leaf([5]);
    x.backward();
    expect(x.grad!.itemSync()).toBe(1);
  });

  test("reaches only leaves that require a gradient", () => {
    const x = leaf([1]), frozen = tensor([2], { dtype: "float64" });
    const y = mul(x, frozen);
    y.backward();
    expect([x.grad!.itemSync(), frozen.grad, y.grad]).toEqual([2, null, null]);
  });

  test("retainGrad keeps the gradient of a result too, and adds up", () => {
    const x = leaf([3]);
    const y = mul(x, x).retainGrad();
    const z = mul(y, 5);
    z.backward(null, { retainGraph: true });
    z.backward();
    expect([y.grad!.itemSync(), x.grad!.itemSync()]).toEqual([10, 60]);
  });

  test("works in noGrad, on what was recorded outside", () => {
    const x = leaf([3]);
    const y = mul(x, x);
    noGrad(() => y.backward());
    expect(x.grad!.itemSync()).toBe(6);
  });

  test("frees what it made and what the tape held, but not what the user holds", () => {
    const x = leaf([3]);
    const before = memory().tensors;
    const product = mul(x, x), y = relu(product);
    expect(memory().tensors).toBe(before + 2 + 3); // mul saves both operands, relu its output
    y.backward();
    expect(memory().tensors).toBe(before + 2 + 1); // x.grad
    expect([product.itemSync(), y.itemSync()]).toEqual([9, 9]);
  });

  const hint = "set requiresGrad on an input, and compute outside of noGrad";
  const errors: [Error, () => void][] = [
    [new ArgumentError("backward: the output, made by tensor, does not require a gradient", { hint }), () => tensor([1]).backward()],
    [new ArgumentError("backward: the output, made by mul, does not require a gradient", { hint }), () => noGrad(() => mul(leaf([1]), 2)).backward()],
    [new ArgumentError("backward: the output has shape [2], expected one element or a gradient of that shape"), () => leaf([1, 2]).backward()],
    [new ShapeError("backward: gradient has shape [2], expected [2, 1]"), () => leaf([1, 2]).reshape([2, 1]).backward(ones([2], { dtype: "float64" }))],
    [new DTypeError("backward: gradient is float32, expected float64"), () => leaf([1, 2]).backward(ones([2]))],
    [new ArgumentError('backward: unknown option "retain", expected one of retainGraph, createGraph'), () => leaf([1]).backward(null, { retain: true } as object)],
  ];
  test.each(errors.map(([error, body]) => ({ message: error.message, error, body })))("$message", ({ error, body }) => expect(body).toThrow(error));

  test("refuses a gradient of another backend", () => {
    const x = leaf([1]);
    const y = add(x, 1);
    expect(() => y.backward(tensor([1], { dtype: "float64", backend: cpu() }))).toThrow("backward: gradient lives on cpu, expected");
  });

  test("refuses options in the gradient's place", () => {
    expect(() => leaf([1]).backward({ retainGraph: true } as never)).toThrow(ArgumentError);
  });
});

describe("leaves", () => {
  test("are what no recorded op made", () => {
    const x = leaf([1]);
    expect([x.isLeaf, mul(x, 2).isLeaf, noGrad(() => mul(x, 2)).isLeaf, x.detach().isLeaf, mul(x.detach(), 2).isLeaf]).toEqual([true, false, true, true, true]);
  });

  test("requiresGrad follows the inputs", () => {
    const x = leaf([1]), y = tensor([1], { dtype: "float64" });
    expect([x, mul(x, y), mul(y, y), noGrad(() => mul(x, y)), x.eq(y), x.to("int32")].map((each) => each.requiresGrad)).toEqual([true, true, false, false, false, false]);
  });

  test("requiresGrad can be set on leaves only, and on floats only", () => {
    const x = tensor([1, 2]);
    x.requiresGrad = true;
    const y = mul(x, 2);
    expect(() => { y.requiresGrad = false; }).toThrow(new ArgumentError("requiresGrad: cannot be changed on the result of mul, only on a leaf", { hint: "use detach()" }));
    expect(() => { arange(3, { dtype: "int32" }).requiresGrad = true; }).toThrow(new DTypeError("requiresGrad: only float tensors have gradients, got int32"));
    y.requiresGrad = true;
    x.requiresGrad = false;
    expect([x.requiresGrad, mul(x, 2).requiresGrad]).toEqual([false, false]);
  });

  test("detach shares the storage, not the history", () => {
    const x = leaf([3]);
    const bytes = memory().bytes;
    const cut = mul(x, x).detach();
    expect(memory().bytes).toBe(bytes + 8);
    mul(cut, x).backward();
    expect([cut.requiresGrad, cut.grad, x.grad!.itemSync()]).toEqual([false, null, 9]);
  });

  test("a detached tensor can become a leaf of its own", () => {
    const x = leaf([3]);
    const cut = x.detach();
    cut.requiresGrad = true;
    mul(cut, 7).backward();
    expect([cut.grad!.itemSync(), x.grad]).toEqual([7, null]);
  });

  test("retainGrad wants a tensor that requires a gradient", () => {
    expect(() => tensor([1]).retainGrad()).toThrow(new ArgumentError("retainGrad: the tensor does not require a gradient"));
  });

  test("grad can be set to a tensor of the same shape", () => {
    const x = leaf([1, 2]);
    const given = tensor([5, 6], { dtype: "float64" });
    x.grad = given;
    given.dispose();
    sum(x).backward();
    expect([...x.grad!.dataSync()]).toEqual([6, 7]);
    expect(() => { x.grad = tensor([1]); }).toThrow(new ArgumentError("grad: must have the tensor's shape [2], got [1]"));
  });

  test("grad refuses another dtype", () => {
    expect(() => { leaf([1]).grad = tensor([1], { dtype: "int32" }); }).toThrow(DTypeError);
  });

  test("in-place means on a Cell: the tape keeps the value that it saw", () => {
    const x = leaf([3]);
    const values = new Float64Array([2]);
    const factor = tensor(values);
    const y = mul(x, factor);
    values[0] = 100;
    factor.dispose();
    y.backward();
    expect(x.grad!.itemSync()).toBe(2);
  });
});

import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { add, ArgumentError, DTypeError, exp, grad, mul, ones, setBackend, ShapeError, split, sum, tensor, type Tensor } from "../index.js";

setBackend(cpu());
const leaf = (values: number[]) => tensor(values, { requiresGrad: true, dtype: "float64" });
const numbers = (...tensors: (Tensor | null)[]) => tensors.map((each) => each && [...each.dataSync()]);

describe("grad", () => {
  test("gives one gradient for each input and touches no grad", () => {
    const x = leaf([1, 2]), w = leaf([3, 4]);
    const gradients = grad(sum(mul(x, w)), [x, w]);
    expect(numbers(...gradients)).toEqual([[3, 4], [1, 2]]);
    expect([x.grad, w.grad]).toEqual([null, null]);
  });

  test("adds up over several outputs, each weighed by its gradOutput", () => {
    const x = leaf([1, 2]);
    const outputs = [mul(x, x), mul(x, 3)];
    const gradOutputs = [tensor([1, 10], { dtype: "float64" }), tensor([100, 1000], { dtype: "float64" })];
    expect(numbers(...grad(outputs, [x], { gradOutputs }))).toEqual([[1 * 2 + 300, 10 * 4 + 3000]]);
  });

  test("null among gradOutputs stands for ones, for an output of one element", () => {
    const x = leaf([2]);
    const gradOutputs = [null, tensor([10], { dtype: "float64" })];
    expect(numbers(...grad([mul(x, x), mul(x, 3)], [x], { gradOutputs }))).toEqual([[4 + 30]]);
  });

  test("counts an output that is given twice twice", () => {
    const x = leaf([2]);
    const y = mul(x, x);
    expect(numbers(...grad([y, y], [x]))).toEqual([[8]]);
  });

  test("of an output that several inputs share: split parts are told apart", () => {
    const x = leaf([1, 2, 3, 4]);
    const [first, second] = split(x, 2);
    expect(numbers(...grad(sum(mul(first!, second!)), [x]))).toEqual([[3, 4, 1, 2]]);
  });

  test("with respect to a result in the middle, and to a leaf beyond it, at once", () => {
    const x = leaf([2]);
    const middle = mul(x, x);
    const output = mul(middle, middle);
    expect(numbers(...grad(output, [middle, x]))).toEqual([[8], [32]]);
  });

  test("stops at the inputs: what lies beyond stays usable", () => {
    const x = leaf([2]);
    const middle = exp(x);
    const output = mul(middle, 3);
    expect(numbers(...grad(output, [middle]))).toEqual([[3]]);
    middle.backward();
    expect(x.grad!.itemSync()).toBeCloseTo(Math.exp(2), 12);
  });

  test("with respect to an output itself is its gradOutput", () => {
    const y = mul(leaf([2]), 3);
    expect(numbers(...grad(y, [y]))).toEqual([[1]]);
    expect(numbers(...grad(mul(y, 5), [y, y], { retainGraph: true }))).toEqual([[5], [5]]);
  });

  test("an input given twice gives two handles of their own", () => {
    const x = leaf([2]);
    const [first, second] = grad(mul(x, x), [x, x]);
    first!.dispose();
    expect(numbers(second!)).toEqual([[4]]);
  });

  test("with createGraph gives the third derivative of x⁴", () => {
    const x = leaf([2]);
    let derivative: Tensor = mul(mul(x, x), mul(x, x));
    const values: number[] = [];
    for (let order = 1; order <= 4; order++) {
      [derivative] = grad(derivative, [x], { createGraph: true }) as [Tensor];
      values.push(derivative.itemSync());
    }
    expect(values).toEqual([4 * 8, 12 * 4, 24 * 2, 24]);
  });

  test("with createGraph keeps the graph of the forward pass too", () => {
    const x = leaf([2]);
    const y = mul(x, mul(x, x));
    grad(y, [x], { createGraph: true });
    expect(numbers(...grad(y, [x]))).toEqual([[12]]);
  });

  test("differentiates by gradOutputs: the double-backward trick gives a forward derivative", () => {
    const x = leaf([2, 3]);
    const gradOutput = tensor([0, 0], { dtype: "float64", requiresGrad: true });
    const [pulled] = grad(mul(x, x), [x], { gradOutputs: gradOutput, createGraph: true });
    const direction = tensor([1, 10], { dtype: "float64" });
    expect(numbers(...grad(pulled!, [gradOutput], { gradOutputs: direction }))).toEqual([[4, 60]]);
  });

  test("an input that no output depends on is null with allowUnused, else an error", () => {
    const x = leaf([2]), other = leaf([1]);
    expect(numbers(...grad(mul(x, x), [x, other], { allowUnused: true }))).toEqual([[4], null]);
    expect(() => grad(mul(x, x), [x, other])).toThrow(
      new ArgumentError("grad: no output depends on input 1", { hint: "pass { allowUnused: true } to get null for it" }),
    );
  });

  const errors: [Error, () => void][] = [
    [new ArgumentError("grad: input 1 does not require a gradient"), () => { const x = leaf([1]); grad(mul(x, x), [x, tensor([1])]); }],
    [new ArgumentError("grad: the output has shape [2], expected one element or a gradient of that shape"), () => { const x = leaf([1, 2]); grad(mul(x, x), [x]); }],
    [new ShapeError("grad: gradient has shape [3], expected [2]"), () => { const x = leaf([1, 2]); grad(mul(x, x), [x], { gradOutputs: ones([3]) }); }],
    [new DTypeError("grad: gradient is float32, expected float64"), () => { const x = leaf([1, 2]); grad(mul(x, x), [x], { gradOutputs: ones([2]) }); }],
    [new ArgumentError('grad: unknown option "allowUnusued", expected one of retainGraph, createGraph, gradOutputs, allowUnused'), () => { const x = leaf([1]); grad(x, [x], { allowUnusued: true } as object); }],
  ];
  test.each(errors.map(([error, body]) => ({ message: error.message, error, body })))("$message", ({ error, body }) => expect(body).toThrow(error));

  test("wants as many gradOutputs as outputs", () => {
    const x = leaf([1]);
    const gradOutputs = [ones([1], { dtype: "float64" }), ones([1], { dtype: "float64" })];
    expect(() => grad([add(x, 1)], [x], { gradOutputs })).toThrow(ArgumentError);
  });
});

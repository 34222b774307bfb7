import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import {
  arange, BackendMismatchError, Buffer, Cell, DisposedError, DTypeError, memory, mul, Parameter, setBackend, ShapeError, slice, sum, tensor, tidy, transpose, zeros,
} from "../index.js";

setBackend(cpu());
const values = (cell: { dataSync(): ArrayLike<number> }) => Array.from(cell.dataSync());

test("a Parameter is a leaf that requires a gradient, a Buffer does not", () => {
  const parameter = new Parameter(tensor([1])), frozen = new Parameter(tensor([1]), { requiresGrad: false }), buffer = new Buffer(tensor([1]));
  expect([parameter, frozen, buffer].map((cell) => [cell.requiresGrad, cell.isLeaf])).toEqual([[true, true], [false, true], [false, true]]);
  expect([parameter, buffer].every((cell) => cell instanceof Cell)).toBe(true);
});

test("a Parameter of a result is a leaf of its own", () => {
  const x = tensor([2], { requiresGrad: true });
  const parameter = new Parameter(mul(x, 3));
  mul(parameter, 5).backward();
  expect([parameter.grad!.itemSync(), x.grad]).toEqual([5, null]);
});

test("a Parameter must be float", () => {
  expect(() => new Parameter(arange(3, { dtype: "int32" }))).toThrow(new DTypeError("requiresGrad: only float tensors have gradients, got int32"));
});

describe("assign", () => {
  test("replaces the value, not the handle", () => {
    const parameter = new Parameter(tensor([1, 2]));
    const same = parameter.assign(tensor([3, 4]));
    expect([same === parameter, values(parameter)]).toEqual([true, [3, 4]]);
  });

  test("leaves the source usable, and the cell intact when the source goes", () => {
    const source = tensor([3, 4]);
    const cell = new Cell(tensor([1, 2])).assign(source);
    expect(values(source)).toEqual([3, 4]);
    source.dispose();
    expect(values(cell)).toEqual([3, 4]);
  });

  test("copies what is not dense: a transposed source, a broadcast one, a part", () => {
    const cell = new Cell(zeros([2, 2]));
    expect(values(cell.assign(transpose(tensor([[1, 2], [3, 4]]), 0, 1)))).toEqual([1, 3, 2, 4]);
    expect(values(cell.assign(tensor([[7], [8]]).expand([2, 2])))).toEqual([7, 7, 8, 8]);
    expect(values(cell.assign(slice(arange(8).reshape([4, 2]), [0, 2])))).toEqual([0, 1, 2, 3]);
    expect(cell.layout).toEqual({ shape: [2, 2], strides: [2, 1], offset: 0 });
  });

  test("of itself changes nothing", () => {
    const cell = new Cell(tensor([1, 2]));
    expect(values(cell.assign(cell))).toEqual([1, 2]);
    expect(values(cell.assign(mul(cell, 2)))).toEqual([2, 4]);
  });

  test("between forward and backward: the tape keeps the value that it saw", () => {
    const weight = new Parameter(tensor([3]));
    const loss = sum(mul(weight, weight));
    weight.assign(tensor([100]));
    loss.backward();
    expect([weight.grad!.itemSync(), weight.itemSync()]).toEqual([6, 100]);
  });

  test("views taken before keep the old value, views taken after see the new one", () => {
    const weight = new Parameter(tensor([[1, 2], [3, 4]]));
    const before = slice(weight, 0);
    weight.assign(tensor([[5, 6], [7, 8]]));
    expect([values(before), values(slice(weight, 0))]).toEqual([[1, 2], [5, 6]]);
  });

  test("a result is never the cell itself, which would change with it", () => {
    const weight = new Parameter(tensor([1, 2]));
    const kept = [weight.reshape([2]), weight.flatten(), weight.to("float32"), weight.expand([2]), weight.pad([0, 0])];
    weight.assign(tensor([5, 6]));
    for (const each of kept) expect(values(each)).toEqual([1, 2]);
  });

  test("keeps the gradient, the leaf and the graph of later ops", () => {
    const weight = new Parameter(tensor([3]));
    mul(weight, weight).backward();
    weight.assign(tensor([10]));
    expect(weight.grad!.itemSync()).toBe(6);
    mul(weight, weight).backward();
    expect(weight.grad!.itemSync()).toBe(6 + 20);
  });

  test("gives the old storage back, inside tidy and outside", () => {
    const weight = tidy(() => new Parameter(zeros([100])));
    const before = memory();
    for (let i = 0; i < 10; i++) tidy(() => void weight.assign(mul(weight, 2)));
    expect(memory()).toEqual(before);
    for (let i = 0; i < 10; i++) {
      using value = weight.detach();
      using next = mul(value, 2);
      weight.assign(next);
    }
    expect(memory().bytes).toBe(before.bytes);
  });

  const cell = new Cell(zeros([2, 3]));
  const errors: [Error, () => void][] = [
    [new ShapeError("assign: value has shape [3, 2], expected [2, 3]"), () => cell.assign(zeros([3, 2]))],
    [new ShapeError("assign: value has shape [3], expected [2, 3]"), () => cell.assign(zeros([3]))],
    [new DTypeError("assign: value is float64, expected float32"), () => cell.assign(zeros([2, 3], { dtype: "float64" }))],
    [new BackendMismatchError("assign: value lives on cpu, expected cpu"), () => cell.assign(zeros([2, 3], { backend: cpu() }))],
    [
      new DisposedError("tensor was disposed: created by tensor, disposed by dispose", { hint: "return it from tidy, or use it before it is disposed" }),
      () => { const source = tensor([[1, 2, 3], [4, 5, 6]]); source.dispose(); cell.assign(source); },
    ],
  ];
  test.each(errors.map(([error, body]) => ({ message: error.message, error, body })))("$message", ({ error, body }) => expect(body).toThrow(error));

  test("a failed assign leaves the value alone", () => {
    const kept = new Cell(tensor([1, 2]));
    expect(() => kept.assign(tensor([1]))).toThrow(ShapeError);
    expect(values(kept)).toEqual([1, 2]);
  });
});

test("dispose ends a cell and its gradient", () => {
  const before = memory();
  const source = tensor([3]);
  const weight = new Parameter(source);
  tidy(() => mul(weight, weight).backward());
  const gradient = weight.grad!;
  weight.dispose();
  source.dispose();
  expect([weight.isDisposed, gradient.isDisposed, memory()]).toEqual([true, true, before]);
});

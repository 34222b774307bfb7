import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { strippedCpu } from "../backend/counting-backend.test-support.js";
import { defineBackend } from "../backend/index.js";
import { add, ArgumentError, arange, BackendMismatchError, DisposedError, full, memory, mul, relu, setBackend, slice, tensor, transpose, zeros, type Tensor } from "../index.js";

setBackend(cpu());
const hint = "return it from tidy, or use it before it is disposed";

describe("dispose", () => {
  test("frees the storage; a second call does nothing", () => {
    const before = memory();
    const x = tensor([1, 2, 3]);
    expect(memory()).toEqual({ tensors: before.tensors + 1, bytes: before.bytes + 12 });
    x.dispose();
    x.dispose();
    expect([x.isDisposed, memory()]).toEqual([true, before]);
  });

  test("every use afterwards is an error that names both ends; shape and dtype stay readable", async () => {
    const x = relu(tensor([1, 2]));
    x.dispose();
    const error = new DisposedError("tensor was disposed: created by relu, disposed by dispose", { hint });
    for (const use of [() => add(x, 1), () => add(1, x), () => add(tensor([1, 2]), x), () => x.reshape([2, 1]), () => x.dataSync(), () => x.backend, () => x.detach()]) expect(use).toThrow(error);
    await expect(x.data()).rejects.toThrow(error);
    await expect(x.toArray()).rejects.toThrow(error);
    expect([x.shape, x.dtype, x.rank, x.size]).toEqual([[2], "float32", 1, 2]);
  });

  test("`using` disposes at the end of the block, and says so", () => {
    let kept: Tensor | null = null;
    {
      using x = tensor([1]);
      kept = x;
      expect(x.isDisposed).toBe(false);
    }
    expect(() => kept!.itemSync()).toThrow(new DisposedError("tensor was disposed: created by tensor, disposed by using", { hint }));
  });

  test("views and detached copies keep the storage alive", () => {
    const before = memory();
    const x = tensor([[1, 2], [3, 4]]);
    const views = [x.reshape([4]), transpose(x, 0, 1), slice(x, 1), x.expand([2, 2, 2]), x.detach()];
    x.dispose();
    expect(views.map((view) => [...view.dataSync()])).toEqual([[1, 2, 3, 4], [1, 3, 2, 4], [3, 4], [1, 2, 3, 4, 1, 2, 3, 4], [1, 2, 3, 4]]);
    expect(memory().bytes).toBe(before.bytes + 16);
    for (const view of views) view.dispose();
    expect(memory()).toEqual({ ...before, tensors: memory().tensors });
    expect(memory().bytes).toBe(before.bytes);
  });

  test("of a leaf disposes its gradient", () => {
    const x = tensor([3], { requiresGrad: true });
    mul(x, x).backward();
    const { grad } = x;
    x.dispose();
    expect(grad!.isDisposed).toBe(true);
  });

  test("of another handle of a leaf does not", () => {
    const x = tensor([3], { requiresGrad: true });
    mul(x, x).backward();
    x.detach().dispose();
    expect(x.grad!.itemSync()).toBe(6);
  });

  test("a result never shares its handle with an input: disposing it leaves the input alone", async () => {
    const x = tensor([1, 2]);
    const same = [x.reshape([2]), x.flatten(), x.squeeze(), x.to("float32"), x.cast("float32"), x.expand([2]), x.pad([0, 0]), x.dropout({ training: false }), await x.to(x.backend)];
    const scalar = tensor(3);
    const whole = [scalar.sum(), scalar.max(), scalar.prod()];
    for (const each of [...same, ...whole]) each.dispose();
    expect([x.isDisposed, scalar.isDisposed]).toEqual([false, false]);
  });

  test("what the tape saved survives its handle", () => {
    const x = tensor([3], { requiresGrad: true });
    const square = mul(x, x);
    const cube = mul(square, x);
    square.dispose();
    cube.backward();
    expect(x.grad!.itemSync()).toBe(27);
  });
});

describe("reading", () => {
  test("gives row-major values of views, as a fresh array each time", async () => {
    const x = transpose(tensor([[1, 2, 3], [4, 5, 6]]), 0, 1);
    expect([...await x.data()]).toEqual([1, 4, 2, 5, 3, 6]);
    const first = x.dataSync();
    first.fill(0);
    const whole = tensor([1]);
    whole.dataSync()[0] = 5;
    expect([[...x.dataSync()], whole.itemSync()]).toEqual([[1, 4, 2, 5, 3, 6], 1]);
  });

  test("toArray nests as the shape says, with booleans for bool", async () => {
    expect(await arange(6).reshape([2, 1, 3]).toArray()).toEqual([[[0, 1, 2]], [[3, 4, 5]]]);
    expect(await tensor([[true], [false]]).toArray()).toEqual([[true], [false]]);
    expect(await zeros([2, 0]).toArray()).toEqual([[], []]);
    expect(await tensor(7).toArray()).toBe(7);
  });

  test("item wants one element, of any rank", async () => {
    expect([await full([1, 1, 1], 4).item(), tensor(5).itemSync()]).toEqual([4, 5]);
    await expect(zeros([2, 1]).item()).rejects.toThrow(new ArgumentError("item: the tensor has shape [2, 1], expected one element", { hint: "use data() or toArray()" }));
  });

  test("itemSync says so under its own name", () => {
    expect(() => zeros([0]).itemSync()).toThrow(new ArgumentError("itemSync: the tensor has shape [0], expected one element", { hint: "use data() or toArray()" }));
  });

  test("at once throws where the backend cannot", () => {
    const { readSync: _, ...definition } = strippedCpu();
    const backend = defineBackend({ ...definition, name: "slow", capabilities: { ...definition.capabilities, syncRead: false } });
    const x = tensor([1], { backend });
    expect(() => x.dataSync()).toThrow(new ArgumentError("dataSync: backend slow cannot read synchronously", { hint: "use await data()" }));
    expect(() => x.itemSync()).toThrow(new ArgumentError("itemSync: backend slow cannot read synchronously", { hint: "use await item()" }));
  });
});

describe("two backends", () => {
  const other = cpu();

  test("do not mix in one op", () => {
    const error = new BackendMismatchError("add: inputs live on backends cpu and cpu, expected one", { hint: "move one with await tensor.to(backend)" });
    expect(() => add(tensor([1]), tensor([1], { backend: other }))).toThrow(error);
  });

  test("to moves values, dtype and the wish for a gradient, but not the history", async () => {
    const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
    const moved = await transpose(x, 0, 1).to(other);
    expect([[...moved.dataSync()], moved.backend === other, moved.requiresGrad, moved.isLeaf]).toEqual([[1, 3, 2, 4], true, true, true]);
    mul(moved, moved).sum().backward();
    expect([x.grad, [...moved.grad!.dataSync()]]).toEqual([null, [2, 6, 4, 8]]);
    expect((await tensor([true]).to(other)).dtype).toBe("bool");
  });

  test("results live where their inputs live, whatever the default is", () => {
    const x = tensor([1, 2], { backend: other });
    expect([x.mul(2), x.sum(), x.softmax(0), x.gt(1).where(x, 0), slice(x, 0)].every(({ backend }) => backend === other)).toBe(true);
  });
});

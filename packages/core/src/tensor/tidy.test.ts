import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { ArgumentError, Buffer, DisposedError, grad, memory, mul, noGrad, Parameter, relu, setBackend, slice, sum, tensor, tidy, type Tensor } from "../index.js";

setBackend(cpu());
const x = tensor([1, 2]);
const values = (each: Tensor) => [...each.dataSync()];

describe("tidy", () => {
  test("disposes what was made inside, and says so later", () => {
    const before = memory();
    let inner: Tensor | null = null;
    tidy(() => { inner = relu(mul(x, 2)); });
    expect(memory()).toEqual(before);
    expect(() => inner!.dataSync()).toThrow(
      new DisposedError("tensor was disposed: created by relu, disposed by tidy", { hint: "return it from tidy, or use it before it is disposed" }),
    );
  });

  test("keeps a returned tensor only", () => {
    const before = memory().tensors;
    const kept = tidy(() => mul(mul(x, 2), 3));
    expect([memory().tensors, values(kept)]).toEqual([before + 1, [6, 12]]);
  });

  test("keeps a returned view, and with it the storage of its disposed base", () => {
    const before = memory().tensors;
    const part = tidy(() => slice(mul(x, 2).reshape([2, 1]), [1, 2]));
    expect([memory().tensors, values(part)]).toEqual([before + 1, [4]]);
  });

  test("finds tensors in arrays, plain objects and Maps, however nested", () => {
    const result = tidy(() => ({
      list: [mul(x, 2), [mul(x, 3), "text", null]] as const,
      map: new Map([["four", { value: mul(x, 4) }]]),
      bare: Object.assign(Object.create(null) as object, { value: mul(x, 5) }) as { value: Tensor },
    }));
    const found = [result.list[0], result.list[1][0] as Tensor, result.map.get("four")!.value, result.bare.value];
    expect(found.map(values)).toEqual([[2, 4], [3, 6], [4, 8], [5, 10]]);
  });

  test("passes everything else through", () => {
    const date = new Date(0);
    expect([tidy(() => 5), tidy(() => undefined), tidy(() => null), tidy(() => date)]).toEqual([5, undefined, null, date]);
  });

  test("returns an object that contains itself", () => {
    const loop: { self?: object; value?: Tensor } = {};
    loop.self = loop;
    expect(values(tidy(() => Object.assign(loop, { value: mul(x, 2) })).value)).toEqual([2, 4]);
  });

  test("does not touch tensors from outside, returned or not", () => {
    const outer = mul(x, 7);
    expect(tidy(() => outer)).toBe(outer);
    tidy(() => void mul(outer, 2));
    expect(values(outer)).toEqual([7, 14]);
  });

  test("nests: an inner result belongs to the outer one", () => {
    const before = memory().tensors;
    const kept = tidy(() => {
      const inner = tidy(() => mul(x, 2));
      const count = memory().tensors;
      const result = mul(inner, 3);
      expect(count).toBe(before + 1);
      return result;
    });
    expect([memory().tensors, values(kept)]).toEqual([before + 1, [6, 12]]);
  });

  test("disposes and rethrows when its function throws", () => {
    const before = memory();
    expect(() => tidy(() => { mul(x, 2); tidy(() => { mul(x, 3); throw new Error("inside"); }); })).toThrow("inside");
    expect(memory()).toEqual(before);
    const after = mul(x, 2); // no scope may be left open
    expect(tidy(() => 1)).toBe(1);
    expect(values(after)).toEqual([2, 4]);
  });

  test("refuses an async function, also one that fails later", async () => {
    const made: Tensor[] = [];
    const error = new ArgumentError("tidy: the function is async, expected a synchronous one", { hint: "read with await after tidy returned" });
    expect(() => tidy(async () => { made.push(mul(x, 2)); })).toThrow(error);
    expect(() => tidy(async () => { made.push(mul(x, 2)); await Promise.resolve(); return made[1]!.dataSync(); })).toThrow(error);
    await new Promise((resolve) => setImmediate(resolve)); // An unhandled rejection would fail the run.
    expect(made.map(({ isDisposed }) => isDisposed)).toEqual([true, true]);
  });

  test("a read that was started inside delivers after it", async () => {
    let reading: Promise<ArrayLike<number>> | null = null;
    tidy(() => { reading = mul(x, 2).data(); });
    expect(Array.from((await reading)!)).toEqual([2, 4]);
  });
});

describe("tidy and gradients", () => {
  test("a returned loss keeps its graph, so that backward works after it", () => {
    const weight = new Parameter(tensor([3, 4]));
    const loss = tidy(() => sum(relu(mul(mul(weight, 2), x))));
    loss.backward();
    expect(values(weight.grad!)).toEqual([2, 4]);
  });

  test("through two levels", () => {
    const weight = new Parameter(tensor([3, 4]));
    const loss = tidy(() => { const hidden = tidy(() => relu(mul(weight, x))); return tidy(() => sum(mul(hidden, hidden))); });
    loss.backward();
    expect(values(weight.grad!)).toEqual([6, 32]);
  });

  test("a graph that nothing returned needs goes, also when its backward never came", () => {
    const weight = new Parameter(tensor([3, 4]));
    const before = memory();
    tidy(() => { sum(relu(mul(weight, x))); return mul(x, 2); }).dispose();
    expect(memory()).toEqual(before);
  });

  test("gradients made inside survive: the Parameter owns them", () => {
    const weight = new Parameter(tensor([3, 4]));
    tidy(() => sum(mul(weight, x)).backward());
    tidy(() => sum(mul(weight, x)).backward());
    expect(values(weight.grad!)).toEqual([2, 4]);
  });

  test("zeroing gradients inside gives their memory back", () => {
    const weight = new Parameter(tensor([3, 4]));
    const before = memory();
    for (let i = 0; i < 3; i++) tidy(() => { weight.grad = null; sum(mul(weight, x)).backward(); });
    expect(memory()).toEqual({ tensors: before.tensors + 1, bytes: before.bytes + 8 });
    tidy(() => { weight.grad = null; });
    expect(memory()).toEqual(before);
  });

  test("a grad with a graph of its own (createGraph) survives with that graph", () => {
    const weight = new Parameter(tensor([3]));
    tidy(() => mul(mul(weight, weight), weight).backward(null, { createGraph: true }));
    const [second] = grad(weight.grad!, [weight]);
    expect(second!.itemSync()).toBe(18);
  });

  test("returned gradients keep the graph that made them", () => {
    const weight = new Parameter(tensor([3]));
    const [first] = tidy(() => grad(mul(mul(weight, weight), weight), [weight], { createGraph: true }));
    expect(grad(first!, [weight])[0]!.itemSync()).toBe(18);
  });

  test("a retained gradient of a result goes with the result", () => {
    const weight = new Parameter(tensor([3]));
    tidy(() => mul(weight, 2).backward());
    const before = memory();
    tidy(() => { const hidden = mul(weight, 2).retainGrad(); mul(hidden, hidden).backward(); });
    expect(memory()).toEqual(before);
  });

  test("what a Buffer took over survives, and costs no more than before", () => {
    const running = new Buffer(tensor([0, 0]));
    const before = memory();
    for (let i = 1; i <= 3; i++) tidy(() => noGrad(() => void running.assign(mul(x, i))));
    expect([values(running), memory().tensors]).toEqual([[3, 6], before.tensors]);
  });

  test("a cell made inside survives", () => {
    const made: Parameter[] = [];
    tidy(() => { made.push(new Parameter(mul(x, 2))); });
    expect(values(made[0]!)).toEqual([2, 4]);
  });
});

import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import {
  add, avgPool2d, cat, clamp, conv2d, flip, grad, linear, manualSeed, maxPool2d, mul, observe, pad, randn, relu, reshape, setBackend, slice, softmax, sum, tensor, transpose, type OpEvent, type Tensor,
} from "../index.js";

setBackend(cpu());
const names = (body: () => unknown): string[] => {
  const seen: string[] = [];
  observe(({ name }) => seen.push(name), body);
  return seen;
};
const images = randn([2, 2, 5, 5]), weight = randn([4, 2, 3, 3]), bias = randn([4]);

describe("observe", () => {
  test("reports ops in order, views too, and returns what its function returns", () => {
    const x = tensor([[1, -2], [3, 4]]);
    expect(names(() => relu(add(transpose(x, 0, 1), 1)).reshape([4]))).toEqual(["permute", "add", "relu", "reshape"]);
    expect(observe(() => {}, () => 5)).toBe(5);
  });

  test("gives name, inputs by name, attributes and output", () => {
    const events: OpEvent[] = [];
    const output = observe((event) => events.push(event), () => conv2d(images, weight, bias, { padding: 1 }));
    expect(events.length).toBe(1);
    const { name, inputs, attributes } = events[0]!;
    expect([name, inputs.input === images, inputs.weight === weight, inputs.bias === bias, events[0]!.output === output]).toEqual(["conv2d", true, true, true, true]);
    expect(attributes).toMatchObject({ batch: 2, inChannels: 2, outChannels: 4, kernelHeight: 3, padTop: 1, strideWidth: 1, groups: 1 });
  });

  test("an activation shows as an op of its own", () => {
    expect(names(() => conv2d(images, weight, bias, { activation: "relu" }))).toEqual(["conv2d", "relu"]);
    expect(names(() => linear(randn([20, 5]), randn([3, 5]), null, { activation: "relu" }))).toEqual(["linear", "relu"]);
  });

  test("attributes are plain JSON: nothing is lost on the way through text", () => {
    const events: OpEvent[] = [];
    observe((event) => events.push(event), () => {
      const x = relu(conv2d(images, weight, null, { padding: "same" }));
      maxPool2d(x, 2, { returnIndices: true });
      avgPool2d(x, 2, { ceilMode: true, divisorOverride: 3 });
      pad(x, [1, 2], { mode: "constant", value: 2 });
      pad(x, [1, 1], { mode: "reflect" });
      cat([x, flip(x, 1)], 1);
      slice(x, 0, [null, null, -1]);
      clamp(x, { min: 0 });
      softmax(mul(x, 0.5), 1).max([2, 3]).argmax(1);
      linear(x.reshape([-1, 5]), randn([2, 5])).to("float64");
    });
    expect(new Set(events.map(({ name }) => name)).size).toBeGreaterThan(15);
    for (const { name, attributes } of events) expect(JSON.parse(JSON.stringify(attributes)), name).toEqual(attributes);
  });

  test("gives the same bits as without", () => {
    const network = (): Tensor => { manualSeed(3); return sum(relu(conv2d(images, weight, bias, { padding: 1 })).dropout().softmax(1).mul(randn([4, 5, 5]))); };
    const seen = names(network);
    expect(seen.length).toBeGreaterThan(5);
    expect(observe(() => {}, network).dataSync()).toEqual(network().dataSync());
  });

  test("sees the backward pass", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const loss = sum(mul(x, x));
    expect(names(() => loss.backward())).toContain("mul");
  });

  test("nests: both observers see the inner ops, and end when their function does", () => {
    const outer: string[] = [], inner: string[] = [];
    const x = tensor([1]);
    observe(({ name }) => outer.push(name), () => {
      add(x, 1);
      observe(({ name }) => inner.push(name), () => mul(x, 2));
      relu(x);
    });
    add(x, 1);
    expect([outer, inner]).toEqual([["add", "mul", "relu"], ["mul"]]);
  });

  test("ends when its function throws", () => {
    const seen: string[] = [];
    expect(() => observe(({ name }) => seen.push(name), () => { throw new Error("inside"); })).toThrow("inside");
    relu(tensor([1]));
    expect(seen).toEqual([]);
  });

  test("an observer's error reaches the caller", () => {
    expect(() => observe(() => { throw new Error("observer"); }, () => relu(tensor([1])))).toThrow("observer");
  });

  test("an observer may compute with what it sees", () => {
    const means: number[] = [];
    observe(({ output }) => means.push(output.mean().itemSync()), () => relu(tensor([1, -3, 2])));
    expect(means).toEqual([1]);
  });

  test("ops that have nothing to do are seen, so that the way of a value has no gap", () => {
    const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
    const idle: Record<string, () => Tensor> = {
      reshape: () => x.reshape([2, 2]), expand: () => x.expand([2, 2]), pad: () => pad(x, [0, 0]), dropout: () => x.dropout({ training: false }),
      cast: () => x.to("float32"), detach: () => x.detach(), max: () => x.slice(0, 0).max(), sum: () => x.slice(0, 0).sum(), prod: () => x.slice(0, 0).prod(),
    };
    for (const [name, run] of Object.entries(idle)) {
      const events: OpEvent[] = [];
      const output = observe((event) => events.push(event), run);
      const { inputs, ...event } = events.at(-1)!;
      expect([event.name, event.output === output, inputs.input === (events.at(-2)?.output ?? x)], name).toEqual(["identity", true, true]);
    }
  });

  test("refuses an async function, as noGrad and tidy do", () => {
    expect(() => observe(() => {}, async () => 1)).toThrow("observe: the function is async, expected a synchronous one");
  });

  test("ops go by the names that users know", () => {
    const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
    expect(names(() => { x.clone(); x.max(0); x.min(0); })).toEqual(["clone", "max", "reshape", "min", "reshape"]);
  });
});

describe("a fused activation equals the separate one", () => {
  const inputs = (): [Tensor, Tensor, Tensor] => {
    manualSeed(7);
    return [randn([2, 2, 4, 4], { dtype: "float64", requiresGrad: true }), randn([3, 2, 3, 3], { dtype: "float64", requiresGrad: true }), randn([3], { dtype: "float64", requiresGrad: true })];
  };
  const layers: Record<string, (activation: "relu" | "relu6") => (x: Tensor, w: Tensor, b: Tensor) => Tensor> = {
    conv2d: (activation) => (x, w, b) => conv2d(mul(x, 4), w, b, { padding: 1, activation }),
    linear: (activation) => (x, w, b) => linear(mul(reshape(x, [8, 8]), 4), slice(reshape(w, [6, 9]), null, [0, 8]), cat([b, b]), { activation }),
  };

  test.each(["conv2d", "linear"].flatMap((layer) => (["relu", "relu6"] as const).map((activation) => ({ layer, activation }))))("$layer with $activation: values, gradients, second derivatives", ({ layer, activation }) => {
    const run = (): number[][] => {
      const [x, w, b] = inputs();
      const output = layers[layer]!(activation)(x, w, b);
      const first = grad(sum(mul(output, output)), [x, w, b], { createGraph: true });
      const second = grad(first.map((each) => sum(mul(each, each))).reduce(add), [x, w, b]);
      return [output, ...first, ...second].map((each) => [...each.dataSync()]);
    };
    const [fused, separate] = [run(), observe(() => {}, run)];
    expect(fused[0]!.some((value) => value === 0)).toBe(true);
    if (activation === "relu6") expect(fused[0]!.some((value) => value === 6)).toBe(true);
    for (const [i, values] of fused.entries()) for (const [at, value] of values.entries()) expect(Math.abs(value - separate[i]![at]!)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  });

  // Inputs exactly at the kinks: PyTorch's gradient there is 0.
  const atKinks = (activation: "relu" | "relu6") => (): number[] => {
    const x = tensor([[0], [6], [3], [-1], [7]], { requiresGrad: true });
    return [...grad(sum(linear(x, tensor([[1]]), null, { activation })), [x])[0]!.dataSync()];
  };

  test("relu and fused relu6 at their kinks", () => {
    expect([atKinks("relu")(), observe(() => {}, atKinks("relu"))]).toEqual([[0, 1, 1, 0, 1], [0, 1, 1, 0, 1]]);
    expect(atKinks("relu6")()).toEqual([0, 0, 1, 0, 0]);
  });

  test("observed relu6 at its kinks", () => {
    expect(observe(() => {}, atKinks("relu6"))).toEqual([0, 0, 1, 0, 0]);
  });
});

import { cpu } from "@convoke/backend-cpu";
import { Generator, type Layer, memory, setBackend } from "@convoke/core";
import { Conv2d, Flatten, Linear, parameters, ReLU, Sequential } from "@convoke/nn";
import { expect, test } from "vitest";
import { maximizeActivation } from "../index.js";

setBackend({ ...cpu(), capabilities: { ...cpu().capabilities, syncRead: false } });

const generator = (): Generator => new Generator(11);
const linearNet = (fc = new Linear(36, 3, { generator: generator() })): Sequential => new Sequential({ flatten: new Flatten(), fc });

test("the image that a linear unit likes is its own weight", async () => {
  const fc = new Linear(36, 3, { generator: generator() });
  const { shape, data, activations } = await maximizeActivation(linearNet(fc), [1, 1, 6, 6], 1, { jitter: 0, generator: generator(), steps: 60 });
  const [, weight] = (await fc.weight.toArray()) as number[][];
  const product = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);
  expect(product(data, weight!) / Math.sqrt(product(data, data) * product(weight!, weight!))).toBeGreaterThan(0.999);
  expect(shape).toEqual([1, 1, 6, 6]);
  expect([activations.length, activations.toSorted((a, b) => a - b)]).toEqual([60, [...activations]]);
});

test("a channel of an inner layer rises, with jitter too; the same seed gives the same image, L2 keeps it small", async () => {
  const net = new Sequential({ conv: new Conv2d(2, 4, 3, { generator: generator() }), relu: new ReLU(), next: new Conv2d(4, 3, 3, { generator: generator() }) });
  const run = (more: object = {}): ReturnType<typeof maximizeActivation> => maximizeActivation(net, [1, 2, 10, 9], 2, { layer: "next", steps: 40, generator: generator(), ...more });
  const [first, again, decayed, other] = [await run(), await run(), await run({ l2: 5 }), await run({ generator: new Generator(12) })];
  expect(first.activations.at(-1)!).toBeGreaterThan(first.activations[0]! + 0.1);
  expect(again).toEqual(first);
  expect(other.data).not.toEqual(first.data);
  const norm = ({ data }: { data: ArrayLike<number> }): number => Math.hypot(...Array.from(data));
  expect(norm(decayed)).toBeLessThan(norm(first) / 4);
});

test("shifts go there and back: with a net that does not care where, jitter changes nothing but rounding", async () => {
  // Circular, so that a shifted image has a shifted gradient; squared, so that it differs from place to place.
  const conv = new Conv2d(1, 2, 3, { padding: 1, paddingMode: "circular", generator: generator() });
  const net: Layer = { forward: (x) => conv.forward(x).square() };
  const [still, shaken] = await Promise.all([0, 3].map((jitter) => maximizeActivation(net, [1, 1, 5, 7], 0, { jitter, steps: 8, generator: generator() })));
  expect(Math.max(...still!.data.map((value, at) => Math.abs(value - shaken!.data[at]!)))).toBeLessThan(1e-5);
});

test("nothing stays behind, no parameter's gradient is touched, also when it fails", async () => {
  const net = linearNet();
  const before = memory();
  await maximizeActivation(net, [1, 1, 6, 6], 0, { steps: 3 });
  await expect(maximizeActivation(net, [1, 1, 6, 6], 3)).rejects.toThrow("maximizeActivation: channel is 3, expected one from 0 to 2");
  await expect(maximizeActivation(net, [1, 1, 6, 6], 0, { layer: "fcc" })).rejects.toThrow('maximizeActivation: there is no layer "fcc", expected one such as "fc"');
  await expect(maximizeActivation(net, [1, 1, 6, 5], 0)).rejects.toThrow("maximizeActivation: layer fc (Linear) fails on [1, 30], with [1, 1, 6, 5] into the model");
  expect(memory()).toEqual(before);
  expect(parameters(net).map(({ grad }) => grad)).toEqual([null, null]);
});

test("errors", async () => {
  const net = linearNet();
  await expect(maximizeActivation(net, [36], 0)).rejects.toThrow("maximizeActivation: inputShape is [36], expected [1, channels, height, width]");
  await expect(maximizeActivation(net, [1, 1, 6, 6], 0, { steps: 0 })).rejects.toThrow("maximizeActivation: steps is 0, expected an integer of at least 1");
  await expect(maximizeActivation(net, [1, 1, 6, 6], 0, { jitter: -1 })).rejects.toThrow("maximizeActivation: jitter is -1, expected an integer of at least 0");
  await expect(maximizeActivation(net, [1, 1, 6, 6], 0, { l2: NaN })).rejects.toThrow("maximizeActivation: l2 is NaN, expected a number of at least 0");
  await expect(maximizeActivation(new Sequential({ r: { forward: (x) => x.flatten(2) } }), [1, 1, 6, 6], 0)).rejects.toThrow("maximizeActivation: the model gives [1, 1, 36], expected [1, channels, height, width] or [1, features]");
});

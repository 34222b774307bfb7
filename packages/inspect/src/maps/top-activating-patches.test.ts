import { cpu } from "@convoke/backend-cpu";
import { defineOp, Generator, type Layer, memory, rand, randn, setBackend, tensor, type Tensor, zeros } from "@convoke/core";
import { Conv2d, init, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";
import { expect, test } from "vitest";
import { type Patch, topActivatingPatches } from "../index.js";

setBackend({ ...cpu(), capabilities: { ...cpu().capabilities, syncRead: false } });

/** Looks for a bright pixel: a 3×3 of ones with padding, pooled. */
function detector(): Sequential {
  const conv = new Conv2d(1, 2, 3, { padding: 1, bias: false });
  conv.weight.assign(tensor([[[[1, 1, 1], [1, 1, 1], [1, 1, 1]]], [[[-1, -1, -1], [-1, -1, -1], [-1, -1, -1]]]]));
  return new Sequential({ conv, pool: new MaxPool2d(2) });
}

/** One bright pixel in each image. */
function dots(places: readonly (readonly [row: number, column: number, value: number])[], size = 8): Tensor {
  const data = new Float32Array(places.length * size * size);
  places.forEach(([row, column, value], n) => (data[n * size * size + row * size + column] = value));
  return tensor(data, { shape: [places.length, 1, size, size] });
}

test("the strongest images in order, with the part that the cell sees, cut off at the borders", async () => {
  const images = dots([[0, 0, 5], [3, 4, 7], [7, 7, 6], [5, 1, 1]]);
  const [first, second] = await topActivatingPatches(detector(), "conv", images, { count: 3, batchSize: 3 });
  expect(first!.patches.map(({ image, value }) => [image, value])).toEqual([[1, 7], [2, 6], [0, 5]]);
  // The first cell of the nine that see the pixel; its field is 3×3 around it.
  expect(first!.patches.map(({ row, column, top, left, shape }) => [row, column, top, left, shape])).toEqual([
    [2, 3, 1, 2, [1, 3, 3]], [6, 6, 5, 5, [1, 3, 3]], [0, 0, 0, 0, [1, 2, 2]],
  ]);
  expect([...first!.patches[0]!.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 7]);
  expect([...first!.patches[2]!.data]).toEqual([5, 0, 0, 0]);
  expect([second!.channel, second!.patches[0]!.value]).toEqual([1, 0]);
});

test("the field behind a pool is larger, and a layer without rows and columns sees what is behind it", async () => {
  const images = dots([[3, 4, 7]]);
  const [pooled] = await topActivatingPatches(detector(), "pool", images, { channels: [0] });
  expect(pooled!.patches[0]).toMatchObject({ row: 1, column: 1, top: 1, left: 1, shape: [1, 4, 4] });
  class Head implements Layer {
    features = detector();
    fc = new Linear(32, 2);
    forward = (input: Tensor): Tensor => this.fc.forward(this.features.forward(input).flatten(1));
  }
  const head = new Head();
  init.constant(head.fc.weight, 1);
  const [, unit] = await topActivatingPatches(head, "fc", images);
  expect(unit!.patches[0]).toMatchObject({ row: 0, column: 0, top: 0, left: 0, shape: [1, 8, 8] });
});

test("each value is what the layer gives for that patch alone, when it lies inside", async () => {
  const generator = new Generator(5);
  const net = new Sequential(new Conv2d(2, 3, 3, { stride: 2, generator }), new ReLU(), new Conv2d(3, 4, 2, { generator }));
  const images = randn([20, 2, 15, 14], { generator });
  const all = await topActivatingPatches(net, "2", images, { count: 20, batchSize: 6 });
  expect(all.map(({ channel }) => channel)).toEqual([0, 1, 2, 3]);
  for (const { channel, patches } of all) {
    expect(new Set(patches.map(({ image }) => image)).size).toBe(20);
    const check = async ({ data, shape, value }: Patch): Promise<void> => {
      const output = net.forward(tensor(data, { shape: [1, ...shape] }));
      expect(output.shape).toEqual([1, 4, 1, 1]);
      expect(Math.abs((await output.data())[channel]! - value)).toBeLessThan(1e-5);
    };
    await Promise.all(patches.map(check));
  }
});

test("nothing stays behind, also when it fails", async () => {
  const net = detector(), images = rand([5, 1, 8, 8]);
  const before = memory();
  await topActivatingPatches(net, "pool", images);
  await expect(topActivatingPatches(net, "pol", images)).rejects.toThrow('topActivatingPatches: there is no layer "pol", expected one such as "pool", "conv"');
  await expect(topActivatingPatches(net, "conv", images, { channels: [2] })).rejects.toThrow("topActivatingPatches: channel is 2, expected one from 0 to 1");
  expect(memory()).toEqual(before);
});

test("errors", async () => {
  const double = defineOp({ name: "double", infer: ({ input }: { input: Tensor }) => input, forward: (backend, { input }) => backend.binary("mul", input, 2) });
  const odd = new Sequential({ odd: { forward: (input: Tensor): Tensor => double({ input }, {}) } });
  await expect(topActivatingPatches(odd, "odd", rand([1, 1, 4, 4]))).rejects.toThrow('topActivatingPatches: layer "odd" has no receptive field: the op double has no rule for receptive fields');
  await expect(topActivatingPatches(detector(), "conv", zeros([1, 8, 8]))).rejects.toThrow("topActivatingPatches: images are [1, 8, 8], expected [N, channels, height, width]");
  await expect(topActivatingPatches(detector(), "conv", rand([1, 1, 8, 8]), { count: 0 })).rejects.toThrow("topActivatingPatches: count is 0, expected an integer of at least 1");
  await expect(topActivatingPatches(detector(), "conv", rand([1, 1, 8, 8]), { channel: 0 } as object)).rejects.toThrow('unknown option "channel"');
});

import { cpu } from "@convoke/backend-cpu";
import { type Layer, memory, noGrad, rand, relu, setBackend, ShapeError, type Tensor, tidy } from "@convoke/core";
import { CnnGap } from "@convoke/models";
import { BatchNorm2d, Conv2d, Dropout, Identity, Linear, ReLU, Sequential } from "@convoke/nn";
import { expect, test } from "vitest";
import { BasicBlock, slidesCnn } from "../example-nets.test-support.js";
import { featureMaps, readFeatureMaps } from "../index.js";

setBackend(cpu());

const asyncCpu = { ...cpu(), capabilities: { ...cpu().capabilities, syncRead: false } };

test("each map is what the layer gives when the layers before it are run by hand", async () => {
  const model = slidesCnn();
  const image = rand([2, 1, 28, 28]);
  const maps = await readFeatureMaps(model, image);
  expect(Object.keys(maps)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  let value: Tensor = image;
  for (let at = 0; at < 10; at++) {
    value = model[at]!.forward(value);
    expect(maps[at]!.shape).toEqual(value.shape);
    expect(maps[at]!.data, `layer ${at}`).toEqual(await value.data());
  }
});

test("layers by name, also inside of others and called again; values before a ReLU stay as they are", async () => {
  const block = new BasicBlock(2, 4, 2);
  const image = rand([1, 2, 8, 8]);
  const maps = featureMaps(block, image, { layers: ["conv1", "relu:2", "downsample.1"] });
  expect(Object.keys(maps).toSorted()).toEqual(["conv1", "downsample.1", "relu:2"]);
  block.bn1.training = block.bn2.training = (block.downsample![1] as BatchNorm2d).training = false;
  expect(await maps["relu:2"]!.data()).toEqual(await block.forward(image).data());
  expect(Math.min(...(await maps["conv1"]!.data()))).toBeLessThan(0);
  expect(Object.keys(featureMaps(new CnnGap(), rand([1, 1, 28, 28])))).toContain("conv_layers.5");
});

test("it works where only async reads do, in evaluation mode, and leaves the caller's tensors alone", async () => {
  const model = new Sequential(new Conv2d(1, 2, 3, { backend: asyncCpu }), new Dropout(0.9), new Identity());
  const image = rand([1, 1, 5, 5], { backend: asyncCpu });
  const maps = await readFeatureMaps(model, image);
  expect(maps["1"]!.data).toEqual(maps["0"]!.data);
  const own = featureMaps(new Identity() as Layer, image, { layers: [""] });
  own[""]!.dispose();
  expect(image.isDisposed).toBe(false);
});

test("who owns the tensors: the caller, or the caller's tidy; host data leave none", async () => {
  const model = slidesCnn();
  const image = rand([1, 1, 28, 28]);
  const before = memory();
  await readFeatureMaps(model, image);
  expect(memory()).toEqual(before);
  const kept = tidy(() => featureMaps(model, image)["3"]!);
  expect(memory().tensors).toBe(before.tensors + 1);
  expect(kept.requiresGrad).toBe(false);
  kept.dispose();
  const all = featureMaps(model, image);
  for (const map of Object.values(all)) map.dispose();
  expect(memory()).toEqual(before);
  expect(() => featureMaps(model, image, { layers: ["3", "nope"] })).toThrow('there is no layer "nope"');
  await expect(readFeatureMaps(model, rand([1, 1, 5, 5]))).rejects.toThrow("readFeatureMaps: layer 7 (Linear) fails on");
  expect(memory().tensors).toBe(before.tensors + 1);   // that image
});

test("a layer that does not exist, or does not run, is named with the nearest ones", () => {
  class Net implements Layer {
    conv1 = new Linear(2, 2);
    conv2 = new Linear(2, 2);
    auxiliary = new ReLU();
    forward(input: Tensor): Tensor {
      return relu(this.conv2.forward(this.conv1.forward(input)));
    }
  }
  const run = (layer: string): unknown => noGrad(() => featureMaps(new Net(), rand([1, 2]), { layers: [layer] }));
  expect(() => run("convv2")).toThrow('featureMaps: there is no layer "convv2", expected one such as "conv2", "conv1"');
  expect(() => run("conv1:2")).toThrow('featureMaps: there is no layer "conv1:2", expected one such as "conv1", "conv2"');
  expect(() => run("auxiliary")).toThrow('featureMaps: layer "auxiliary" is not called by the model\'s forward');
  expect(() => featureMaps(new ReLU(), rand([1]), { layers: ["x"] })).toThrow('featureMaps: there is no layer "x", and the model has no inner layers');
  expect(() => featureMaps(new Net(), rand([1, 3]))).toThrow(ShapeError);
  expect(() => featureMaps(new Net(), rand([1, 2]), { layer: "conv1" } as object)).toThrow('featureMaps: unknown option "layer", expected one of layers');
});

import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, type Layer, linear, memory, Parameter, relu, setBackend, ShapeError, type Tensor, tidy, zeros } from "@convoke/core";
import { Bottleneck, CnnGap, GoogLeNet, Inception, SlidesCnn } from "@convoke/models";
import { BatchNorm2d, Conv2d, countParameters, Dropout, Linear, namedLayers, ReLU, Sequential, stateDict } from "@convoke/nn";
import { describe, expect, test } from "vitest";
import { BasicBlock, slidesCnn } from "../example-nets.test-support.js";
import { summary, type SummaryRow } from "../index.js";

setBackend(cpu());

const rows = (row: SummaryRow): SummaryRow[] => [row, ...row.children.flatMap(rows)];
const rowsOf = (model: Layer, shape: readonly number[]): Record<string, SummaryRow> => Object.fromEntries(rows(summary(model, shape).model).map((row) => [row.name, row]));
const error = (run: () => unknown): Error => {
  try {
    run();
  } catch (caught) {
    return caught as Error;
  }
  throw new Error("nothing was thrown");
};

describe("counts of the course documents", () => {
  test("the slides' CNN", () => {
    const { totals, model } = summary(slidesCnn(), [1, 1, 28, 28]);
    const macs = 28 * 28 * 16 * 9 + 14 * 14 * 32 * 16 * 9 + 1568 * 128 + 128 * 10;
    expect([totals.parameters, totals.trainableParameters, totals.macs]).toEqual([206_922, 206_922, macs]);
    const floats = 2 * 16 * 28 * 28 + 16 * 14 * 14 + 2 * 32 * 14 * 14 + 32 * 7 * 7 + 2 * 128 + 10;   // the flatten writes nothing
    expect([totals.inputBytes, totals.activationBytes, totals.parameterBytes, totals.bufferBytes]).toEqual([4 * 784, 4 * floats, 4 * 206_922, 0]);
    expect(model.children.map(({ outputShape }) => outputShape)).toEqual([
      [1, 16, 28, 28], [1, 16, 28, 28], [1, 16, 14, 14], [1, 32, 14, 14], [1, 32, 14, 14], [1, 32, 7, 7], [1, 1568], [1, 128], [1, 128], [1, 10],
    ]);
    expect(model.children.map(({ kernelSize }) => kernelSize)).toEqual([[3, 3], null, [2, 2], [3, 3], null, [2, 2], null, null, null, null]);
    expect(model.children.map(({ receptiveField }) => receptiveField!.height.size)).toEqual([3, 3, 4, 8, 8, 10, 28, 28, 28, 28]);
    expect(summary(new SlidesCnn(), [3, 1, 28, 28]).totals).toMatchObject({ parameters: 206_922, macs: 3 * macs });
  });

  test("a bottleneck block has 69,632 weights against 589,824, 8.47 times fewer, and as many fewer MACs", () => {
    const [narrow, direct] = [new Bottleneck(), new Conv2d(256, 256, 3, { padding: 1, bias: false })].map((net) => summary(net, [1, 256, 14, 14]).totals);
    expect([narrow!.parameters, direct!.parameters]).toEqual([69_632, 589_824]);
    expect([narrow!.macs, direct!.macs]).toEqual([69_632 * 14 * 14, 589_824 * 14 * 14]);
    expect((direct!.macs / narrow!.macs).toFixed(2)).toBe("8.47");
  });

  test("an Inception block: each branch's own field, together that of the 5×5", () => {
    const { model, totals } = summary(new Inception(192, { conv1x1: 64, reduce3x3: 96, conv3x3: 128, reduce5x5: 16, conv5x5: 32, poolProj: 32 }), [1, 192, 28, 28]);
    const weights = 192 * 64 + 192 * 96 + 96 * 128 * 9 + 192 * 16 + 16 * 32 * 25 + 192 * 32;
    expect([totals.parameters, totals.macs]).toEqual([weights + 64 + 96 + 128 + 16 + 32 + 32, weights * 28 * 28]);
    expect(model.children.map(({ key, receptiveField }) => [key, receptiveField!.width.size, receptiveField!.width.start])).toEqual([
      ["branch1", 1, 0], ["branch2", 3, -1], ["branch3", 5, -2], ["branch4", 3, -1],
    ]);
    expect([model.outputShape, model.receptiveField!.height]).toEqual([[1, 256, 28, 28], { size: 5, jump: 1, start: -2, problem: null }]);
  });

  test("GoogLeNet: 6,998,552 parameters, the table's output sizes, and a field beyond the image", () => {
    const { model, totals } = summary(new GoogLeNet(), [1, 3, 224, 224]);
    expect(totals.parameters).toBe(6_998_552);
    const sizes = model.children.map(({ outputShape }) => outputShape!.slice(1).join("×"));
    expect(sizes).toEqual([
      "64×112×112", "64×56×56", "64×56×56", "192×56×56", "192×28×28", "256×28×28", "480×28×28", "480×14×14",
      "512×14×14", "512×14×14", "512×14×14", "528×14×14", "832×14×14", "832×7×7", "832×7×7", "1024×7×7", "1024×1×1", "1024", "1024", "1000",
    ]);
    // size ← size + (k − 1)·jump along the 5×5 branches: 7, 11, 19, 27 then +32 twice, +16, +64 five times, +32, +128 twice, +6·32.
    const { size, jump } = model.children.find(({ key }) => key === "inception5b")!.receptiveField!.height;
    expect([size, jump]).toEqual([27 + 2 * 32 + 16 + 5 * 64 + 32 + 2 * 128, 32]);
    expect(model.receptiveField!.height).toEqual({ size: 224, jump: 0, start: 0, problem: null });
  });
});

describe("the tree", () => {
  test("says which layer made which op: functions in a forward count for its layer", () => {
    const { model, totals } = summary(new CnnGap(), [1, 1, 28, 28]);
    expect(totals.parameters).toBe(19_162);
    expect(model.children.map(({ key, type }) => `${key} ${type}`)).toEqual(["conv_layers Sequential", "fc_layers Sequential"]);
    expect(model.children[0]!.children.map(({ key }) => key)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((at) => `conv_layers.${at}`));
    expect(model.activationBytes - model.children.reduce((sum, row) => sum + row.activationBytes, 0)).toBe(4 * 48 * 2);   // the mean: sum, then division
    class OwnWeight implements Layer {
      weight = new Parameter(zeros([3, 4]));
      inner = new Linear(3, 2);
      forward = (input: Tensor): Tensor => this.inner.forward(relu(linear(input, this.weight)));
    }
    const own = summary(new OwnWeight(), [5, 4]).model;
    expect([own.ownParameters, own.parameters, own.macs, own.children[0]!.macs]).toEqual([12, 20, 5 * (12 + 6), 5 * 6]);
  });

  test("a layer used twice comes twice, counts its work twice and its parameters once", () => {
    const shared = new Linear(4, 4);
    const { model } = summary(new Sequential(shared, new ReLU(), shared), [2, 4]);
    expect(model.children.map(({ name, status, parameters }) => [name, status, parameters])).toEqual([["0", "called", 20], ["1", "called", 0], ["2", "called again", 20]]);
    expect([model.parameters, model.macs]).toEqual([20, 2 * 2 * 16]);
    const block = rowsOf(new BasicBlock(8, 16, 2), [1, 8, 16, 16]);
    expect(["relu", "relu:2"].map((name) => [block[name]!.status, block[name]!.receptiveField!.height.size])).toEqual([["called", 3], ["called again", 7]]);
    expect(block[""]!.parameters).toBe(countParameters(new BasicBlock(8, 16, 2)));
  });

  test("layers that never run are shown as such, a whole branch by its top, a group whose layers run not at all", () => {
    class Net implements Layer {
      features = new Sequential(new Linear(4, 4), new ReLU());
      auxiliary = new Sequential(new Linear(4, 2), new ReLU());
      dropout = [new Dropout(), new Linear(4, 3)] as const;
      forward(input: Tensor): Tensor {
        return this.dropout[1].forward(this.features[0]!.forward(input));
      }
    }
    const { model, totals } = summary(new Net(), [1, 4]);
    expect(model.children.map(({ name, status, parameters }) => [name, status, parameters])).toEqual([
      ["features.0", "called", 20], ["dropout.1", "called", 15], ["features.1", "not called", 0], ["auxiliary", "not called", 10], ["dropout.0", "not called", 0],
    ]);
    expect(totals.parameters).toBe(45);
    expect(model.children[3]).toMatchObject({ outputShape: null, receptiveField: null, macs: 0 });
  });

  test("frozen parameters do not count as trainable", () => {
    const net = new Sequential(new Linear(4, 3), new Linear(3, 2));
    (net[0] as Linear).weight.requiresGrad = false;
    const { totals, model } = summary(net, [1, 4]);
    expect([totals.parameters, totals.trainableParameters, model.children[0]!.trainableParameters]).toEqual([23, 11, 3]);
  });

  test("it is plain data: JSON gives it back", () => {
    const result = summary(new BasicBlock(2, 4), [1, 2, 8, 8]);
    expect(JSON.parse(JSON.stringify(result))).toEqual({ ...result });
    expect(Object.keys(result)).toEqual(["inputShape", "dtype", "model", "totals"]);
  });
});

describe("looking changes nothing", () => {
  test("no tensor stays, no forward, no mode and no running statistics change", () => {
    const block = new BasicBlock(2, 4);
    block.bn2.training = false;
    const mine = (input: Tensor): Tensor => relu(input);
    block.relu.forward = mine;
    const values = (): number[][] => tidy(() => Object.values(stateDict(block)).map((tensor) => [...tensor.dataSync()]));
    const before = { ...memory(), values: values() };
    summary(block, [2, 2, 8, 8]);
    expect({ ...memory(), values: values() }).toEqual(before);
    expect(namedLayers(block).filter(([, layer]) => Object.hasOwn(layer, "forward")).map(([key]) => key)).toEqual(["relu"]);
    expect([block.relu.forward === mine, block.bn1.training, block.bn2.training]).toEqual([true, true, false]);
  });

  test("nor when a layer throws", () => {
    const net = new Sequential(new BatchNorm2d(2), new Linear(4, 4), new Linear(5, 5));
    const { tensors } = memory();
    expect(() => summary(net, [1, 2, 4, 4])).toThrow("summary: layer 2 (Linear)");
    expect(memory().tensors).toBe(tensors);
    expect(namedLayers(net).some(([, layer]) => Object.hasOwn(layer, "forward"))).toBe(false);
    expect((net[0] as BatchNorm2d).training).toBe(true);
  });
});

describe("errors", () => {
  test("an input that the model refuses names the layer, what came in and why, in the layer's own class", () => {
    const caught = error(() => summary(slidesCnn(), [1, 1, 20, 20]));
    expect(caught).toBeInstanceOf(ShapeError);
    expect(caught.message).toBe(
      "summary: layer 7 (Linear) fails on [1, 800], with [1, 1, 20, 20] into the model: linear: input has 800 features, but weight [128, 1568] expects 1568",
    );
    expect((caught.cause as Error).message).toMatch(/^linear: input/);
    expect(error(() => summary(new Sequential(slidesCnn()), [1, 3, 28, 28])).message).toMatch(/^summary: layer 0\.0 \(Conv2d\) fails on \[1, 3, 28, 28\]/);
  });

  test("a model's own mistakes come with their place too", () => {
    class Broken implements Layer {
      forward(): Tensor {
        throw new TypeError("x is not a function");
      }
    }
    expect(error(() => summary(new Broken(), [1, 4])).message).toBe("summary: the model (Broken) fails on [1, 4], with [1, 4] into the model: x is not a function");
    class Careful implements Layer {
      inner = new Broken();
      forward(input: Tensor): Tensor {
        try {
          return this.inner.forward();
        } catch {
          return input.mul(2);
        }
      }
    }
    expect(summary(new Careful(), [1, 4]).model.outputShape).toEqual([1, 4]);
  });

  test("what is no model, no shape, no option", () => {
    expect(() => summary({} as Layer, [1])).toThrow(new ArgumentError("summary: the model is object, expected a layer with a forward method"));
    for (const shape of [[], [1, 0], [1.5], "1,1" as unknown as number[]]) expect(() => summary(new ReLU(), shape)).toThrow("summary: inputShape is ");
    expect(() => summary(new ReLU(), [1], { dtypes: "float32" } as object)).toThrow('summary: unknown option "dtypes", expected one of dtype');
    expect(() => summary(Object.freeze(new ReLU()), [1])).toThrow("summary: the model (ReLU) is frozen, expected a layer whose forward can be observed");
    expect(() => summary({ forward: () => 1 } as unknown as Layer, [1])).toThrow("summary: the model's forward gives number, expected a Tensor");
  });
});

import { cpu } from "@convoke/backend-cpu";
import { Buffer, type Layer, Parameter, setBackend, type Tensor, zeros } from "@convoke/core";
import { expect, test } from "vitest";
import { BatchNorm2d, countParameters, Linear, namedBuffers, namedParameters, parameters, Sequential } from "../index.js";

setBackend(cpu());
const identity = (input: Tensor): Tensor => input;
const keys = (layer: object): string[] => namedParameters(layer).map(([key]) => key);

class Block implements Layer {
  scale = new Parameter(zeros([2]));
  layers = [new Linear(1, 1), [new Linear(1, 1, false)]];
  byName = { left: new Linear(1, 1, false), rightHand: { deep: new Parameter(zeros([3])) } };
  statistics = new Buffer(zeros([1]));
  notLearnt = zeros([4]);
  absent = null;
  forward = identity;
}

test("walks fields, arrays, plain objects and inner layers, in their order", () => {
  const block = new Block();
  expect(keys(block)).toEqual(["scale", "layers.0.weight", "layers.0.bias", "layers.1.0.weight", "by_name.left.weight", "by_name.right_hand.deep"]);
  expect(keys(new Sequential(block, new Linear(1, 1, false)))).toEqual([...keys(block).map((key) => `0.${key}`), "1.weight"]);
  expect(namedBuffers(block).map(([key]) => key)).toEqual(["statistics"]);
  expect(countParameters(block)).toBe(2 + 2 + 1 + 1 + 3);
});

test("an array of layers, and a layer whose forward takes more, will do", () => {
  class Pair {
    left = new Linear(1, 1, false);
    forward(a: Tensor, b: Tensor): Tensor {
      return this.left.forward(a).add(b);
    }
  }
  expect(keys([new Pair(), new Linear(1, 1)])).toEqual(["0.left.weight", "1.weight", "1.bias"]);
});

test("objects that are neither layers nor plain are not looked into", () => {
  class Cache {
    weight = new Parameter(zeros([1]));
  }
  const layer = { forward: identity, cache: new Cache(), table: new Map([["weight", new Parameter(zeros([1]))]]), mine: new Parameter(zeros([1])) };
  expect(keys(layer)).toEqual(["mine"]);
});

test("a shared parameter comes once, under its first key; a shared layer too", () => {
  const [encoder, decoder] = [new Linear(3, 3), new Linear(3, 3, false)];
  Object.assign(decoder, { weight: encoder.weight });
  const model = new Sequential(encoder, decoder, encoder);
  expect(keys(model)).toEqual(["0.weight", "0.bias"]);
  expect(parameters(model)).toEqual([encoder.weight, encoder.bias]);
  expect(countParameters(model)).toBe(12);
  const norm = new BatchNorm2d(2);
  expect(namedBuffers([norm, norm]).map(([key]) => key)).toEqual(["0.running_mean", "0.running_var", "0.num_batches_tracked"]);
});

test("cycles end", () => {
  const child: Layer & { parent?: object; weight: Parameter } = { forward: identity, weight: new Parameter(zeros([1])) };
  const parent = { forward: identity, child, list: [child] as object[] };
  child.parent = parent;
  parent.list.push(parent.list);
  expect(keys(parent)).toEqual(["child.weight"]);
  expect(keys(child)).toEqual(["weight"]);
});

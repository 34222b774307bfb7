import { cpu } from "@convoke/backend-cpu";
import { type Layer, Parameter, setBackend, type Tensor, zeros } from "@convoke/core";
import { PyTorchMLP } from "@convoke/models";
import { expect, test } from "vitest";
import { Conv2d, describe, Linear, ReLU, Sequential } from "../index.js";

setBackend(cpu());
const forward = (input: Tensor): Tensor => input;

test("a Sequential prints its layers by position", () => {
  expect(String(new Sequential(new Conv2d(1, 16, 3, 1, 1), new ReLU()))).toBe(`Sequential(
  (0): Conv2d(1, 16, kernelSize=[3, 3], stride=[1, 1], padding=[1, 1])
  (1): ReLU()
)`);
  expect(String(new Sequential())).toBe("Sequential()");
});

test("a class of one's own prints its fields under their state-dict names, nested ones indented", () => {
  expect(describe(new PyTorchMLP(784, 10))).toBe(`PyTorchMLP(
  (all_layers): Sequential(
    (0): Linear(inFeatures=784, outFeatures=50, bias=true)
    (1): ReLU()
    (2): Linear(inFeatures=50, outFeatures=25, bias=true)
    (3): ReLU()
    (4): Linear(inFeatures=25, outFeatures=10, bias=true)
  )
)`);
});

test("arrays, objects, arguments of one's own and cycles", () => {
  class Block implements Layer {
    gain = new Parameter(zeros([1]));
    paths = [new ReLU(), { inner: new ReLU() }];
    self: Layer = this;
    forward = forward;
    extraRepr(): string {
      return "gain=1";
    }
    toString(): string {
      return describe(this);
    }
  }
  expect(String(new Block())).toBe(`Block(
  gain=1
  (paths.0): ReLU()
  (paths.1.inner): ReLU()
)`);
});

test("the name survives a minifier, and a subclass has its own", () => {
  class Stem extends Conv2d {}
  expect(Object.getOwnPropertyDescriptor(Linear, "name")).toMatchObject({ value: "Linear", writable: true });    // a static field, not the inferred name
  expect(String(new Stem(1, 2, 3))).toBe("Stem(1, 2, kernelSize=[3, 3], stride=[1, 1])");
});

import { cpu } from "@convoke/backend-cpu";
import { setBackend } from "@convoke/core";
import { expect, test } from "vitest";
import { Linear, namedLayers, ReLU, Sequential } from "../index.js";

setBackend(cpu());

test("layers come depth first with their keys, through arrays and plain objects, shared ones under each key", () => {
  const relu = new ReLU();
  class Net {
    convLayers = new Sequential(new Linear(1, 1), relu);
    blocks = [relu, { last: new Linear(1, 1) }];
    width = 3;
    forward = (): never => { throw new Error("not called"); };
  }
  const net = new Net();
  expect(namedLayers(net).map(([key]) => key)).toEqual(["", "conv_layers", "conv_layers.0", "conv_layers.1", "blocks.0", "blocks.1.last"]);
  expect(namedLayers(net).filter(([, layer]) => layer === relu).map(([key]) => key)).toEqual(["conv_layers.1", "blocks.0"]);
  expect(namedLayers(net)[0]![1]).toBe(net);
});

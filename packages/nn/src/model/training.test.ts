import { cpu } from "@convoke/backend-cpu";
import { type Layer, rand, setBackend, type Tensor } from "@convoke/core";
import { expect, test } from "vitest";
import { BatchNorm2d, Dropout, evaluate, Linear, parameters, Sequential, train, zeroGrad } from "../index.js";

setBackend(cpu());

class Net implements Layer {
  training = true;
  stages = [new Sequential(new Dropout(), new BatchNorm2d(2)), { last: new Dropout() }] as const;
  forward = (input: Tensor): Tensor => input;
}

test("evaluate and train reach every layer", () => {
  const net = new Net();
  const dropout = net.stages[1].last;
  const [first, norm] = Object.values(net.stages[0]) as [Dropout, BatchNorm2d];
  const all = (): boolean[] => [net, first, norm, dropout].map(({ training }) => training);
  evaluate(net);
  expect(all()).toEqual([false, false, false, false]);
  train(net);
  expect(all()).toEqual([true, true, true, true]);
  evaluate(net.stages);
  expect(all()).toEqual([true, false, false, false]);
});

test("zeroGrad drops every gradient", () => {
  const model = new Sequential(new Linear(2, 2), new Linear(2, 1));
  model.forward(rand([3, 2])).sum().backward();
  expect(parameters(model).map(({ grad }) => grad?.shape)).toEqual([[2, 2], [2], [1, 2], [1]]);
  zeroGrad(model);
  expect(parameters(model).map(({ grad }) => grad)).toEqual([null, null, null, null]);
});

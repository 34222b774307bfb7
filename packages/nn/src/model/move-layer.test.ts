import { cpu } from "@convoke/backend-cpu";
import { memory, rand, setBackend, tidy } from "@convoke/core";
import { expect, test } from "vitest";
import { BatchNorm2d, Conv2d, moveLayer, namedBuffers, parameters, Sequential, stateDict } from "../index.js";

setBackend(cpu());

// First, so that no garbage of another test can be collected meanwhile.
test("leaves no copies behind", async () => {
  const model = new Conv2d(1, 2, 3);
  const before = memory();
  await moveLayer(model, cpu());
  expect(memory()).toEqual(before);
});

test("moves parameters and buffers, which remain the same objects, and drops gradients", async () => {
  const other = cpu();
  const conv = new Conv2d(1, 2, 3);
  const model = new Sequential(conv, new BatchNorm2d(2), conv);
  tidy(() => model[1]!.forward(conv.forward(rand([2, 1, 5, 5]))).sum().backward());
  const read = (): number[][] => tidy(() => Object.values(stateDict(model)).map((tensor) => Array.from(tensor.dataSync())));
  const [before, cells] = [read(), [...parameters(model), ...namedBuffers(model).map(([, buffer]) => buffer)]];
  expect(conv.weight.grad).not.toBeNull();

  await moveLayer(model, other);

  expect([...parameters(model), ...namedBuffers(model).map(([, buffer]) => buffer)]).toEqual(cells);
  expect(cells.map(({ backend }) => backend === other)).toEqual(cells.map(() => true));
  expect(read()).toEqual(before);
  expect(parameters(model).map(({ grad, requiresGrad }) => [grad, requiresGrad])).toEqual([[null, true], [null, true], [null, true], [null, true]]);
  const output = tidy(() => conv.forward(rand([2, 1, 5, 5], { backend: other })));
  expect(output.backend).toBe(other);
  output.sum().backward();
  expect(conv.weight.grad!.backend).toBe(other);
});

test("a move that fails changes nothing", async () => {
  const layer = new Conv2d(1, 2, 3);
  const home = layer.weight.backend;
  const broken = { ...cpu(), capabilities: { ...cpu().capabilities, maxElements: 4 } };
  await expect(moveLayer(layer, broken)).rejects.toThrow("too large for backend cpu");
  expect([layer.weight.backend, layer.bias!.backend]).toEqual([home, home]);
});

import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { countingBackend, strippedCpu } from "../backend/counting-backend.test-support.js";
import { add, grad, manualSeed, memory, mul, noGrad, observe, setBackend, slice, sum, tensor, tidy, useBackend, type Tensor } from "../index.js";
import { smallNet, type SmallNet } from "./small-net.test-support.js";

setBackend(cpu());

describe("memory", () => {
  test.each([["plain", false], ["with batch norm and dropout", true]] as const)("stays the same over 1,000 training steps, %s", (_, normalised) => {
    manualSeed(1);
    const { step } = smallNet(normalised);
    const first = step();
    const before = memory();
    let last = 0;
    for (let i = 0; i < 1_000; i++) last = step();
    expect(memory()).toEqual(before);
    expect(last).toBeLessThan(first);
  }, 30_000);

  test("counts handles, and the bytes of a storage once however many handles share it", () => {
    const before = memory();
    const x = tensor([1, 2, 3], { dtype: "float64" });
    const views = [x.reshape([3, 1]), x.detach(), slice(x, [0, 2])];
    expect(memory()).toEqual({ tensors: before.tensors + 4, bytes: before.bytes + 24 });
    for (const each of [x, ...views]) each.dispose();
    expect(memory()).toEqual(before);
  });
});

describe.each([["cpu", cpu], ["cpu stripped to the required kernels", strippedCpu]])("every storage is freed exactly once on %s", (_, make) => {
  const square = (each: Tensor): Tensor => sum(mul(each, each));
  const scenarios: Record<string, (net: SmallNet) => void> = {
    "training steps": ({ step }) => { for (let i = 0; i < 3; i++) expect(step()).not.toBeNaN(); },
    "a forward pass that nobody differentiates": ({ forward }) => void forward(),
    "a forward pass in noGrad": ({ forward }) => noGrad(() => void forward()),
    "an observed pass, whose activations are not fused": ({ forward }) => observe(() => {}, forward).backward(),
    "retainGraph and a second pass": ({ forward }) => {
      const loss = forward();
      loss.backward(null, { retainGraph: true });
      loss.backward();
    },
    "grad, whose results the caller disposes": ({ forward, trained }) => { for (const each of grad(forward(), trained)) each.dispose(); },
    "second derivatives": ({ forward, trained }) => grad(forward(), trained, { createGraph: true }).map(square).reduce(add).backward(),
    "backward with createGraph, then through the gradients": ({ forward, trained }) => {
      forward().backward(null, { createGraph: true });
      trained.map((parameter) => square(parameter.grad!)).reduce(add).backward();
    },
    "an error of the caller between forward and backward": ({ forward }) =>
      expect(() => tidy(() => { forward(); throw new Error("caller"); })).toThrow("caller"),
  };
  const table = Object.entries(scenarios).flatMap(([name, body]) => [[name, "plain", body] as const, [name, "normalised", body] as const]);

  test.each(table)("%s, %s", (_name, kind, body) => {
    const { backend, live, problems } = countingBackend(make());
    using _backend = useBackend(backend);
    const net = smallNet(kind === "normalised");
    tidy(() => body(net));
    net.dispose();
    expect(problems).toEqual([]);
    expect(live.size).toBe(0);
  });
});

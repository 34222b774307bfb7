import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, Generator, rand, setBackend, type Tensor, zeros } from "@convoke/core";
import { expect, test } from "vitest";
import { BatchNorm2d, Conv2d, init, Linear, loadStateDict, Sequential, stateDict } from "../index.js";

setBackend(cpu());
const model = (seed: number): Sequential => {
  const generator = new Generator(seed);
  return new Sequential(new Conv2d(1, 2, 3, { generator }), new BatchNorm2d(2), new Linear(3, 2, { generator, bias: false }));
};
const values = (layer: object): number[][] => Object.values(stateDict(layer)).map((tensor) => Array.from(tensor.dataSync()));
const error = (load: () => void): Error => {
  try {
    load();
  } catch (caught) {
    return caught as Error;
  }
  throw new Error("nothing was thrown");
};

test("keys are PyTorch's", () => {
  expect(Object.keys(stateDict(model(1)))).toEqual([
    "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "2.weight",
  ]);
});

test("a state dict carries a model over", () => {
  const [source, target] = [model(1), model(2)];
  source.forward(rand([4, 1, 5, 5]));    // moves the running statistics
  expect(values(target)).not.toEqual(values(source));
  expect(loadStateDict(target, stateDict(source))).toEqual({ missingKeys: [], unexpectedKeys: [] });
  expect(values(target)).toEqual(values(source));
});

test("it is a snapshot, whose tensors require no gradient", () => {
  const layer = new Linear(2, 1);
  const saved = stateDict(layer);
  const before = Array.from(saved["weight"]!.dataSync());
  init.constant(layer.weight, 7);
  expect(Array.from(saved["weight"]!.dataSync())).toEqual(before);
  expect(saved["weight"]!.requiresGrad).toBe(false);
  loadStateDict(layer, saved);
  expect(Array.from(layer.weight.dataSync())).toEqual(before);
  expect(layer.weight.requiresGrad).toBe(true);
});

test("a shared tensor is listed under each of its keys, as in PyTorch", () => {
  const layer = new Linear(2, 2);
  expect(Object.keys(stateDict(new Sequential(layer, layer)))).toEqual(["0.weight", "0.bias", "1.weight", "1.bias"]);
});

test("one message lists everything that is wrong, and nothing is loaded", () => {
  const target = model(1);
  const before = values(target);
  const dict: Record<string, Tensor> = { ...stateDict(model(2)), "0.weight": zeros([2, 1, 5, 5]), "1.bias": zeros([2], { dtype: "int32" }), extra: zeros([1]) };
  delete dict["0.bias"];
  delete dict["1.running_var"];
  const { message, details } = error(() => loadStateDict(target, dict)) as ArgumentError;
  expect(message).toBe(
    "loadStateDict: missing keys 0.bias, 1.running_var; unexpected keys extra; 0.weight is float32 [2, 1, 5, 5], expected float32 [2, 1, 3, 3]; " +
      "1.bias is int32 [2], expected float32 [2]",
  );
  expect(details).toEqual({ missingKeys: ["0.bias", "1.running_var"], unexpectedKeys: ["extra"] });
  expect(values(target)).toEqual(before);
});

test("without strict, keys may differ and are returned; shapes may not", () => {
  const target = model(1);
  const { "0.weight": weight } = stateDict(model(2));
  expect(loadStateDict(target, { "0.weight": weight!, extra: zeros([1]) }, { strict: false })).toEqual({
    missingKeys: ["0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "2.weight"],
    unexpectedKeys: ["extra"],
  });
  expect(values(target)[0]).toEqual(Array.from(weight!.dataSync()));
  expect(error(() => loadStateDict(target, { "0.bias": zeros([3]) }, { strict: false })).message).toBe(
    "loadStateDict: 0.bias is float32 [3], expected float32 [2]",
  );
});

test("tensors of another backend, other values and unknown options are errors", () => {
  const layer = new Linear(2, 2, false);
  expect(() => loadStateDict(layer, { weight: zeros([2, 2], { backend: cpu() }) })).toThrow(
    "loadStateDict: weight is float32 [2, 2] on another backend (cpu), expected float32 [2, 2]",
  );
  const record = { shape: [2, 2], dtype: "float32", data: new Float32Array(4) } as unknown as Tensor;
  expect(() => loadStateDict(layer, { weight: record })).toThrow("loadStateDict: weight is not a Tensor, expected float32 [2, 2]");
  expect(() => loadStateDict(layer, {}, { strickt: false } as object)).toThrow('loadStateDict: unknown option "strickt", expected one of strict');
});

test("two fields with one key are an error", () => {
  const layer = { ...new Linear(1, 1, false), fcLast: new Linear(1, 1, false), fc_last: new Linear(1, 1, false) };
  expect(() => stateDict(layer)).toThrow(new ArgumentError("stateDict: two fields have the key fc_last.weight, expected one"));
});

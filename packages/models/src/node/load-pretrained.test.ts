import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, DataError, rand, setBackend } from "@convoke/core";
import { transformFrom } from "@convoke/data";
import { encodeSafetensors } from "@convoke/formats";
import { countParameters, stateDict } from "@convoke/nn";
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { makeModel, modelFrom, modelNames } from "../index.js";
import { type PretrainedName, pretrainedUrls } from "../pretrained.js";
import { loadPretrained } from "./load-pretrained.js";

beforeAll(() => setBackend(cpu()));

test.each<[PretrainedName, parameters: number, firstClass: string]>([
  ["lenet-mnist", 5_994, "0"],
  ["cnn-gap-mnist", 19_162, "0"],
  ["cnn-fashion-mnist", 20_490, "T-shirt/top"],
])("%s: %i parameters, PyTorch's keys, what to do to an image", async (name, parameters, firstClass) => {
  const { model, mean, std, classes, metadata } = await loadPretrained(name);
  expect(countParameters(model)).toBe(parameters);
  expect(Object.keys(stateDict(model))).toEqual(expect.arrayContaining(["conv_layers.0.weight", "conv_layers.3.bias", "fc_layers.0.weight"]));
  expect(model.forward(rand([2, 1, 28, 28])).shape).toEqual([2, 10]);
  expect([classes.length, classes[0]]).toEqual([10, firstClass]);

  const prepare = transformFrom<{ width: number; height: number; channels: 1; data: Uint8Array }, { shape: readonly number[]; data: ArrayLike<number> }>(JSON.parse(metadata["preprocessing"]!));
  const prepared = prepare({ width: 28, height: 28, channels: 1, data: new Uint8Array(784).fill(51) });
  expect(prepared.shape).toEqual([1, 28, 28]);
  expect(prepared.data[0]).toBeCloseTo((0.2 - mean) / std, 6);
});

test("the weights are those of the file", async () => {
  const { model, metadata } = await loadPretrained("lenet-mnist");
  const bytes = new Uint8Array(readFileSync(pretrainedUrls["lenet-mnist"]));
  expect(modelFrom(bytes).metadata).toEqual(metadata);
  const [first] = Object.values(stateDict(modelFrom(bytes).model));
  expect(first!.dataSync()).toEqual(Object.values(stateDict(model))[0]!.dataSync());
  expect(first!.dataSync()).not.toEqual(Object.values(stateDict(makeModel("lenet")))[0]!.dataSync());
});

test("a net that does not exist is named", async () => {
  await expect(loadPretrained("resnet" as PretrainedName)).rejects.toThrow(
    new ArgumentError('loadPretrained: there is no net "resnet", expected one of lenet-mnist, cnn-gap-mnist, cnn-fashion-mnist'),
  );
  expect(() => makeModel("toString" as "mlp")).toThrow(`makeModel: there is no model "toString", expected one of ${modelNames.join(", ")}`);
});

test.each<[Record<string, string>, string]>([
  [{}, "modelFrom: the file's model is not given, expected one of mlp, cnn, cnn-gap, lenet, fashion-cnn"],
  [{ model: "constructor" }, `modelFrom: the file's model is "constructor", expected one of mlp`],
])("a file with metadata %j is refused", (metadata, message) => {
  const bytes = encodeSafetensors({ x: { shape: [1], dtype: "float32", data: new Float32Array(1) } }, metadata);
  expect(() => modelFrom(bytes)).toThrow(DataError);
  expect(() => modelFrom(bytes)).toThrow(message);
});

test("weights of another model are listed, and so is a file that does not say how to normalise", async () => {
  const one = { shape: [1], dtype: "float32", data: new Float32Array(1) } as const;
  expect(() => modelFrom(encodeSafetensors({ x: one }, { model: "lenet" }))).toThrow(/^loadStateDict: missing keys conv_layers.0.weight, .*; unexpected keys x/);
  const weights = Object.fromEntries(Object.entries(stateDict(makeModel("lenet"))).map(([key, value]) => [key, { shape: value.shape, dtype: value.dtype, data: value.dataSync() }]));
  const file = (metadata: Record<string, string>): Uint8Array => encodeSafetensors(weights, { model: "lenet", ...metadata });
  expect(() => modelFrom(file({ std: "1" }))).toThrow(new DataError("modelFrom: the file's mean is not given, expected a number"));
  expect(() => modelFrom(file({ mean: "0", std: "wide" }))).toThrow('modelFrom: the file\'s std is "wide", expected a number above 0');
  expect(() => modelFrom(file({ mean: "-Infinity", std: "1" }))).toThrow('the file\'s mean is "-Infinity", expected a number');
  expect(() => modelFrom(file({ mean: "0", std: "0" }))).toThrow('the file\'s std is "0", expected a number above 0');
  expect(() => modelFrom(file({ mean: "0", std: "1", classes: "[1]" }))).toThrow('modelFrom: the file\'s classes are "[1]", expected ten names as JSON');
  expect(modelFrom(file({ mean: "0", std: "1" })).classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});

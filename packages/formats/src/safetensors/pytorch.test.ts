import { cpu } from "@convoke/backend-cpu";
import { noGrad, setBackend, tensor } from "@convoke/core";
import { BatchNorm2d, Conv2d, evaluate, Flatten, Linear, loadStateDict, MaxPool2d, ReLU, Sequential } from "@convoke/nn";
import { expect, test } from "vitest";
import type { TensorData } from "../tensor-data.js";
import { decodeSafetensors } from "./decode-safetensors.js";
import { encodeSafetensors } from "./encode-safetensors.js";
import { pytorchDTypes, pytorchState } from "./pytorch.test-data.js";

setBackend(cpu());
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

test.each([["a state dict", pytorchState], ["every dtype", pytorchDTypes]])("%s of PyTorch is read and written again byte for byte", (_, text) => {
  const { tensors, metadata } = decodeSafetensors(bytesOf(text));
  expect(encodeSafetensors(tensors, metadata)).toEqual(bytesOf(text));
});

test("float32 becomes the F16 and BF16 that PyTorch makes of it", () => {
  const { tensors } = decodeSafetensors(bytesOf(pytorchDTypes));
  const { f32, f16, bf16 } = tensors as Record<string, TensorData>;
  const rounded = decodeSafetensors(encodeSafetensors({ f16: { ...f32!, storedAs: "F16" }, bf16: { ...f32!, storedAs: "BF16" } })).tensors;
  expect({ ...rounded }).toEqual({ f16, bf16 });
});

test("a network with PyTorch's weights gives PyTorch's logits", async () => {
  const { tensors, metadata } = decodeSafetensors(bytesOf(pytorchState));
  const load = ({ data, shape, dtype }: TensorData) => tensor(data, { shape, dtype });
  const state = Object.entries(tensors).filter(([name]) => name.startsWith("model.")).map(([name, data]) => [name.slice("model.".length), load(data)]);
  const model = new Sequential(new Conv2d(1, 3, 3, { padding: 1 }), new BatchNorm2d(3), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(12, 4));
  loadStateDict(model, Object.fromEntries(state));
  evaluate(model);
  const logits = await noGrad(() => model.forward(load(tensors["input"]!))).data();
  for (const [i, expected] of tensors["logits"]!.data.entries()) expect(Math.abs(logits[i]! - expected)).toBeLessThan(1e-6);
  expect(JSON.parse(metadata["preprocessing"]!)).toEqual(["compose", [["grayscale", 1], ["resize", [4, 4], {}], ["toTensor"], ["normalize", [0.1307], [0.3081]]]]);
});

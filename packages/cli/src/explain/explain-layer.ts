import { crossEntropy, grad, type Layer, observe, type Tensor } from "@convoke/core";
import { evaluate } from "@convoke/nn";
import { RunError } from "../command/errors.js";
import type { Convolution, Planes, Walk } from "./explained.js";

/** Which convolution of a network, counted from 1, and which of its output channels, counted from 0. */
export interface LayerChoice {
  readonly layer: number;
  readonly channel: number;
}

interface Call {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly output: Tensor;
  readonly geometry: Walk & { readonly groups: number };
}

/**
 * A convolution of a network as it sees one image, with the cross-entropy of that image as loss.
 *
 * **Shapes**: images [1, C, H, W], labels [1].
 */
export async function explainLayer(title: string, model: Layer, images: Tensor, labels: Tensor, { layer, channel }: LayerChoice): Promise<Convolution> {
  evaluate(model);
  const calls: Call[] = [];
  const output = observe(({ name, inputs, attributes, output: result }) => {
    if (name !== "conv2d") return;
    const { input, weight, bias } = inputs;
    calls.push({ input: input!, weight: weight!, bias: bias ?? null, output: result, geometry: attributes as Call["geometry"] });
  }, () => model.forward(images));
  const call = calls[layer - 1];
  if (!call) throw new RunError(`--layer ${layer}: the network has ${calls.length} convolutions`);
  const [outChannels] = call.weight.shape as [number];
  if (channel >= outChannels) throw new RunError(`--channel ${channel}: convolution ${layer} has the output channels 0 to ${outChannels - 1}`);
  if (call.geometry.groups !== 1) throw new RunError(`convolution ${layer} has ${call.geometry.groups} groups, expected one of a single group`);
  const [gradOutput, gradWeight] = grad(crossEntropy(output, labels), [call.output, call.weight]);
  return {
    title: `${title}, convolution ${layer}, output channel ${channel}`,
    loss: "L = cross-entropy of the network's answer",
    input: await planes(call.input, 0),
    weight: await planes(call.weight, channel),
    bias: call.bias === null ? 0 : (await call.bias.data())[channel]!,
    walk: call.geometry,
    output: await plane(call.output, channel),
    gradOutput: await plane(gradOutput!, channel),
    gradWeight: await planes(gradWeight!, channel),
    roundoff: 2 ** -24,
  };
}

/** [N, C, H, W] → the n-th [C, H, W] */
async function planes(tensor: Tensor, n: number): Promise<Planes> {
  const [, channels, height, width] = tensor.shape as [number, number, number, number];
  const size = channels * height * width;
  return { data: (await tensor.data()).slice(n * size, (n + 1) * size), shape: [channels, height, width] };
}

/** [1, C, H, W] → its c-th plane as [1, H, W] */
async function plane(tensor: Tensor, channel: number): Promise<Planes> {
  const [, , height, width] = tensor.shape as [number, number, number, number];
  return { data: (await tensor.data()).slice(channel * height * width, (channel + 1) * height * width), shape: [1, height, width] };
}

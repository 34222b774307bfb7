import type { Geometry, Row } from "../workload.js";
import { operationRow, pointwise, sizeOf } from "./operation-row.js";

interface Shape extends Geometry {
  readonly name: string;
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly size: number;
}

const same3 = { ...pointwise, kernelSize: 3, padding: 1 };

const shapes: readonly Shape[] = [
  { name: "lenet-1", ...pointwise, kernelSize: 5, padding: 2, batch: 64, inChannels: 1, outChannels: 6, size: 28 },
  { name: "lenet-2", ...pointwise, kernelSize: 5, batch: 64, inChannels: 6, outChannels: 16, size: 14 },
  { name: "slides-1", ...same3, batch: 64, inChannels: 1, outChannels: 16, size: 28 },
  { name: "slides-2", ...same3, batch: 64, inChannels: 16, outChannels: 32, size: 14 },
  { name: "resnet-3x3", ...same3, batch: 8, inChannels: 64, outChannels: 64, size: 56 },
  { name: "resnet-1x1", ...pointwise, batch: 8, inChannels: 64, outChannels: 256, size: 56 },
  { name: "resnet-stride2", ...same3, stride: 2, batch: 8, inChannels: 64, outChannels: 128, size: 56 },
  { name: "resnet-7x7", ...pointwise, kernelSize: 7, stride: 2, padding: 3, batch: 2, inChannels: 3, outChannels: 64, size: 224 },
  { name: "mobilenet-dw", ...same3, groups: 128, batch: 8, inChannels: 128, outChannels: 128, size: 56 },
  { name: "mobilenet-pw", ...pointwise, batch: 8, inChannels: 64, outChannels: 128, size: 56 },
];

const operations = { "conv2d": "conv2d", "grad-input": "conv2dGradInput", "grad-weight": "conv2dGradWeight" } as const;
type Prefix = keyof typeof operations;

function conv2dRow(prefix: Prefix, shape: Shape): Row {
  const { name, batch, inChannels, outChannels, size, kernelSize, stride, padding, groups } = shape;
  const outSize = Math.floor((size + 2 * padding - kernelSize) / stride) + 1;
  const input = [batch, inChannels, size, size];
  const weight = [outChannels, inChannels / groups, kernelSize, kernelSize];
  const output = [batch, outChannels, outSize, outSize];
  const flop = 2 * sizeOf(output) * sizeOf(weight.slice(1));                                       // the same for all three
  const special = `${stride > 1 ? `, stride ${stride}` : ""}${groups > 1 ? ", depthwise" : ""}`;
  const about = `${inChannels} → ${outChannels}, ${kernelSize}×${kernelSize}${special}, ${size}×${size}, batch ${batch}`;
  const inputs = prefix === "conv2d" ? [input, weight] : [input, weight, output];
  return operationRow(`${prefix}/${name}`, about, operations[prefix], inputs, { unit: "GFLOP/s", amount: flop }, { kernelSize, stride, padding, groups });
}

/** Convolutions of LeNet, the slides' CNN, ResNet and MobileNet: forward and both gradients. */
export const conv2dRows: readonly Row[] = shapes.flatMap((shape) => (Object.keys(operations) as Prefix[]).map((prefix) => conv2dRow(prefix, shape)));

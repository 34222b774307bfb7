import type { Conv2dGeometry } from "@convoke/core/backend";
import type { NaiveBackend, PlantedBug } from "./plant.js";

const conv = ["conv2d"];

/** A bug that is a wrong geometry. */
function geometryBug(name: string, wrong: (g: Conv2dGeometry) => Partial<Conv2dGeometry>): PlantedBug {
  return {
    name,
    layer: "kernels",
    ops: conv,
    plant: ({ conv2d }) => ({ conv2d: (input, weight, g, epilogue) => conv2d(input, weight, { ...g, ...wrong(g) }, epilogue) }),
  };
}

/** Rolls the channels of [N, C, cells] by one. */
function rollChannels(data: { length: number; [i: number]: number }, batch: number, channels: number): void {
  const cells = data.length / Math.max(1, batch * channels);
  const copy = Array.from(data as ArrayLike<number>);
  for (let i = 0; i < data.length; i++) {
    const channel = Math.floor(i / cells) % channels;
    data[i] = copy[i + (channel === channels - 1 ? -(channels - 1) : 1) * cells]!;
  }
}

const flipped = (backend: NaiveBackend, weight: Parameters<NaiveBackend["conv2d"]>[1], g: Conv2dGeometry) => {
  const data = weight.data.slice();
  const size = g.kernelHeight * g.kernelWidth;
  for (let i = 0; i < data.length; i++) data[i] = weight.data[i - (i % size) + (size - 1 - (i % size))]!;
  return backend.write(data, weight.dtype);
};

export const convolutionBugs: readonly PlantedBug[] = [
  geometryBug("pad off by one", ({ padTop, padBottom }) => ({ padTop: Math.max(0, padTop - 1), padBottom: padBottom + 1 })),
  geometryBug("left and right padding swapped", ({ padLeft, padRight }) => ({ padLeft: padRight, padRight: padLeft })),
  geometryBug("dilation ignored", () => ({ dilationHeight: 1, dilationWidth: 1 })),
  geometryBug("strides of the axes swapped", ({ strideHeight, strideWidth, outHeight, outWidth }) =>
    outHeight === outWidth ? { strideHeight: strideWidth, strideWidth: strideHeight } : { strideHeight: 1 }),
  {
    name: "groups mixed",
    layer: "kernels",
    ops: conv,
    plant: ({ conv2d }) => ({
      conv2d: (input, weight, g, epilogue) => {
        const output = conv2d(input, weight, g, epilogue);
        if (g.groups > 1) rollChannels(output.data, g.batch, g.outChannels);
        return output;
      },
    }),
  },
  {
    name: "bias of the first channel for all",
    layer: "kernels",
    ops: conv,
    plant: ({ conv2d }) => ({
      conv2d: (input, weight, g, epilogue) => {
        const bias = epilogue?.bias && { ...epilogue.bias, data: epilogue.bias.data.slice().fill(epilogue.bias.data[0]!) };
        return conv2d(input, weight, g, { ...epilogue, bias });
      },
    }),
  },
  {
    name: "relu6 without its cap",
    layer: "kernels",
    ops: conv,
    plant: ({ conv2d }) => ({ conv2d: (input, weight, g, epilogue) => conv2d(input, weight, g, { ...epilogue, activation: epilogue?.activation && "relu" }) }),
  },
  {
    name: "gradInput with the weight turned",
    layer: "laws",
    ops: conv,
    plant: (backend) => ({ conv2dGradInput: (gradOutput, weight, g, epilogue) => backend.conv2dGradInput(gradOutput, flipped(backend, weight, g), g, epilogue) }),
  },
  {
    name: "gradWeight of the first image only",
    layer: "gradients",
    ops: conv,
    plant: ({ conv2dGradWeight }) => ({
      conv2dGradWeight: (gradOutput, input, g) => conv2dGradWeight(gradOutput, input, { ...g, batch: Math.min(1, g.batch) }),
    }),
  },
  {
    name: "gradInput forgets the dilation",
    layer: "kernels",
    ops: ["conv2dGradInput"],
    plant: ({ conv2dGradInput }) => ({
      conv2dGradInput: (gradOutput, weight, g, epilogue) => conv2dGradInput(gradOutput, weight, { ...g, dilationHeight: 1 }, epilogue),
    }),
  },
];

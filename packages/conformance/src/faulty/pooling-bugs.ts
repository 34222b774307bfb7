import type { PlantedBug } from "./plant.js";

const maxPool = ["maxPool2d"];
const avgPool = ["avgPool2d"];

export const poolingBugs: readonly PlantedBug[] = [
  {
    name: "last tie wins",
    layer: "kernels",
    ops: maxPool,
    plant: (backend) => ({
      maxPool2d: (input, g, wantArgmax) => {
        const result = backend.maxPool2d(input, g, wantArgmax);
        if (result.argmax) {
          for (let position = 0; position < g.kernelHeight * g.kernelWidth; position++) {
            const candidate = backend.fill(result.argmax.size, position, "int32");
            const taken = backend.maxPool2dTake(input, candidate, g);
            taken.data.forEach((value, i) => value === result.output.data[i] && (result.argmax!.data[i] = position));
          }
        }
        return result;
      },
    }),
  },
  {
    name: "argmax in column-major order",
    layer: "kernels",
    ops: maxPool,
    plant: ({ maxPool2d }) => ({
      maxPool2d: (input, g, wantArgmax) => {
        const result = maxPool2d(input, g, wantArgmax);
        result.argmax?.data.forEach((position, i, data) => (data[i] = (position % g.kernelWidth) * g.kernelHeight + Math.floor(position / g.kernelWidth)));
        return result;
      },
    }),
  },
  {
    name: "padding wins as 0",
    layer: "kernels",
    ops: maxPool,
    plant: ({ maxPool2d }) => ({
      maxPool2d: (input, g, wantArgmax) => {
        const result = maxPool2d(input, g, wantArgmax);
        if (g.padTop > 0) result.output.data.forEach((value, i, data) => value < 0 && i % (g.outHeight * g.outWidth) < g.outWidth && (data[i] = 0));
        return result;
      },
    }),
  },
  {
    name: "ceilMode's last window left empty",
    layer: "kernels",
    ops: avgPool,
    plant: ({ avgPool2d }) => ({
      avgPool2d: (input, g) => {
        const output = avgPool2d(input, g);
        const reach = (g.outHeight - 1) * g.strideHeight - g.padTop + g.kernelHeight;
        if (reach > g.inHeight + g.padBottom) output.data.forEach((_, i, data) => Math.floor(i / g.outWidth) % g.outHeight === g.outHeight - 1 && (data[i] = 0));
        return output;
      },
    }),
  },
  {
    name: "countIncludePad ignored",
    layer: "kernels",
    ops: avgPool,
    plant: ({ avgPool2d }) => ({ avgPool2d: (input, g) => avgPool2d(input, { ...g, countIncludePad: 1 }) }),
  },
  {
    name: "divisorOverride ignored",
    layer: "kernels",
    ops: avgPool,
    plant: ({ avgPool2d }) => ({ avgPool2d: (input, g) => avgPool2d(input, { ...g, divisorOverride: 0 }) }),
  },
  {
    name: "avgPool2d's gradient with padding as cells",
    layer: "gradients",
    ops: avgPool,
    plant: ({ avgPool2dGrad }) => ({ avgPool2dGrad: (gradOutput, g) => avgPool2dGrad(gradOutput, { ...g, countIncludePad: 1 }) }),
  },
  {
    name: "overlapping windows overwrite instead of adding",
    layer: "gradients",
    ops: maxPool,
    plant: (backend) => ({
      maxPool2dGrad: (gradOutput, argmax, g) => {
        const sum = backend.maxPool2dGrad(gradOutput, argmax, g);
        const count = backend.maxPool2dGrad(backend.fill(gradOutput.size, 1, gradOutput.dtype), argmax, g);
        sum.data.forEach((value, i, data) => count.data[i]! > 1 && (data[i] = value / count.data[i]!));
        return sum;
      },
    }),
  },
];

import { convolve2d, rot180, type Tensor } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { Args, Law, Operand, OpResult } from "../suite/spec.js";
import { magnitudeOf } from "./magnitude-of.js";

type Run = (op: (...args: never[]) => OpResult, ...args: Args) => Promise<Dense>;

const dot = (a: Dense, b: Dense): Dense => ({ shape: [], data: [Array.from(a.data).reduce((sum, value, i) => sum + value * b.data[i]!, 0)] });

/** A cotangent of a shape: ±½, ±1. */
function weights(shape: readonly number[]): Operand {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Array.from({ length: size }, (_, i) => ((((i * 5) % 7) % 2) * 2 - 1) * (1 - (i % 3 === 0 ? 0.5 : 0))) };
}

/** Batched and not empty. */
function isPlain([input]: Args): boolean {
  const { shape, data } = input as Operand;
  return shape.length === 4 && data.length > 0;
}

/** ⟨conv(x, w), g⟩ = ⟨x, gradInput(g, w)⟩ = ⟨w, gradWeight(g, x)⟩: one trilinear form, read from three sides. */
export function trilinear(gradInput: (...args: never[]) => Tensor, gradWeight: (...args: never[]) => Tensor): Law {
  return {
    name: "adjoint triple",
    check: async ({ args, apply, run, expectClose }) => {
      if (!isPlain(args)) return;
      const [input, weight] = args as unknown as [Operand, Operand];
      const { paddingMode: _, ...options } = (args[3] ?? {}) as { readonly paddingMode?: string };
      const output = await apply(input, weight, null, options);
      const g = weights(output.shape);
      const exact = dot(output, g);
      const scale = (await magnitudeOf(apply, [input, weight, null, options])) * output.data.length;
      expectClose("⟨conv(x, w), g⟩ and ⟨x, gradInput⟩", dot(await (run as Run)(gradInput, g, weight, input.shape, options), input), exact, scale);
      expectClose("⟨conv(x, w), g⟩ and ⟨w, gradWeight⟩", dot(await (run as Run)(gradWeight, g, input, weight.shape, options), weight), exact, scale);
    },
  };
}

/** Moving the input by one cell moves the output by one cell (stride 1, away from the border). */
export const shiftsWithTheInput: Law = {
  name: "shift equivariance",
  check: async ({ args, apply, expectClose }) => {
    const [input, weight] = args as unknown as [Operand, Operand];
    if (!isPlain(args) || input.shape[3]! < weight.shape[3]! + 2) return;
    const { groups } = (args[3] ?? {}) as { readonly groups?: number };
    const options = groups === undefined ? {} : { groups };
    if (input.shape[2]! < weight.shape[2]!) return;
    const width = input.shape[3]!;
    const moved = { ...input, data: Array.from(input.data, (_, i) => (i % width === 0 ? 0 : input.data[i - 1]!)) };
    const still = await apply(input, weight, null, options);
    const after = await apply(moved, weight, null, options);
    const columns = still.shape[3]!;
    const inner = (x: Dense, from: number): Dense => ({
      shape: still.shape.with(3, columns - 1),
      data: Array.from(x.data).filter((_, i) => i % columns >= from && i % columns < from + columns - 1),
    });
    expectClose("conv(shift x) and shift conv(x)", inner(after, 1), inner(still, 0), await magnitudeOf(apply, [input, weight, null, options]));
  },
};

/** convolve2d(x, w) = conv2d(x, rot180 w); and turning both input and weight turns the output (stride 1). */
export const rotatedIsConvolved: Law = {
  name: "rot180 turns correlation into convolution",
  check: async ({ args, run, apply, expectClose }) => {
    if (!isPlain(args)) return;
    const [input, weight] = args as unknown as [Operand, Operand];
    const { groups } = (args[3] ?? {}) as { readonly groups?: number };
    const options = groups === undefined ? {} : { groups };
    if (input.shape[2]! < weight.shape[2]! || input.shape[3]! < weight.shape[3]!) return;
    const turned = await (run as Run)(rot180, weight);
    const scale = await magnitudeOf(apply, [input, weight, null, options]);
    expectClose("convolve2d(x, w) and conv2d(x, rot180 w)", await (run as Run)(convolve2d, input, weight, null, options), await apply(input, turned, null, options), scale);
    const both = await apply(await (run as Run)(rot180, input), turned, null, options);
    expectClose("conv2d(rot180 x, rot180 w) and rot180 conv2d(x, w)", both, await (run as Run)(rot180, await apply(input, weight, null, options)), scale);
  },
};


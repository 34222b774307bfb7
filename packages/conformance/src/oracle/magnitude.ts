import type { Dense } from "./dense.js";

/** |x|, element by element. */
export function absolute(x: Dense): Dense {
  return { shape: x.shape, data: Array.from(x.data, Math.abs) };
}

function isDense(value: unknown): value is Dense {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}

function absoluteArgument(argument: unknown): unknown {
  if (isDense(argument)) return absolute(argument);
  if (typeof argument !== "object" || argument === null || Array.isArray(argument)) return argument;
  const { activation: _, ...options } = argument as { activation?: unknown };
  return options;
}

/**
 * The magnitude of the derived bound |actual − exact| ≤ γ(n) · magnitude for a sum of products: the same oracle on
 * absolute inputs, e.g. Σ|x||w| + |b| for conv2d. An activation is left out, because relu6 would cut the magnitude to 6.
 */
export function magnitude<Arguments extends readonly unknown[]>(
  oracle: (...inputs: Arguments) => Dense,
  ...inputs: Arguments
): Dense {
  return absolute(oracle(...(inputs.map(absoluteArgument) as unknown as Arguments)));
}

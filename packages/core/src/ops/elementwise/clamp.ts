import { dense } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkNumber } from "../checks.js";
import { mul } from "./arithmetic.js";
import { cast } from "./cast.js";
import { ge, le, logicalAnd } from "./compare.js";

export interface ClampOptions {
  readonly min?: number;
  readonly max?: number;
}

interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}

const op = defineOp({
  name: "clamp",
  infer: ({ input }: { input: Tensor }, { min, max }: Bounds) => {
    if (input.dtype === "bool") throw new DTypeError("clamp: input is bool, expected a number dtype");
    for (const bound of [min, max]) if (bound !== null) checkNumber("clamp", bound, input.dtype);
    if (min === null && max === null) throw new ArgumentError("clamp: expected min, max or both");
    if (min !== null && max !== null && !(min <= max)) throw new ArgumentError(`clamp: min ${min} is greater than max ${max}`);
    return { shape: input.shape, dtype: input.dtype };
  },
  saves: ["input"],
  forward: (backend, { input }, { min, max }, { shape }) => {
    if (min === null) return backend.binary("min", input, max!);
    const raised = backend.binary("max", input, min);
    if (max === null) return raised;
    const result = backend.binary("min", { storage: raised, layout: dense(shape) }, max);
    backend.free(raised);
    return result;
  },
  backward: (gradOutput, { input }, { min, max }) => ({
    input: () => {
      const above = min === null ? null : ge(input, min);
      const below = max === null ? null : le(input, max);
      return mul(gradOutput, cast(above && below ? logicalAnd(above, below) : (above ?? below)!, gradOutput.dtype));
    },
  }),
});

/**
 * min(max(x, min), max); the gradient is 1 between the bounds (them included), else 0. NaN stays. PyTorch: `clamp`.
 *
 * @throws {ArgumentError} when min > max or neither is given.
 * @example
 * clamp(tensor([-1, 0.5, 7]), { min: 0, max: 6 }); // [0, 0.5, 6]
 */
export function clamp(input: Tensor, options: ClampOptions): Tensor {
  checkOptions("clamp", options, ["min", "max"]);
  return op({ input }, { min: options.min ?? null, max: options.max ?? null });
}

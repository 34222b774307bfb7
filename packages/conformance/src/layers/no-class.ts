import { uniformNumbers } from "@convoke/core/backend";
import type { Check } from "../suite/check.js";
import { ConformanceFailure } from "../suite/failure.js";

const targets = [-1, 3, 2 ** 31 - 1, -(2 ** 31), 99];

/** Core lets no target pass that it knows to be no class; where it knows nothing, such a target equals none: the loss is 0, and so is the gradient. */
export function noClassChecks(): Check[] {
  const run: Check["run"] = async ({ backend, dtype, seed }) => {
    const g = { outer: targets.length, classes: 3, inner: 2, ignoreIndex: -100, labelSmoothing: 0 };
    const places = g.outer * g.inner;
    const logits = uniformNumbers(places * g.classes, [seed, 11], 0);
    const input = backend.write(dtype === "float32" ? logits : Float64Array.from(logits), dtype);
    const target = backend.write(Int32Array.from({ length: places }, (_, i) => targets[i >> 1]!), "int32");
    const gradOutput = backend.fill(places, 1, dtype);
    const results = [backend.crossEntropy(input, target, undefined, g), backend.crossEntropyGrad(gradOutput, input, target, undefined, g)];
    for (const [i, result] of results.entries()) {
      const data = await backend.read(result);
      const at = data.findIndex((value) => value !== 0);
      if (at >= 0) throw new ConformanceFailure(`${i === 0 ? "loss" : "gradient"} ${at} of a target that is no class is ${data[at]}, expected 0`);
    }
    for (const storage of [input, target, gradOutput, ...results]) backend.free(storage);
    return { cases: 2, worst: 0 };
  };
  return [{ op: "crossEntropy", layer: "kernels", name: "a target that is no class", run }];
}

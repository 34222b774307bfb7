import { compareWithOracle } from "../suite/apply.js";
import type { Check } from "../suite/check.js";
import { runRandom } from "../suite/random.js";
import type { OpSpec } from "../suite/spec.js";

/** Does each kernel compute its definition? Samples, then random geometries, against the f64 oracle. */
export function kernelChecks(spec: OpSpec): Check[] {
  const samples = Object.entries(spec.samples).map(([name, args]): Check => ({
    op: spec.name,
    layer: "kernels",
    name,
    run: async (context) => ({ cases: 1, worst: await compareWithOracle(spec, args, context) }),
  }));
  const random: Check = {
    op: spec.name,
    layer: "kernels",
    name: "random",
    run: (context) => runRandom(spec.arbitrary, context, context.runs, (args) => compareWithOracle(spec, args, context)),
  };
  return [...samples, random];
}

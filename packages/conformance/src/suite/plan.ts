import { goldenChecks } from "../layers/golden.js";
import { errorChecks } from "../layers/errors.js";
import { gradientChecks } from "../layers/gradients.js";
import { kernelChecks } from "../layers/kernels.js";
import { lawChecks } from "../layers/laws.js";
import { layoutChecks } from "../layers/layouts.js";
import { lifecycleChecks } from "../layers/lifecycle.js";
import { modelChecks } from "../layers/model.js";
import { noClassChecks } from "../layers/no-class.js";
import { optimizerStepChecks } from "../layers/optimizer-steps.js";
import { specs } from "../specs/index.js";
import type { Check } from "./check.js";
import type { OpSpec } from "./spec.js";

/** All checks of the given ops (default: every public op), then those of kernels that no op reaches, and those that concern the backend as a whole. */
export function planChecks(chosen: readonly OpSpec[] = specs): Check[] {
  const perOp = chosen.flatMap((spec) => [
    ...kernelChecks(spec), ...layoutChecks(spec), ...lawChecks(spec), ...gradientChecks(spec), ...goldenChecks(spec.name), ...errorChecks(spec),
  ]);
  return [...perOp, ...noClassChecks(), ...optimizerStepChecks(), ...lifecycleChecks(), ...modelChecks()];
}
